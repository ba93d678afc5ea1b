namespace Verified.Model;

/// <summary>The actions of RingBuffer.tla, and what a step is when it is none.</summary>
public enum AbstractStep
{
    /// <summary>No step that RingBuffer.tla allows.</summary>
    Forbidden,

    /// <summary>Nothing that a user sees.</summary>
    Stutter,

    /// <summary>A record gets its place.</summary>
    Accept,

    /// <summary>A record becomes whole, or is abandoned.</summary>
    Finish,

    /// <summary>A record is lost.</summary>
    Lose,

    /// <summary>The reader takes a batch.</summary>
    Read,

    /// <summary>The reader gives the batch back.</summary>
    Release,
}

/// <summary>The property RefinesRingBuffer of MC.tla: every run is one of RingBuffer.tla.</summary>
public static class Refinement
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "RefinesRingBuffer";

    /// <summary>Is this step a stutter, or a step of RingBuffer.tla?</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when it is.</returns>
    public static bool Allowed(Twin twin, in State s, in State t) => StepOf(twin, s, t) != AbstractStep.Forbidden;

    /// <summary>Which step of RingBuffer.tla is this?</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>The step.</returns>
    public static AbstractStep StepOf(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        AbstractState a = Abstract(twin, s);
        AbstractState b = Abstract(twin, t);
        return StepOf(twin, a, b);
    }

    /// <summary>What a user sees of a state: the refinement mapping of MC.tla.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state.</param>
    /// <returns>The abstract state.</returns>
    public static AbstractState Abstract(Twin twin, in State s)
    {
        AbstractState a = default;
        FillAbstract(twin, s, ref a);
        return a;
    }

    /// <summary>Is this an initial state of RingBuffer.tla?</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state.</param>
    /// <returns>True when it is.</returns>
    public static bool IsInitial(Twin twin, in State s)
    {
        AbstractState a = Abstract(twin, s);
        return a.QueueCount == 0 && a.OutCount == 0 && LossesEqual(a, default);
    }

    internal static bool IsMoving(Label label) =>
        label is Label.Move_LoadReadPosition or Label.Move_Cas or Label.Move_StoreReadPosition;

    /// <summary>Fills a buffer that may hold another state: arrays are valid up to their counts only.</summary>
    internal static void FillAbstract(Twin twin, in State s, ref AbstractState a)
    {
        a.Lost = s.Lost;
        a.OutCount = s.Rd.OutCount;
        a.Out = s.Rd.Out;
        bool hasRead = IsMoving(s.Pc[twin.ProducerCount]);
        int count = 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.IsRecord && !(hasRead && r.B < s.Rd.Cur + twin.S))
            {
                a.Queue[count++] = new QueueEntry { Length = (short)(r.E - r.B), Status = StatusOf(r) };
            }
        }

        a.QueueCount = (short)count;
    }

    internal static AbstractStep StepOf(Twin twin, in AbstractState a, in AbstractState b)
    {
        if (!LossesEqual(a, b))
        {
            return QueuesEqual(a, b) && OutsEqual(a, b) && IsLose(twin, a, b) ? AbstractStep.Lose : AbstractStep.Forbidden;
        }

        if (b.QueueCount < a.QueueCount)
        {
            return IsRead(a, b) ? AbstractStep.Read : AbstractStep.Forbidden;
        }

        if (QueuesEqual(a, b))
        {
            return OutsEqual(a, b) ? AbstractStep.Stutter
                : b.OutCount == 0 ? AbstractStep.Release
                : AbstractStep.Forbidden;
        }

        if (!OutsEqual(a, b))
        {
            return AbstractStep.Forbidden;
        }

        return b.QueueCount == a.QueueCount
            ? IsFinish(a, b) ? AbstractStep.Finish : AbstractStep.Forbidden
            : IsAccept(twin, a, b) ? AbstractStep.Accept : AbstractStep.Forbidden;
    }

    private static RecordStatus StatusOf(in Reservation r) =>
        r.By != 0 ? RecordStatus.Open : r.Kind == ReservationKind.Rec ? RecordStatus.Kept : RecordStatus.Abandoned;

    private static bool IsAccept(Twin twin, in AbstractState a, in AbstractState b)
    {
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
        int most = twin.S - twin.H;
        return b.QueueCount == a.QueueCount + 1
            && last.Status == RecordStatus.Open
            && last.Length <= most
            && twin.Config.Sizes.Contains(last.Length)
            && units + last.Length <= twin.N * most;
    }

    private static bool IsFinish(in AbstractState a, in AbstractState b)
    {
        int finished = 0;
        for (int k = 0; k < a.QueueCount; k++)
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
        for (int c = 0; c < 3; c++)
        {
            int next = a.Lost[c] + 1;
            next = twin.Config.LossModulus > 0 ? next % twin.Config.LossModulus : next;
            if (a.Lost[c] != b.Lost[c])
            {
                changed++;
                if (b.Lost[c] != next)
                {
                    return false;
                }
            }
        }

        return changed == 1;
    }

    private static bool IsRead(in AbstractState a, in AbstractState b)
    {
        int k = a.QueueCount - b.QueueCount;
        int kept = 0;
        for (int j = 0; j < k; j++)
        {
            if (a.Queue[j].Status == RecordStatus.Open)
            {
                return false;
            }

            if (a.Queue[j].Status == RecordStatus.Kept && (kept == b.OutCount || b.Out[kept++] != a.Queue[j].Length))
            {
                return false;
            }
        }

        for (int j = 0; j < b.QueueCount; j++)
        {
            if (!Same(a.Queue[k + j], b.Queue[j]))
            {
                return false;
            }
        }

        return a.OutCount == 0 && kept == b.OutCount;
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
