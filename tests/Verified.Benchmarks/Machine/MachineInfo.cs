using System.Diagnostics;
using System.Runtime.InteropServices;
using Verified.Benchmarks.Candidates;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Machine;

/// <summary>Where and how something was measured: stands before every result.</summary>
internal static class MachineInfo
{
    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Lines() =>
    [
        $"machine: {Cpu()}, {Processors.Allowed.Count} processors allowed, threads {(Processors.CanPin ? "pinned" : "not pinned: only done on Linux")}",
        $"system:  {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, Stopwatch {Stopwatch.Frequency / 1_000_000} MHz",
        $"lttng:   {LttngTools.Describe()}",
        $"command: {Command()}",
    ];

    /// <summary>Prints them.</summary>
    public static void Print(Terminal terminal)
    {
        foreach (string line in Lines())
        {
            terminal.Line(line);
        }

        terminal.Line();
    }

    /// <summary>In a few words, for a plot.</summary>
    public static string Short() => $"{Cpu()}, {Processors.Allowed.Count} processors, {RuntimeInformation.FrameworkDescription}";

    /// <summary>What to type to get this again.</summary>
    public static string Command() =>
        $"dotnet run -c Release --project tests/Verified.Benchmarks -- {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}".TrimEnd();

    private static string Cpu()
    {
        const string CpuFile = "/proc/cpuinfo";
        if (!File.Exists(CpuFile))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "processor unknown";
        }

        string? line = File.ReadLines(CpuFile).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "processor unknown" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
