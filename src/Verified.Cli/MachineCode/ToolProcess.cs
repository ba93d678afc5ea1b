using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Verified.Cli.MachineCode;

/// <summary>This tool as a child process.</summary>
internal static class ToolProcess
{
    /// <summary>How to start it, its output and errors redirected.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo StartInfo(IEnumerable<string> arguments) =>
        new(Host(), ["exec", typeof(ToolProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>The host of the runtime that runs this, three folders above it.</summary>
    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }
}
