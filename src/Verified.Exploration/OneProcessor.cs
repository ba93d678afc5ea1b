using System.Globalization;
using System.Runtime.InteropServices;

namespace Verified.Exploration;

/// <summary>
/// Keeps this process on one processor while a campaign runs. Of the threads of a schedule only one runs at a time, so a second
/// processor gains nothing, and handing over within one processor is several times as fast as between two.
/// </summary>
/// <remarks>Linux only; elsewhere, and where the system refuses, it does nothing: speed is all that depends on it.</remarks>
public sealed partial class OneProcessor : IDisposable
{
    private const int MaskBytes = 128;
    private readonly byte[]? _before;

    private OneProcessor(byte[]? before) => _before = before;

    /// <summary>Moves all threads of this process, and those that they will start, to the processor of the calling thread.</summary>
    /// <returns>Dispose it to give the processors back.</returns>
    public static OneProcessor Pin()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new OneProcessor(null);
        }

        byte[] before = new byte[MaskBytes];
        int processor = Thread.GetCurrentProcessorId();
        if (GetAffinity(0, MaskBytes, before) < 0 || processor < 0 || processor >= MaskBytes * 8)
        {
            return new OneProcessor(null);
        }

        byte[] one = new byte[MaskBytes];
        one[processor / 8] = (byte)(1 << (processor % 8));
        SetAll(one);
        return new OneProcessor(before);
    }

    /// <summary>Gives the processors back to all threads of this process.</summary>
    public void Dispose()
    {
        if (_before is not null)
        {
            SetAll(_before);
        }
    }

    private static void SetAll(byte[] mask)
    {
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (int.TryParse(Path.GetFileName(task), CultureInfo.InvariantCulture, out int thread))
            {
                // A thread that ended in the meantime is no failure.
                _ = SetAffinity(thread, MaskBytes, mask);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint bytes, byte[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint bytes, byte[] mask);
}
