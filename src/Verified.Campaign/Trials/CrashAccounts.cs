using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>
/// What may be recovered at an instant, and what must: no record whose commit was not called, none that was abandoned, each as it was
/// written; and every one whose commit is done, unless the reader is past it or another reservation of its sub-buffer is open.
/// </summary>
internal sealed class CrashAccounts(Region region)
{
    private readonly SortedDictionary<long, Fate> _fates = [];

    public long Recovered { get; private set; }

    /// <summary>A commit, or an abandoning, begins.</summary>
    public void End(in Reserved slot, byte[] payload, bool keep) => _fates[slot.Begin] = new Fate(payload, slot.Time, keep);

    /// <summary>It is done.</summary>
    public void Ended(in Reserved slot) => _fates[slot.Begin].IsDone = true;

    /// <summary>Recovers the region as it is, as if its processes had died.</summary>
    /// <param name="atRest">Is nothing else going on? Then nothing may be missing.</param>
    public void Recover(bool atRest = false)
    {
        RecoveredRing ring = RingBuffer.Recover(region.Bytes.ToArray());
        HashSet<long> found = RecoveredRecords.Walk(ring, Look, m => new InvalidDataException($"recovery: {m}"));
        Recovered += found.Count;
        RequireAll(ring, found, atRest);
    }

    private void Look(in Record record)
    {
        Require(_fates.TryGetValue(record.Position, out Fate? fate), $"what is recovered at {record.Position} was never committed");
        Require(fate!.Keep, $"what is recovered at {record.Position} was abandoned");
        Require(
            fate.Time == record.Timestamp && record.Payload.SequenceEqual(fate.Payload),
            $"what is recovered at {record.Position} is not what was written");
    }

    private void RequireAll(RecoveredRing ring, HashSet<long> found, bool atRest)
    {
        foreach ((long position, Fate fate) in _fates.Where(f => f.Value is { Keep: true, IsDone: true } && !found.Contains(f.Key)))
        {
            bool isGone = position < ring.ReadPosition || position + (ring.SubBufferSize * ring.SubBufferCount) < ring.WritePosition;
            long q = position & -(long)ring.SubBufferSize;
            Require(
                isGone || (!atRest && !ring.SubBuffers.Any(s => s.Position == q && s.IsWhole)), $"the record at {position} is missing");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException($"recovery: {otherwise}");
        }
    }

    private sealed record Fate(byte[] Payload, long Time, bool Keep)
    {
        public bool IsDone { get; set; }
    }
}
