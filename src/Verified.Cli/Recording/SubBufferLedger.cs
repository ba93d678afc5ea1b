namespace Verified.Cli.Recording;

/// <summary>
/// Counts committed records by the sub-buffer that they lie in, on the writers' side: so what was overwritten is counted, and not
/// found by subtraction. Old sub-buffers are added up once newer ones need their place.
/// </summary>
/// <param name="subBuffers">Sub-buffers in the ring; no writer is in one more than a lap behind the newest.</param>
internal sealed class SubBufferLedger(int subBuffers)
{
    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;

    // Each entry: the sub-buffer's number plus 1, and the count of its records.
    private readonly long[] _entries = new long[4 * subBuffers];
    private long _older;

    /// <summary>A record was committed there.</summary>
    public void Add(long sequence)
    {
        ref long entry = ref _entries[sequence % _entries.Length];
        while (true)
        {
            long seen = Volatile.Read(ref entry);
            long number = seen >> CountBits;
            if (number > sequence + 1)
            {
                Interlocked.Increment(ref _older);
                return;
            }

            long next = number == sequence + 1 ? seen + 1 : ((sequence + 1) << CountBits) | 1;
            if (Interlocked.CompareExchange(ref entry, next, seen) == seen)
            {
                if (number != sequence + 1)
                {
                    Interlocked.Add(ref _older, seen & CountMask);
                }

                return;
            }
        }
    }

    /// <summary>Records committed in a sub-buffer. Call it when the writers are done.</summary>
    public long CountOf(long sequence)
    {
        _ = TryCountOf(sequence, out long count);
        return count;
    }

    /// <summary>Records committed in a sub-buffer that has been delivered: no more come. At any time.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="count">How many.</param>
    /// <returns>False if it was so long ago that a newer one has its place.</returns>
    public bool TryCountOf(long sequence, out long count)
    {
        long entry = Volatile.Read(ref _entries[sequence % _entries.Length]);
        count = entry >> CountBits == sequence + 1 ? entry & CountMask : 0;
        return entry >> CountBits <= sequence + 1;
    }

    /// <summary>Records committed in all sub-buffers before one. Call it when the writers are done.</summary>
    public long CountBefore(long sequence) =>
        Volatile.Read(ref _older) + _entries.Where(e => (e >> CountBits) - 1 < sequence).Sum(e => e & CountMask);
}
