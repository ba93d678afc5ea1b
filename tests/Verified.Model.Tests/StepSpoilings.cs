namespace Verified.Model.Tests;

/// <summary>Spoils a step: the state before it, or the one after.</summary>
internal delegate void SpoilStep(Twin twin, ref State s, ref State t);

/// <summary>A way to break one part of a property of steps.</summary>
internal sealed record StepSpoiling(string Property, string Part, string Model, EdgeCondition Where, SpoilStep Spoil);

/// <summary>A way for each part of the properties of steps that no mutant alone would show.</summary>
internal static class StepSpoilings
{
    private const string Gates = nameof(Models.Gates);
    private const string Discard = nameof(Models.OneWriter);
    private const string Overwrite = nameof(Models.Overwrite);
    private const string Snapshot = nameof(Models.Snapshot);
    private const string Overwritten = nameof(Models.OverwriteSnapshot);
    private const string TooBig = nameof(Models.TooBig);

    internal static IReadOnlyList<StepSpoiling> All { get; } = [.. Pushed(), .. Taken(), .. Shown(), .. Ended(), .. Stated(), .. Missed(), .. MissedCells()];

    private static IEnumerable<StepSpoiling> Pushed()
    {
        yield return new(Pushes.Name, "no further than the ring", Overwrite, (t, in a, in b, step) => step == Step.Push_Cas,
            (t, ref a, ref b) => b.Rpos = a.Wpos);
    }

    private static IEnumerable<StepSpoiling> Taken()
    {
        const string s17 = ReaderSteps.Name;
        yield return new(s17, "delivered", Discard, (t, in a, in b, step) => step == Step.Get_LoadDelivered && GivesUp(t, b),
            (t, ref a, ref b) => Deliver(t, ref a));
        yield return new(s17, "delivered, and in its slot", Overwrite, (t, in a, in b, step) => step == Step.Get_LoadDelivered && GivesUp(t, b),
            (t, ref a, ref b) =>
            {
                Deliver(t, ref a);
                PutThere(t, ref a);
            });
        yield return new(s17, "in its slot", Overwrite, (t, in a, in b, step) => step == Step.Get_LoadSlot && IsDelivered(t, a) && BeginsAgain(t, b),
            (t, ref a, ref b) => PutThere(t, ref a));
        yield return new(s17, "begins again", Overwrite,
            (t, in a, in b, step) => step == Step.Get_LoadSlot && BeginsAgain(t, b),
            (t, ref a, ref b) => a.Rpos = a.Rd.Cur);
        yield return new(s17, "releases one", Discard, (t, in a, in b, step) => step == Step.Move_StoreReadPosition,
            (t, ref a, ref b) => b.Rpos += (short)t.S);
        yield return new(s17, "releases what it read", Overwrite, (t, in a, in b, step) => step == Step.Move_Cas,
            (t, ref a, ref b) => b.Rpos--);
    }

    private static IEnumerable<StepSpoiling> Shown()
    {
        const string s17 = ReaderSteps.Name;
        yield return new(s17, "snapshot goes to its end", Snapshot,
            (t, in a, in b, step) => IsInSnapshot(a) && b.Rd.Op == ReaderOp.None, (t, ref a, ref b) => a.Rd.Upto += (short)(2 * t.S));
        yield return new(s17, "snapshot leaves none out", Snapshot,
            (t, in a, in b, step) => IsInSnapshot(a) && b.Rd.Cur == a.Rd.Cur + t.S, (t, ref a, ref b) => b.Rd.Cur += (short)t.S);
        yield return new(s17, "snapshot goes on when it has seen", Snapshot, (t, in a, in b, step) => IsInSnapshot(a) && step == Step.Get_LoadBegin,
            (t, ref a, ref b) => b.Rd.Cur += (short)t.S);
        const Step begins = Step.Snapshot_LoadWritePosition;
        yield return new(s17, "snapshot of nothing", Snapshot, (t, in a, in b, step) => step == begins && b.Rd.Op == ReaderOp.None,
            (t, ref a, ref b) => a.Wpos += (short)t.S);
        yield return new(s17, "snapshot's end", Snapshot, (t, in a, in b, step) => step == begins && b.Rd.Op == ReaderOp.Snapshot,
            (t, ref a, ref b) => b.Rd.Upto += (short)t.S);
        yield return new(s17, "snapshot's begin", Overwritten, (t, in a, in b, step) => step == begins && b.Rd.Op == ReaderOp.Snapshot,
            (t, ref a, ref b) => b.Rd.Cur += (short)t.S);
        yield return new(s17, "snapshot of more than the ring", Overwritten, (t, in a, in b, step) => step == begins && b.Rd.Cur > a.Rd.Cur,
            (t, ref a, ref b) => b.Rd.Cur--);
    }

