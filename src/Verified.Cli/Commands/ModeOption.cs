using System.CommandLine;
using Verified.RingBuffers;

namespace Verified.Cli.Commands;

/// <summary><c>--mode</c>: one name for the two modes, in every command.</summary>
internal static class ModeOption
{
    private const string Discard = "discard";
    private const string Overwrite = "overwrite";
    private const string Both = "both";

    /// <summary>The option of a command that runs one mode.</summary>
    public static Option<string> One(string description)
    {
        Option<string> option = new("--mode") { Description = description, HelpName = "MODE", DefaultValueFactory = _ => Discard };
        option.AcceptOnlyFromAmong(Discard, Overwrite);
        return option;
    }

    /// <summary>The option of a command that can run both, which is its default.</summary>
    public static Option<string> Any(string description)
    {
        Option<string> option = new("--mode") { Description = description, HelpName = "MODE", DefaultValueFactory = _ => Both };
        option.AcceptOnlyFromAmong(Discard, Overwrite, Both);
        return option;
    }

    /// <summary>The modes that a value means.</summary>
    public static IReadOnlyList<RingBufferMode> Modes(string value) => value switch
    {
        Discard => [RingBufferMode.Discard],
        Overwrite => [RingBufferMode.Overwrite],
        _ => [RingBufferMode.Discard, RingBufferMode.Overwrite],
    };
}
