using System.Buffers.Binary;
using Verified.Cli.Stress;

namespace Verified.Cli.Kill;

/// <summary>A <see cref="KillWitness"/> when everyone is dead.</summary>
/// <param name="bytes">Its bytes.</param>
/// <param name="streams">How many writers it has.</param>
internal sealed class KillTestimony(byte[] bytes, int streams)
{
    /// <summary>How many writers it has.</summary>
    public int Streams => streams;

    /// <summary>A word of a writer.</summary>
    public long this[int stream, KillWitness.Word word] =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(KillWitness.OffsetOf(stream, word)));

    /// <summary>Records whose commit is done; those abandoned are not counted.</summary>
    public long Committed => Enumerable.Range(0, streams).Sum(s => this[s, KillWitness.Word.Ended] - StressPayload.AbandonedBefore(this[s, KillWitness.Word.Ended]));

    /// <summary>Where a record of a writer is, one of its last.</summary>
    public long PositionOf(int stream, long number) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(KillWitness.OffsetOfPosition(streams, stream, number)));

    /// <summary>Are all records of a writer kept that are not before a position?</summary>
    public bool ReachesBack(int stream, long position) => Oldest(stream) == 0 || PositionOf(stream, Oldest(stream)) < position;

    /// <summary>Records of a writer whose commit is done, and whose position is kept; without the abandoned.</summary>
    public IEnumerable<(long Number, long Position)> LastCommitted(int stream)
    {
        for (long n = Oldest(stream); n < this[stream, KillWitness.Word.Ended]; n++)
        {
            if (!StressPayload.IsAbandoned(n))
            {
                yield return (n, PositionOf(stream, n));
            }
        }
    }

    /// <summary>Positions of reservations that were open, or whose commit was not done.</summary>
    public IEnumerable<long> InFlight() =>
        from stream in Enumerable.Range(0, streams)
        let ended = this[stream, KillWitness.Word.Ended]
        where this[stream, KillWitness.Word.Reserved] > ended
        select PositionOf(stream, ended);

    /// <summary>Writers that died inside a reservation or a flush, so that where is not known.</summary>
    public int Entering => Enumerable.Range(0, streams).Count(s => this[s, KillWitness.Word.Begun] > this[s, KillWitness.Word.Reserved])
        + Enumerable.Range(0, streams).Count(s => this[s, KillWitness.Word.Flushing] != 0);

    /// <summary>The oldest record whose position is kept. A position may be said before its record is said to be reserved.</summary>
    private long Oldest(int stream) => Math.Max(0, this[stream, KillWitness.Word.Begun] - KillWitness.Positions);
}