    private static IEnumerable<StepSpoiling> Ended()
    {
        const string s17 = ReaderSteps.Name;
        yield return new(s17, "clears all", Snapshot, (t, in a, in b, step) => step == Step.Clear_LoadDelivered && GivesUp(t, b),
            (t, ref a, ref b) => Deliver(t, ref a));
        yield return new(s17, "final", Gates, (t, in a, in b, step) => step == Step.Get_LoadFinal && GivesUp(t, b), (t, ref a, ref b) => a.Final = 1);
        yield return new(s17, "end", Gates, (t, in a, in b, step) => step == Step.Get_LoadEnd && GivesUp(t, b), (t, ref a, ref b) => a.Wpos = a.Rd.Cur);
    }

    private static IEnumerable<StepSpoiling> Stated()
    {
        const string s22 = StatedLosses.Name;
        yield return new(s22, "as sampled", TooBig, (t, in a, in b, step) => IsStored(a, b), (t, ref a, ref b) => b.Csize[0].Loss.Full++);
        yield return new(s22, "by who ends it", TooBig, (t, in a, in b, step) => step == Step.Commit_AddCount,
            (t, ref a, ref b) => b.Csize[0].Size++);
        yield return new(s22, "full", TooBig, Reserves, (t, ref a, ref b) => a.Loc[0].S.Full++);
        yield return new(s22, "wrapped", TooBig, Reserves, (t, ref a, ref b) => a.Loc[0].S.Wrapped++);
        yield return new(s22, "too big", TooBig, Reserves, (t, ref a, ref b) => a.Loc[0].S.TooBig++);
        yield return new(s22, "none full in overwrite mode", Overwrite, Reserves, (t, ref a, ref b) => a.Loc[0].S.Full++);
    }

    private static IEnumerable<StepSpoiling> Missed()
    {
        const string s29 = PartSteps.Name;
        yield return new(s29, "nothing new", nameof(Models.Parts),
            (t, in a, in b, step) => step == Step.Part_LoadCount && a.Taken.Upto > 0 && a.Rd.Cur == 0 && a.Taken.Upto == a.Wpos && GivesUp(t, b),
            (t, ref a, ref b) => a.Taken = default);
        yield return new(s29, "the count that was seen", nameof(Models.Parts),
            (t, in a, in b, step) => step == Step.Part_LoadWritePosition && a.Wpos < t.S && a.Cc[0] == a.Wpos && a.Rd.Cur == 0 && GivesUp(t, b),
            (t, ref a, ref b) => a.Rd.V = a.Cc[0]);
    }

    private static IEnumerable<StepSpoiling> MissedCells()
    {
        const string s30 = CellSteps.Name;
        yield return new(s30, "a finished record", nameof(Models.Cells),
            (t, in a, in b, step) => step == Step.Cell_LoadHeader && a.Pc[0] == Label.Write_End && a.Loc[0].O == 0 && BeginsAgain(t, b),
            (t, ref a, ref b) => a.Pc[0] = Label.Commit_AddCount);
        yield return new(s30, "what is left", nameof(Models.Cells),
            (t, in a, in b, step) => step == Step.Cell_LoadSize && a.Rpos == 0 && ReaderAt(t, b) == Label.Move_StoreReadPosition,
            (t, ref a, ref b) => a.Taken = default);
    }

    private static Label ReaderAt(Twin twin, in State s) => s.Pc[twin.ProducerCount];

    private static bool GivesUp(Twin twin, in State t) => ReaderAt(twin, t) is Label.Idle or Label.Get_LoadFinal;

    private static bool BeginsAgain(Twin twin, in State t) => ReaderAt(twin, t) == Label.Get_LoadReadPosition;

    private static bool IsDelivered(Twin twin, in State s) => s.Dc[twin.Idx(s.Rd.Cur)] == twin.FullCount(s.Rd.Cur);

    private static void PutThere(Twin twin, ref State s)
    {
        int slot = twin.Idx(s.Rd.Cur);
        s.Slot[slot] = new SlotWord(s.Slot[slot].Sub, true, (short)twin.Lap(s.Rd.Cur));
    }

    private static void Deliver(Twin twin, ref State s) => s.Dc[twin.Idx(s.Rd.Cur)] = (short)twin.FullCount(s.Rd.Cur);

    private static bool IsInSnapshot(in State s) => s.Rd.Op == ReaderOp.Snapshot && s.Rd.Upto != Twin.None;

    private static bool IsStored(in State s, in State t) => s.Csize[0] != t.Csize[0] && t.Csize[0] != default;

    private static bool Reserves(Twin twin, in State s, in State t, Step step) =>
        step == Step.ReserveSlow_Cas && twin.EndsSubBuffer(s.Loc[0]);
}
