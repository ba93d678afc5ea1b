namespace Verified.Model;

/// <summary>The property RefinesRingBuffer of MC.tla: every run is one of RingBuffer.tla.</summary>
public static partial class Refinement
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
    /// <returns>The first, in the order of the enumeration, that it is.</returns>
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
        ArgumentNullException.ThrowIfNull(twin);
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
        return a.QueueCount == 0 && a.OutCount == 0 && a.Gate == Gate.Open && LossesEqual(a, default);
    }

    /// <summary>Fills a buffer that may hold another state: arrays are valid up to their counts only.</summary>
    internal static void FillAbstract(Twin twin, in State s, ref AbstractState a)
    {
        a.Lost = s.Lost;
        a.Gate = s.Gate;
        a.OutCount = s.Rd.OutCount;
        a.Out = s.Rd.Out;
        bool hasRead = s.Rd.Op == ReaderOp.Read && s.Pc[twin.ProducerCount].IsIn(LabelSet.Move);
        int count = 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.IsRecord && IsUnread(twin, s, r.B, hasRead))
            {
                a.Queue[count++] = new QueueEntry { Length = (short)(r.E - r.B), Status = StatusOf(twin, s, r) };
            }
        }

        a.QueueCount = (short)count;
    }

    private static bool IsUnread(Twin twin, in State s, int b, bool hasRead) =>
        twin.ReadsCells ? b >= twin.CellPosition(s)
        : !(hasRead && twin.Floor(b) == s.Rd.Cur) && twin.Off(b) >= twin.TakenOf(s, twin.Floor(b)) && (b >= s.Rpos || IsStillWanted(twin, s, twin.Floor(b)));

    // The sub-buffer at q is behind the read position, and the reader may yet get it, or has it.
    private static bool IsStillWanted(Twin twin, in State s, int q)
    {
        ref readonly Reading rd = ref s.Rd;
        if (q == rd.Cur && twin.Holds(s))
        {
            return true;
        }

        bool wants = rd.Op switch
        {
            ReaderOp.Read => q == rd.Cur && s.Pc[twin.ProducerCount].IsIn(LabelSet.Get),
            ReaderOp.Snapshot => q >= rd.Cur && (rd.Upto == Twin.None || q < rd.Upto),
            _ => false,
        };
        return wants && Twin.IsThere(twin.Lap(q), s.Slot[twin.Idx(q)]);
    }

    private static RecordStatus StatusOf(Twin twin, in State s, in Reservation r) =>
        (twin.ReadsCells ? !twin.IsFinished(s, r) : r.By != 0) ? RecordStatus.Open : r.Kind == ReservationKind.Rec ? RecordStatus.Kept : RecordStatus.Abandoned;
}
