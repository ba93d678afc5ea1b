using System.Diagnostics;
using System.Runtime.InteropServices;
using Verified.RingBuffers.Core;

namespace Verified.Cli.MachineCode;

/// <summary>Has the JIT list the fast path in a child process, and proves what <see cref="FastPathProof"/> says from the listing.</summary>
internal static class MachineCodeInspector
{
    /// <summary>The arguments that make this tool the child.</summary>
    public static readonly IReadOnlyList<string> ChildArguments = ["asm", "--child"];

    /// <summary>The cold methods: what the fast path leaves to calls. Entering, losing, the clock, pushing and claiming from the reader, delivering, waking it, keeping a committed prefix; nothing that allocates.</summary>
    public static readonly IReadOnlyList<string> ColdMethods =
        [$"{nameof(FastPath)}:WriteSlow[", $"{nameof(FastPath)}:WriteEntered[", $"{nameof(FastPath)}:WriteEnded("];

    /// <summary>
    /// Compiles and inspects <see cref="FastPath.WriteInt64"/>, or <see cref="FastPath.WriteInt64AsOwner"/>, fully optimized and without profile data.
    /// </summary>
    /// <param name="isOneWriter">The second; it has no look at the mode.</param>
    /// <param name="cancellation">Ends the child.</param>
    /// <returns>The report; inconclusive on a processor other than x64, or where the child can not run.</returns>
    public static async Task<MachineCodeReport> InspectAsync(bool isOneWriter, CancellationToken cancellation = default)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return MachineCodeReport.Inconclusive(
                $"only x64 machine code is understood, and this processor is {RuntimeInformation.ProcessArchitecture}");
        }

        string file = Path.GetTempFileName();
        try
        {
            (int exitCode, string output) = await RunChildAsync(isOneWriter ? nameof(FastPath.WriteInt64AsOwner) : nameof(FastPath.WriteInt64), file, cancellation);
            return exitCode == ExitCodes.Pass
                ? MachineCodeReport.Of(await File.ReadAllTextAsync(file, cancellation), ColdMethods, isOneWriter ? null : MachineCodeChild.FlagOffsets(output), isOneWriter ? 0 : 1)
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

    private static async Task<(int ExitCode, string Output)> RunChildAsync(string method, string file, CancellationToken cancellation)
    {
        using Process child = Process.Start(StartInfo(method, file))!;
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

    private static ProcessStartInfo StartInfo(string method, string file)
    {
        ProcessStartInfo start = ToolProcess.StartInfo(ChildArguments);
        start.Environment["DOTNET_JitDisasm"] = $"{typeof(FastPath).FullName}:{method}";
        start.Environment["DOTNET_JitStdOutFile"] = file;
        start.Environment["DOTNET_TieredCompilation"] = "0"; // optimized at once
        start.Environment["DOTNET_TieredPGO"] = "0"; // the same code in every run
        return start;
    }
}
