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

    /// <summary>The header that ends an announced write was stored, of 32 or of 64 bits.</summary>
    EndWrite,

    /// <summary>Plain loads of a byte range were announced.</summary>
    BeginRead,

    /// <summary>The clock was read: a load of the word that the clock is here.</summary>
    ReadClock,

    /// <summary>A block of words that belongs to one lane was stored.</summary>
    StoreBlock,

    /// <summary>A block of words that belongs to one lane was loaded.</summary>
    LoadBlock,

    /// <summary>A word that the lane had waited for was found 1, and made 0.</summary>
    TakeWhenSet,
}

/// <summary>The words of a block, as they were at one moment. No words for an access that is none of a block.</summary>
/// <param name="Count">How many there are, at most <see cref="Most"/>.</param>
/// <param name="First">Word 0.</param>
/// <param name="Second">Word 1.</param>
/// <param name="Third">Word 2.</param>
/// <param name="Fourth">Word 3.</param>
/// <param name="Fifth">Word 4.</param>
public readonly record struct WordBlock(int Count, long First, long Second, long Third, long Fourth, long Fifth)
{
    /// <summary>The most words of a block.</summary>
    public const int Most = 5;

    /// <summary>A word; 0 behind the last one.</summary>
    /// <param name="i">Its number, from 0.</param>
    public long this[int i] => i switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        3 => Fourth,
        4 => Fifth,
        _ => throw new ArgumentOutOfRangeException(nameof(i), i, "a block has fewer words"),
    };

    /// <summary>A copy of words.</summary>
    /// <param name="words">At most <see cref="Most"/>.</param>
    public static WordBlock Of(ReadOnlySpan<long> words)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words.Length, Most, nameof(words));
        Span<long> all = stackalloc long[Most];
        all.Clear();
        words.CopyTo(all);
        return new WordBlock(words.Length, all[0], all[1], all[2], all[3], all[4]);
    }
}

/// <summary>One access to shared memory, as it took place in a schedule.</summary>
/// <param name="Lane">The logical thread that took it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="At">The word, or the start of the byte range; default for a fence.</param>
/// <param name="Old">The value before. For <see cref="MemoryAccessKind.EndWrite"/>, 1 if a write was announced there, else 0.</param>
/// <param name="New">The value after. For <see cref="MemoryAccessKind.EndWrite"/>, the header.</param>
/// <param name="Expected">The value a compare-exchange compared with, else 0.</param>
/// <param name="Length">The bytes of a range, a header or a block, 8 for a word, 0 for a fence.</param>
/// <param name="Step">The name that the code gave to the access.</param>
public readonly record struct MemoryAccess(
    int Lane, MemoryAccessKind Kind, Location At, long Old, long New, long Expected, int Length, string Step)
{
    /// <summary>Was it a compare-exchange that exchanged nothing?</summary>
    public bool HasFailed { get; init; }

    /// <summary>The words of a block before the access; <see cref="Old"/> is the first of them.</summary>
    public WordBlock Before { get; init; }

    /// <summary>The words of a block after the access; <see cref="New"/> is the first of them.</summary>
    public WordBlock After { get; init; }
}

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

    /// <summary>As <see cref="Interleave"/>, and the calling thread does not run again before a condition holds.</summary>
    /// <param name="isMet">The condition: a function of shared memory alone, which it does not change.</param>
    /// <param name="what">What is waited for, for a message.</param>
    /// <exception cref="ScheduleViolationException">No thread can run any more: each has returned, or waits.</exception>
    void InterleaveUntil(Func<bool> isMet, string what);
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

    /// <inheritdoc/>
    public void InterleaveUntil(Func<bool> isMet, string what)
    {
        ArgumentNullException.ThrowIfNull(isMet);
        if (!isMet())
        {
            throw new ScheduleViolationException($"deadlock: the only thread waits for {what}");
        }
    }
}
