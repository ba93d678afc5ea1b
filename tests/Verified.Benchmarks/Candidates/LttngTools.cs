using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Verified.Cli;

namespace Verified.Benchmarks.Candidates;

/// <summary>The programs that LTTng-UST is driven with: whether they are here, and how they are run.</summary>
internal static partial class LttngTools
{
    private const int SigTerm = 15;
    private static readonly Lazy<string?> s_missing = new(FindMissing);

    /// <summary>What is lacking, with the Debian package that has it; null if nothing is.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>Its version, or why it is left out.</summary>
    public static string Describe() => Missing is null
        ? Run("lttng", ["--version"], home: null).Output.Trim()
        : $"left out: {Missing}";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="home">Where LTTng keeps its files; null: not said.</param>
    /// <param name="input">What it reads.</param>
    /// <returns>Its exit code, and what it printed.</returns>
    public static (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, string? home, string input = "")
    {
        try
        {
            using Process process = Process.Start(StartInfo(program, arguments, home))!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }

    /// <summary>As <see cref="Run"/>; it must succeed.</summary>
    public static void Require(string program, IEnumerable<string> arguments, string? home)
    {
        string[] list = [.. arguments];
        (int exitCode, string output) = Run(program, list, home);
        if (exitCode != 0)
        {
            throw ToolException.Inconclusive($"'{program} {string.Join(' ', list)}' failed: {output.Trim()}");
        }
    }

    /// <summary>How to start a program, talked to through pipes.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string? home)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (home is not null)
        {
            start.Environment["LTTNG_HOME"] = home;
            start.Environment["LTTNG_UST_REGISTER_TIMEOUT"] = "-1"; // the program begins when the daemon knows it
        }

        return start;
    }

    /// <summary>Asks a process that this one started to end, which a daemon uses to take its own children with it.</summary>
    public static void Terminate(Process process)
    {
        const int MostMilliseconds = 10_000;
        if (!process.HasExited && (SendSignal(process.Id, SigTerm) != 0 || !process.WaitForExit(MostMilliseconds)))
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "LTTng-UST is of Linux";
        }

        List<string> missing = [];
        if (Run("lttng", ["--version"], null).ExitCode != 0 || Run("lttng-sessiond", ["--version"], null).ExitCode != 0)
        {
            missing.Add("'lttng' and 'lttng-sessiond' (Debian package lttng-tools)");
        }

        if (Run("gcc", ["--version"], null).ExitCode != 0)
        {
            missing.Add("'gcc' (gcc)");
        }
        else if (Run("gcc", ["-E", "-x", "c", "-"], null, "#include <lttng/tracepoint.h>\n").ExitCode != 0)
        {
            missing.Add("'lttng/tracepoint.h' (liblttng-ust-dev)");
        }

        return missing.Count == 0 ? null : $"not here: {string.Join(", ", missing)}";
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
