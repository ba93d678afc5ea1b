using System.Diagnostics;
using System.Runtime.InteropServices;
using Verified.RingBuffers.Core;

namespace Verified.Cli.MachineCode;

/// <summary>Has the JIT list the fast path in a child process, and proves what <see cref="FastPathProof"/> says from the listing.</summary>
internal static class MachineCodeInspector
{
    /// <summary>The arguments that make this tool the child.</summary>
    public static readonly IReadOnlyList<string> ChildArguments = ["asm", "--child"];

    /// <summary>Compiles and inspects a fast path, fully optimized and without profile data.</summary>
    /// <param name="subject">Which.</param>
    /// <param name="cancellation">Ends the child.</param>
    /// <returns>The report; inconclusive on a processor other than x64, or where the child can not run.</returns>
    public static async Task<MachineCodeReport> InspectAsync(Subject subject, CancellationToken cancellation = default)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return MachineCodeReport.Inconclusive(
                $"only x64 machine code is understood, and this processor is {RuntimeInformation.ProcessArchitecture}");
        }

        string file = Path.GetTempFileName();
        try
        {
            (int exitCode, string output) = await RunChildAsync(subject, file, cancellation);
            return exitCode == ExitCodes.Pass
                ? MachineCodeReport.Of(await File.ReadAllTextAsync(file, cancellation), subject.ColdMethods, subject.IsOfEachMode ? MachineCodeChild.FlagOffsets(output) : null, subject.Locks, subject.HotCalls)
                : MachineCodeReport.Inconclusive($"the child process ended with {exitCode}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return MachineCodeReport.Inconclusive($"the child process can not be started: {e.Message}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunChildAsync(Subject subject, string file, CancellationToken cancellation)
    {
        using Process child = Process.Start(StartInfo(subject, file))!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = child.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await Task.WhenAll(output, errors, child.WaitForExitAsync(cancellation));
            return (child.ExitCode, await output);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(Subject subject, string file)
    {
        ProcessStartInfo start = ToolProcess.StartInfo([.. ChildArguments, .. subject.Arguments]);
        start.Environment["DOTNET_JitDisasm"] = $"{typeof(FastPath).FullName}:{subject.Method}";
        start.Environment["DOTNET_JitStdOutFile"] = file;
        start.Environment["DOTNET_TieredCompilation"] = "0"; // optimized at once
        start.Environment["DOTNET_TieredPGO"] = "0"; // the same code in every run
        return start;
    }
}
