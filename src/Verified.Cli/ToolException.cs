namespace Verified.Cli;

/// <summary>Ends a command with one line for the user and an exit code; never shown as a stack trace.</summary>
internal sealed class ToolException(string message, int exitCode) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The user's mistake.</summary>
    public static ToolException Usage(string message) => new(message, ExitCodes.Usage);

    /// <summary>The repository's mistake: what is checked in can not be right.</summary>
    public static ToolException Violation(string message) => new(message, ExitCodes.Violation);

    /// <summary>Nobody's mistake: it can not be decided here.</summary>
    public static ToolException Inconclusive(string message) => new(message, ExitCodes.Inconclusive);

    /// <summary>An unknown name, with the names that would do.</summary>
    public static ToolException Unknown(string what, string given, IEnumerable<string> valid)
    {
        string[] names = valid.Order(StringComparer.Ordinal).ToArray();
        string list = names.Length == 0 ? "there are none" : string.Join(", ", names);
        return Usage($"unknown {what} '{given}'; valid: {list}");
    }
}
