using System.Diagnostics;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Checks;

/// <summary>How much of a check is done.</summary>
internal enum Effort
{
    /// <summary>Less than a minute.</summary>
    Quick,

    /// <summary>A few minutes.</summary>
    Default,

    /// <summary>Everything, TLC included where it is present.</summary>
    Full,
}

/// <summary>What a check is given.</summary>
/// <param name="Files">The specification.</param>
/// <param name="Manifest">What its models must show.</param>
/// <param name="Effort">How much to do.</param>
/// <param name="Report">Told how far it is.</param>
/// <param name="Cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
internal sealed record CheckContext(
    SpecificationFiles Files, Manifest Manifest, Effort Effort, Action<string> Report, CancellationToken Cancellation)
{
    /// <summary>How many checks share the machine at this time.</summary>
    public int Jobs { get; init; } = 1;
}

/// <summary>One thing that <c>verify</c> checks; gives one row.</summary>
/// <param name="Name">Name of the row.</param>
/// <param name="Run">Does it. A <see cref="ToolException"/> becomes the row's verdict.</param>
internal sealed record Check(string Name, Func<CheckContext, Task<CheckRow>> Run)
{
    /// <summary>Whether it may run at once with others that may; such checks come last, and their work is that of another process.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>How large it is, compared to others that run at once with it; the largest begin first.</summary>
    public long Size { get; init; }

    /// <summary>A check without waiting.</summary>
    public static Check Of(string name, Func<CheckContext, CheckRow> run) =>
        new(name, context => Task.Run(() => run(context), context.Cancellation));

    /// <summary>Runs it and takes its time.</summary>
    public async Task<CheckRow> RunAsync(CheckContext context)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            return await Run(context) with { Name = Name, Elapsed = watch.Elapsed };
        }
        catch (ToolException e)
        {
            Verdict verdict = e.ExitCode == ExitCodes.Inconclusive ? Verdict.Inconclusive : Verdict.Fail;
            return new CheckRow(Name, verdict, e.Message) { Elapsed = watch.Elapsed };
        }
    }
}
