using System.CommandLine;
using System.Numerics;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Running;
using Verified.Cli;

namespace Verified.Benchmarks.Commands;

/// <summary>What all measuring commands are told alike.</summary>
internal sealed class RunOptions
{
    private const int MostMilliseconds = 10_000;
    private const int MostWindows = 100_000;
    private const int Warmup = 4;
    private static readonly RunPlan s_quick = new(TimeSpan.FromMilliseconds(2), Windows: 3, Warmup: 0, SubBufferSize: 16 * 1024, SubBufferCount: 4, Verified: true);

    private readonly Option<double> _window = new("--window-ms") { Description = "How long a candidate works at a time.", HelpName = "MS", DefaultValueFactory = _ => 25 };
    private readonly Option<int> _windows = new("--windows") { Description = "How often each one's turn comes.", HelpName = "N", DefaultValueFactory = _ => 41 };
    private readonly Option<int[]> _sizes = new("--sizes") { Description = "Bytes of payloads.", HelpName = "BYTES", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. Payloads.Sizes] };
    private readonly Option<int> _subBufferSize = new("--sub-buffer-size") { Description = "Bytes in a sub-buffer, of the rings and of LTTng-UST.", HelpName = "BYTES", DefaultValueFactory = _ => 64 * 1024 };
    private readonly Option<int> _subBufferCount = new("--sub-buffers") { Description = "How many of these.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<bool> _quick = new("--quick") { Description = "Only that all work, and that every record is accounted for; the figures then mean nothing." };

    /// <summary>Adds them to a command.</summary>
    public RunOptions AddTo(Command command)
    {
        foreach (Option option in (Option[])[_window, _windows, _sizes, _subBufferSize, _subBufferCount, _quick])
        {
            command.Add(option);
        }

        return this;
    }

    /// <summary>Whether only correctness is asked for.</summary>
    public bool IsQuick(ParseResult parsed) => parsed.GetValue(_quick);

    /// <summary>The sizes.</summary>
    public IReadOnlyList<int> Sizes(ParseResult parsed)
    {
        const int Least = sizeof(long), Most = 4096;
        int[] sizes = parsed.GetValue(_sizes)!;
        return sizes.Length > 0 && sizes.All(s => s is >= Least and <= Most) ? [.. sizes.Distinct()]
            : throw ToolException.Usage($"--sizes {string.Join(' ', sizes)}: must be from {Least} to {Most}");
    }

    /// <summary>How long and how often.</summary>
    public RunPlan Plan(ParseResult parsed)
    {
        if (IsQuick(parsed))
        {
            return s_quick;
        }

        double window = InRange("--window-ms", parsed.GetValue(_window), 1, MostMilliseconds);
        double windows = InRange("--windows", parsed.GetValue(_windows), 1, MostWindows);
        return new RunPlan(
            TimeSpan.FromMilliseconds(window), (int)windows, Warmup, PowerOf2("--sub-buffer-size", parsed.GetValue(_subBufferSize), 4096, 1 << 24), PowerOf2("--sub-buffers", parsed.GetValue(_subBufferCount), 2, 64));
    }

    private static int PowerOf2(string option, int value, int least, int most) =>
        BitOperations.IsPow2(value) ? (int)InRange(option, value, least, most) : throw ToolException.Usage($"{option} {value}: must be a power of two");

    private static double InRange(string option, double value, double least, double most) => value >= least && value <= most ? value
        : throw ToolException.Usage($"{option} {value}: must be from {least} to {most}");
}
