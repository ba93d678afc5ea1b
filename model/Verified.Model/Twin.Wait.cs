namespace Verified.Model;

// READER: it says what it awaits, looks once more, and sleeps.
public sealed partial class Twin
{
    private void Wait_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Wait_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        int upto = s.Rpos + ((Config.Watermark - 1) * S);
        t.Rd = NoReading with { Op = ReaderOp.Wait, Upto = Limits.Narrow(upto) };
        Turn(ref t, Label.Wait_StoreWaiting);
    }

    private void Wait_StoreWaiting(ref MoveList to, in State s)
    {
        Access access = Access.Store(Variables.Waiting, 0, s.Waiting, s.Rd.Upto);
        ref State t = ref to.Add(s, Step.Wait_StoreWaiting, Config.Reader, access);
        t.Waiting = s.Rd.Upto;
        Turn(ref t, _broken == Broken.WaitWithoutRecheck ? Label.Asleep : Label.Wait_LoadDelivered);
    }

    private void Wait_LoadDelivered(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Upto);
        ref State t = ref to.Add(s, Step.Wait_LoadDelivered, Config.Reader, Access.Load(Variables.Dc, i, s.Dc[i]));
        Turn(
            ref t,
            s.Dc[i] >= FullCount(s.Rd.Upto) ? Label.Wait_Cancel
            : _broken == Broken.WaitWithoutFinalTest ? Label.Asleep
            : Label.Wait_LoadFinal);
    }

    private void Wait_LoadFinal(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Wait_LoadFinal, Config.Reader, Access.Load(Variables.Final, 0, s.Final));
        Turn(ref t, s.Final == 1 ? Label.Wait_Cancel : Label.Asleep);
    }

    // Nothing to wait for, or the user's time is up; if a deliverer was first, its signal is taken before anything else.
    private void Wait_Cancel(ref MoveList to, in State s)
    {
        if (s.Waiting == s.Rd.Upto)
        {
            Access access = Access.Swap(Variables.Waiting, 0, s.Waiting, None);
            ref State t = ref to.Add(s, Step.Wait_Cancel, Config.Reader, access);
            t.Waiting = None;
            Leave(ref t);
        }
        else
        {
            Access access = Access.SwapFailed(Variables.Waiting, 0, s.Waiting);
            Turn(ref to.Add(s, Step.Wait_CancelFail, Config.Reader, access), Label.Woken);
        }
    }

    private void Wait_TakeSignal(ref MoveList to, in State s)
    {
        if (s.Signal == 1)
        {
            var access = new Access(AccessKind.TakeWhenSet, Variables.Signal, 0, 1, 0, false);
            ref State t = ref to.Add(s, Step.Wait_TakeSignal, Config.Reader, access);
            t.Signal = 0;
            Leave(ref t);
        }
    }
}
