using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Cli.Tlc;

namespace Verified.Cli.Checks;

/// <summary>TLC against manifest and goldens, where it is present and everything is asked for.</summary>
internal static class TlcCheck
{
    /// <summary>The row that says that TLC does not run, and why.</summary>
    public static Check NotRun { get; } = Check.Of("TLC", _ => new CheckRow("TLC", Verdict.NotRun, TlcRunner.FromEnvironment() is null
        ? $"not run: {TlcRunner.Variable} is unset; twin checked against the goldens"
        : "not run: only in 'verify full' and 'tlc check'; twin checked against the goldens"));

    /// <summary>The check of one model.</summary>
    public static Check For(ModelEntry model, TlcRunner runner) => new(
        $"TLC {model.Name}",
        context => new TlcModels(context.Files, runner).CheckAsync(model, context.Report, context.Cancellation));
}
