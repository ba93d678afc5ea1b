namespace Verified.Model;

// MC.tla's Shift: all positions move back by one lap, before any other action, once the reader has released a lap.
public sealed partial class Twin
{
    internal bool IsShiftDue(in State s) => Config.Shifts && s.Rpos >= B;

    private void Shift(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Shift, 0, Access.None);
        t.Wpos -= (short)B;
        t.Rpos -= (short)B;
        for (int i = 0; i < N; i++)
        {
            t.Cc[i] -= (short)S;
            t.Dc[i] -= (short)S;
            t.Claims[i]--;
            if (t.Begin[i] != NoBegin)
            {
                t.Begin[i] -= (short)B;
            }
        }

        for (int p = 0; p < _producers.Length; p++)
        {
            ShiftLocals(ref t.Loc[p], t.Pc[p]);
        }

        for (int j = 0; j < t.ResCount; j++)
        {
            t.Res[j].B -= (short)B;
            t.Res[j].E -= (short)B;
        }
    }

    private void ShiftLocals(ref Locals l, Label label)
    {
        if (label is Label.Idle or Label.ReserveSlow_LoadWritePosition or Label.Flush_LoadWritePosition || l.O < 0)
        {
            return;
        }

        l.O -= (short)B;
        if (label is Label.ReserveSlow_RecheckWritePosition or Label.ReserveSlow_LoadReadPosition
            or Label.Lose_Wrapped or Label.Lose_Full)
        {
            l.V -= (short)S;
        }
    }
}
