namespace Verified.Cli.Output;

/// <summary>What a check says.</summary>
internal enum Verdict
{
    /// <summary>It was checked and holds.</summary>
    Pass,

    /// <summary>It was checked and does not hold.</summary>
    Fail,

    /// <summary>It was tried and can not be decided; never counts as a pass.</summary>
    Inconclusive,

    /// <summary>It was not tried, and says why; neither pass nor failure.</summary>
    NotRun,
}

/// <summary>Names, colours and exit codes of verdicts.</summary>
internal static class Verdicts
{
    /// <summary>The word in tables and JSON.</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "FAIL",
        Verdict.Inconclusive => "inconclusive",
        _ => "not run",
    };

    /// <summary>The word as Spectre markup.</summary>
    public static string Markup(this Verdict verdict) => verdict switch
    {
        Verdict.Pass => "[green]pass[/]",
        Verdict.Fail => "[red bold]FAIL[/]",
        Verdict.Inconclusive => "[yellow]inconclusive[/]",
        _ => "[grey]not run[/]",
    };

    /// <summary>The verdict of several: a failure outweighs everything, then what could not be decided.</summary>
    public static Verdict Worst(IEnumerable<Verdict> verdicts)
    {
        Verdict[] all = verdicts.ToArray();
        return all.Contains(Verdict.Fail) ? Verdict.Fail
            : all.Contains(Verdict.Inconclusive) || !all.Contains(Verdict.Pass) ? Verdict.Inconclusive
            : Verdict.Pass;
    }

    /// <summary>The exit code that says it.</summary>
    public static int ExitCode(this Verdict verdict) => verdict switch
    {
        Verdict.Pass => ExitCodes.Pass,
        Verdict.Fail => ExitCodes.Violation,
        _ => ExitCodes.Inconclusive,
    };
}
