namespace Verified.Model;

// Next of RingBuffer.tla.
public static partial class Refinement
{
    internal static AbstractStep StepOf(Twin twin, in AbstractState a, in AbstractState b)
    {
        bool sameQueue = QueuesEqual(a, b);
        bool sameOut = OutsEqual(a, b);
        if (a.Gate != b.Gate || !LossesEqual(a, b))
        {
            return !sameQueue || !sameOut ? AbstractStep.Forbidden
                : LossesEqual(a, b) ? a.Gate != Gate.Closed ? AbstractStep.Close : AbstractStep.Forbidden
                : a.Gate == b.Gate && IsLose(twin, a, b) ? AbstractStep.Lose
                : AbstractStep.Forbidden;
        }

        if (sameQueue)
        {
            return sameOut ? AbstractStep.Stutter
                : a.OutCount == 0 ? IsLook(a, b) ? AbstractStep.Look : AbstractStep.Forbidden
                : b.OutCount == 0 ? AbstractStep.Release
                : AbstractStep.Forbidden;
        }

        if (sameOut && IsAccept(twin, a, b))
        {
            return AbstractStep.Accept;
        }

        if (sameOut && IsFinish(a, b))
        {
            return AbstractStep.Finish;
        }

        return IsRead(a, b) ? AbstractStep.Read
            : (sameOut || b.OutCount == 0) && IsDrop(twin, a, b) ? AbstractStep.Drop
            : AbstractStep.Forbidden;
    }

    private static bool IsAccept(Twin twin, in AbstractState a, in AbstractState b)
    {
        if (a.Gate != Gate.Open || b.QueueCount != a.QueueCount + 1)
        {
            return false;
        }

        int units = 0;
        for (int k = 0; k < a.QueueCount; k++)
        {
            units += a.Queue[k].Length;
            if (!Same(a.Queue[k], b.Queue[k]))
            {
                return false;
            }
        }

        QueueEntry last = b.Queue[a.QueueCount];
        int capacity = (twin.Overwrites ? (2 * twin.N) + 1 : twin.N) * (twin.S - twin.H);
        return last.Status == RecordStatus.Open && IsLength(twin, last.Length) && units + last.Length <= capacity;
    }

    private static bool IsLength(Twin twin, int length)
    {
        ModelConfig config = twin.Config;
        return (length <= twin.S - twin.H && Array.IndexOf(config.Sizes, length) >= 0)
            || (config.Clocked && Array.IndexOf(config.Sizes, length - config.FullUnits) >= 0);
    }

    private static bool IsFinish(in AbstractState a, in AbstractState b)
    {
        int finished = 0;
        for (int k = 0; a.QueueCount == b.QueueCount && k < a.QueueCount; k++)
        {
            if (Same(a.Queue[k], b.Queue[k]))
            {
                continue;
            }

            finished++;
            if (a.Queue[k].Length != b.Queue[k].Length || a.Queue[k].Status != RecordStatus.Open)
            {
                return false;
            }
        }

        return finished == 1;
    }

    private static bool IsLose(Twin twin, in AbstractState a, in AbstractState b)
    {
        int changed = 0;
        for (int c = 0; c < Twin.CauseCount; c++)
        {
            if (a.Lost[c] != b.Lost[c])
            {
                changed++;
                if (b.Lost[c] != twin.Bump(a.Lost[c]))
                {
                    return false;
                }
            }
        }

        return changed == 1;
    }

    // The reader takes the first records, none of them open, and sees those that were kept.
    private static bool IsRead(in AbstractState a, in AbstractState b)
    {
        int k = a.QueueCount - b.QueueCount;
        return a.OutCount == 0 && k > 0 && IsPrefixGone(a, b, k) && Sees(a, 0, k, b);
    }

    private static bool IsLook(in AbstractState a, in AbstractState b)
    {
        for (int i = 0; i < a.QueueCount; i++)
        {
            for (int k = i; k < a.QueueCount && a.Queue[k].Status != RecordStatus.Open; k++)
            {
                if (Sees(a, i, k + 1, b))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Is b's batch what is kept of a's records from..to-1?</summary>
    private static bool Sees(in AbstractState a, int from, int to, in AbstractState b)
    {
        int kept = 0;
        for (int j = from; j < to; j++)
        {
            if (a.Queue[j].Status == RecordStatus.Kept && (kept == b.OutCount || b.Out[kept++] != a.Queue[j].Length))
            {
                return false;
            }
        }

        return kept == b.OutCount;
    }

    private static bool IsPrefixGone(in AbstractState a, in AbstractState b, int k)
    {
        for (int j = 0; j < a.QueueCount; j++)
        {
            if (j < k ? a.Queue[j].Status == RecordStatus.Open : !Same(a.Queue[j], b.Queue[j - k]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDrop(Twin twin, in AbstractState a, in AbstractState b)
    {
        int k = a.QueueCount - b.QueueCount;
        if (k <= 0 || !(twin.Overwrites || twin.Clears))
        {
            return false;
        }

        if (!twin.Overwrites)
        {
            return IsPrefixGone(a, b, k);
        }

        int kept = 0;
        for (int j = 0; j < a.QueueCount; j++)
        {
            if (kept < b.QueueCount && Same(a.Queue[j], b.Queue[kept]))
            {
                kept++;
            }
            else if (a.Queue[j].Status == RecordStatus.Open)
            {
                return false;
            }
        }

        return kept == b.QueueCount;
    }

    private static bool Same(in QueueEntry a, in QueueEntry b) => a.Length == b.Length && a.Status == b.Status;

    private static bool QueuesEqual(in AbstractState a, in AbstractState b)
    {
        bool equal = a.QueueCount == b.QueueCount;
        for (int k = 0; equal && k < a.QueueCount; k++)
        {
            equal = Same(a.Queue[k], b.Queue[k]);
        }

        return equal;
    }

    private static bool OutsEqual(in AbstractState a, in AbstractState b) =>
        ((ReadOnlySpan<short>)a.Out)[..a.OutCount].SequenceEqual(((ReadOnlySpan<short>)b.Out)[..b.OutCount]);

    private static bool LossesEqual(in AbstractState a, in AbstractState b) =>
        ((ReadOnlySpan<short>)a.Lost).SequenceEqual(b.Lost);
}
