using System.Runtime.InteropServices;

namespace Verified.Benchmarks.Machine;

/// <summary>The processors that this process may use, and threads pinned to them.</summary>
internal static partial class Processors
{
    // 1024 processors, what glibc's cpu_set_t holds.
    private const int MaskWords = 16;
    private const int BitsPerWord = 64;

    /// <summary>Their numbers; where threads are not pinned, as many as there are.</summary>
    public static IReadOnlyList<int> Allowed { get; } = Find();

    /// <summary>Whether <see cref="Pin"/> pins.</summary>
    public static bool CanPin => OperatingSystem.IsLinux();

    /// <summary>Keeps this thread on the lane's processor; a thread of a lane beyond the last shares one.</summary>
    public static void Pin(int lane)
    {
        if (CanPin)
        {
            int cpu = Allowed[lane % Allowed.Count];
            Span<ulong> mask = stackalloc ulong[MaskWords];
            mask.Clear();
            mask[cpu / BitsPerWord] = 1UL << (cpu % BitsPerWord);
            if (SetAffinity(0, MaskWords * sizeof(ulong), ref mask[0]) != 0)
            {
                throw new InvalidOperationException($"processor {cpu} is not to be had (error {Marshal.GetLastPInvokeError()})");
            }
        }
    }

    private static int[] Find()
    {
        if (CanPin)
        {
            ulong[] mask = new ulong[MaskWords];
            if (GetAffinity(0, MaskWords * sizeof(ulong), ref mask[0]) > 0 || mask.Any(w => w != 0))
            {
                return [.. Enumerable.Range(0, MaskWords * BitsPerWord).Where(i => (mask[i / BitsPerWord] >> (i % BitsPerWord) & 1) != 0)];
            }
        }

        return [.. Enumerable.Range(0, Environment.ProcessorCount)];
    }

    // Of the calling thread: its id is 0 here.
    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint size, ref ulong mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint size, ref ulong mask);
}
