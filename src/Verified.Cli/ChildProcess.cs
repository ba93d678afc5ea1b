using System.ComponentModel;
using System.Diagnostics;

namespace Verified.Cli;

/// <summary>Another program, run to its end; it does not outlive a cancelled command.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="line">Told each line of its output and errors, one at a time.</param>
    /// <param name="cancellation">Kills it, and what it started.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<int> RunAsync(
        string program, IEnumerable<string> arguments, string folder, Action<string> line, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Lock taking = new();
        void Take(string? text)
        {
            if (text is not null)
            {
                lock (taking)
                {
                    line(text);
                }
            }
        }

        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return process.ExitCode;
    }
}
