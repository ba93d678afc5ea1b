using Verified.Atomics;

namespace Verified.Exploration;

/// <summary>What an access does to shared memory.</summary>
public enum MemoryAccessKind
{
    /// <summary>A load of one word; old and new are the value seen.</summary>
    Load,

    /// <summary>A store of one word.</summary>
    Store,

    /// <summary>A compare-exchange; new equals old when it failed.</summary>
    CompareExchange,

    /// <summary>An atomic add; new is the sum.</summary>
    Add,

    /// <summary>A full fence; touches no location.</summary>
    Fence,

    /// <summary>Plain stores to a byte range were announced: its bytes are torn from here on.</summary>
    BeginWrite,

    /// <summary>The 32-bit header that ends an announced write was stored.</summary>
    EndWrite,

    /// <summary>Plain loads of a byte range were announced.</summary>
    BeginRead,
}

/// <summary>One access to shared memory, as it took place in a schedule.</summary>
/// <param name="Lane">The logical thread that took it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="At">The word, or the start of the byte range; default for a fence.</param>
/// <param name="Old">The value before. For <see cref="MemoryAccessKind.EndWrite"/>, 1 if a write was announced there, else 0.</param>
/// <param name="New">The value after. For <see cref="MemoryAccessKind.EndWrite"/>, the header.</param>
/// <param name="Expected">The value a compare-exchange compared with, else 0.</param>
/// <param name="Length">The bytes of a range, 8 for a word, 0 for a fence.</param>
/// <param name="Step">The name that the code gave to the access.</param>
public readonly record struct MemoryAccess(
    int Lane, MemoryAccessKind Kind, Location At, long Old, long New, long Expected, int Length, string Step);

/// <summary>Is told of every access of a schedule, in the order in which they took place, one at a time.</summary>
public interface IAccessObserver
{
    /// <summary>Called after the access and before any other thread runs.</summary>
    /// <param name="access">The access.</param>
    /// <exception cref="ScheduleViolationException">The observer does not allow the access; the schedule ends as failed.</exception>
    void OnAccess(in MemoryAccess access);
}

/// <summary>The scheduling point: whoever decides which logical thread runs next decides it here.</summary>
public interface IInterleaver
{
    /// <summary>May suspend the calling thread and let another run. Outside a schedule it returns at once.</summary>
    void Interleave();
}

/// <summary>An interleaver that never switches: for set-up code and for single-threaded use.</summary>
public sealed class NoInterleaver : IInterleaver
{
    /// <summary>The only instance; it has no state.</summary>
    public static readonly NoInterleaver Instance = new();

    private NoInterleaver()
    {
    }

    /// <inheritdoc/>
    public void Interleave()
    {
    }
}
