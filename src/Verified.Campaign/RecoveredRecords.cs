using Verified.RingBuffers;

namespace Verified.Campaign;

/// <summary>The records of a recovery, gone over as each judge of one does.</summary>
internal static class RecoveredRecords
{
    /// <summary>Looks at a record.</summary>
    internal delegate void Look(in Record record);

    /// <summary>Goes over all of them, which must come in order and without damage.</summary>
    /// <param name="ring">What was recovered.</param>
    /// <param name="look">Is shown each.</param>
    /// <param name="failure">Makes the exception of what is wrong.</param>
    /// <returns>Their positions.</returns>
    public static HashSet<long> Walk(RecoveredRing ring, Look look, Func<string, Exception> failure)
    {
        if (ring.Damage.Count > 0)
        {
            throw failure($"damage: {string.Join(' ', ring.Damage)}");
        }

        HashSet<long> found = [];
        long last = -1;
        foreach (RecoveredSubBuffer sub in ring.SubBuffers)
        {
            foreach (Record record in sub)
            {
                look(record);
                if (record.Position <= last)
                {
                    throw failure($"what is recovered at {record.Position} is out of order, after {last}");
                }

                found.Add(last = record.Position);
            }
        }

        return found;
    }
}
