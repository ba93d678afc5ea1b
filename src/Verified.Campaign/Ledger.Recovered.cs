using Verified.Exploration;
using Verified.RingBuffers;

namespace Verified.Campaign;

/// <content>What is recovered of a region in which a lane has stopped for ever (S23).</content>
internal sealed partial class Ledger
{
    /// <summary>
    /// Judges a recovery: each record is one whose commit was called, as it was written and in order; and each whose commit has returned is there,
    /// unless the read position is past it, it was overwritten, or its sub-buffer has a reservation that is open.
    /// </summary>
    /// <param name="ring">What was recovered.</param>
    /// <param name="isOwed">Does anybody owe bytes to the sub-buffer at a position?</param>
    /// <exception cref="ScheduleViolationException">Something was recovered that must not be, or is missing.</exception>
    public void JudgeRecovered(RecoveredRing ring, Func<long, bool> isOwed)
    {
        HashSet<long> found = RecoveredRecords.Walk(ring, RequireCommitted, m => new ScheduleViolationException($"recovery: {m}"));
        foreach (Accepted record in _accepted.Where(a => !a.IsAbandoned && !_inFlight.Contains((a.Process, a.Sequence)) && !found.Contains(a.Begin)))
        {
            long at = record.Begin - (record.Begin % ring.SubBufferSize);
            bool isGone = at < ring.ReadPosition || at + ((long)ring.SubBufferSize * ring.SubBufferCount) < ring.WritePosition;
            Require(isGone || isOwed(at), () =>
                $"record {record.Process}.{record.Sequence} at {record.Begin} was committed, nobody owes its sub-buffer anything, and it is not recovered");
        }
    }

    private static (int Process, int Sequence) WriterOf(in Record record)
    {
        try
        {
            return PayloadPattern.Read(record.Payload);
        }
        catch (ScheduleViolationException e)
        {
            throw new ScheduleViolationException($"what is recovered at {record.Position} was never committed there: {e.Message}");
        }
    }

    private void RequireCommitted(in Record record)
    {
        long at = record.Position;
        (int Process, int Sequence) writer = WriterOf(record);
        Require(_accepted.Exists(a => a.Begin == at && (a.Process, a.Sequence) == writer && !a.IsAbandoned) && _closed.Contains(writer), () =>
            $"what is recovered at {at}, {writer.Process}.{writer.Sequence}, was never committed there");
    }
}
