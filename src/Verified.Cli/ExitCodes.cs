namespace Verified.Cli;

/// <summary>What the tool's exit status means. A skipped check is never a pass.</summary>
internal static class ExitCodes
{
    /// <summary>Everything that was asked for was checked, and holds.</summary>
    public const int Pass = 0;

    /// <summary>A violation was found; the output names it.</summary>
    public const int Violation = 1;

    /// <summary>Nothing can be said: cancelled, a tool is missing, or a detector is blind.</summary>
    public const int Inconclusive = 2;

    /// <summary>The command line (or a file named on it) can not be used.</summary>
    public const int Usage = 64;
}
