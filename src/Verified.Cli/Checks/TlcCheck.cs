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

    /// <summary>The check of one model, or that it is written anew. A model without a number of states may be the largest.</summary>
    public static Check For(ModelEntry model, TlcRunner runner, bool regenerates = false) => new(
        $"TLC {model.Name}",
        context =>
        {
            TlcModels tlc = new(context.Files, runner, context.Jobs);
            return regenerates
                ? tlc.RegenerateAsync(model, context.Report, context.Cancellation)
                : tlc.CheckAsync(model, context.Report, context.Cancellation);
        })
    {
        IsConcurrent = true,
        Size = model.Distinct ?? long.MaxValue,
    };
}
