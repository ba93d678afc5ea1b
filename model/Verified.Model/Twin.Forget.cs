namespace Verified.Model;

// MC.tla's Forget: a write position that is not the present one any more makes its process start again, whatever else it
// sampled: it is forgotten before any other action.
public sealed partial class Twin
{
    private bool IsForgetDue(in State s)
    {
        for (int p = 0; _forgets && p < _producers.Length; p++)
        {
            if (IsStale(s, p))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsStale(in State s, int p) =>
        s.Loc[p].O != s.Wpos && s.Loc[p].O != -B && s.Pc[p].IsIn(LabelSet.Race);

    // The guard is "there is a stale one", and TLC generates the successor once for each that is.
    private void Forget(ref MoveList to, in State s)
    {
        for (int p = 0; p < _producers.Length; p++)
        {
            if (IsStale(s, p))
            {
                ForgetAll(ref to.Add(s, Recovers || ReadsParts || ReadsCells ? Step.ForgetAll : Step.Forget, NoProcess, Access.None), s);
            }
        }
    }

    private void ForgetAll(ref State t, in State s)
    {
        for (int p = 0; p < _producers.Length; p++)
        {
            if (IsStale(s, p))
            {
                t.Loc[p] = NoLocals with { O = (short)-B, N = s.Loc[p].N };
            }
        }
    }
}
