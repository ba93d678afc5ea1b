using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Cli.Stress;

/// <summary>
/// Looks at sub-buffers in the order in which a reader gets them. Since every writer's accepted records are numbered without gaps, a
/// number that is not there was abandoned, or lies in a sub-buffer that the reader never got, or is unaccounted for.
/// </summary>
/// <param name="writers">How many writers there are.</param>
/// <param name="expected">The number of the sub-buffer that must come first, or null for any: what is before is not this witness's.</param>
/// <param name="ledger">What the writers committed in each sub-buffer.</param>
internal sealed class Witness(int writers, long? expected, SubBufferLedger ledger)
{
    // Per writer: the next number, and how many sub-buffers were missing when it was seen last; -1 before that.
    private readonly long[] _next = [.. Enumerable.Repeat(expected is null ? -1L : 0, writers)];
    private readonly long[] _missingThen = new long[writers];
    private long? _expected = expected;
    private long _lastTime;
    private long _lastEnd;

    /// <summary>What the writers committed in each sub-buffer.</summary>
    public SubBufferLedger Ledger => ledger;

    /// <summary>Records read, whole.</summary>
    public long Read { get; private set; }

    /// <summary>Sub-buffers seen.</summary>
    public long SubBuffers { get; private set; }

    /// <summary>Sub-buffers missing between those seen, by their numbers.</summary>
    public long MissingSubBuffers { get; private set; }

    /// <summary>Sub-buffers of which the ledger does not know any more what was committed in them.</summary>
    public long Unchecked { get; private set; }

    /// <summary>Records that the writers committed in the sub-buffers seen.</summary>
    public long CommittedThere { get; private set; }

    /// <summary>Records more or less in a sub-buffer than the writers committed there.</summary>
    public long Differing { get; private set; }

    /// <summary>Records that lie in missing sub-buffers, by their writers' numbers.</summary>
    public long MissingRecords { get; private set; }

    /// <summary>Records that are nowhere, though no sub-buffer is missing where they must be.</summary>
    public long Unaccounted { get; private set; }

    /// <summary>Records whose bytes are not all of one write.</summary>
    public long Torn { get; private set; }

    /// <summary>Records whole, but not where they were written, of no writer, or abandoned.</summary>
    public long Misplaced { get; private set; }

    /// <summary>Records that come after a later one of their writer's, or twice.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Times that go back, or lie outside of their sub-buffer's.</summary>
    public long TimesWrong { get; private set; }

    /// <summary>Sub-buffers that come after a later one, or twice.</summary>
    public long SubBuffersOutOfOrder { get; private set; }

    /// <summary>The reader dropped so many sub-buffers, unseen.</summary>
    public void Miss(long subBuffers)
    {
        MissingSubBuffers += subBuffers;
        _expected += subBuffers;
    }

    /// <summary>Looks at a sub-buffer.</summary>
    public void See(SubBuffer sub)
    {
        SubBuffers++;
        if (_expected is { } e)
        {
            MissingSubBuffers += Math.Max(0, sub.Sequence - e);
            SubBuffersOutOfOrder += sub.Sequence < e ? 1 : 0;
        }

        _expected = sub.Sequence + 1;
        TimesWrong += sub.BeginTime < _lastEnd || sub.EndTime < sub.BeginTime ? 1 : 0;
        long count = 0;
        foreach (Record record in sub)
        {
            bool isTimeRight = record.Timestamp >= _lastTime && record.Timestamp >= sub.BeginTime && record.Timestamp <= sub.EndTime;
            TimesWrong += isTimeRight ? 0 : 1;
            _lastTime = record.Timestamp;
            See(record);
            count++;
        }

        _lastEnd = sub.EndTime;
        Compare(sub.Sequence, count);
    }

    /// <summary>Writers enter a record in the ledger before they commit it; so all are there of a sub-buffer that was delivered.</summary>
    private void Compare(long sequence, long count)
    {
        if (ledger.TryCountOf(sequence, out long committed))
        {
            CommittedThere += committed;
            Differing += Math.Abs(committed - count);
        }
        else
        {
            Unchecked++;
        }
    }

    /// <summary>All was seen that will be: what is still missing of each writer's accepted records is settled now.</summary>
    public void End(IReadOnlyList<long> accepted)
    {
        for (int w = 0; w < writers; w++)
        {
            Settle(w, accepted[w]);
        }
    }

    private void See(Record record)
    {
        if (!StressPayload.TryRead(record.Payload, out int writer, out long number, out long position))
        {
            Torn++;
            return;
        }

        if (position != record.Position || (uint)writer >= (uint)writers || StressPayload.IsAbandoned(number))
        {
            Misplaced++;
            return;
        }

        if (number < _next[writer])
        {
            OutOfOrder++;
            return;
        }

        Read++;
        Settle(writer, number);
        _next[writer] = number + 1;
        _missingThen[writer] = MissingSubBuffers;
    }

    /// <summary>Whether a writer's records between the one seen last and this number may be missing.</summary>
    private void Settle(int writer, long number)
    {
        long next = _next[writer];
        if (next < 0)
        {
            return; // the first that a snapshot sees of this writer
        }

        long missing = number - next - (StressPayload.AbandonedBefore(number) - StressPayload.AbandonedBefore(next));
        if (MissingSubBuffers > _missingThen[writer])
        {
            MissingRecords += missing;
        }
        else
        {
            Unaccounted += missing;
        }
    }
}
