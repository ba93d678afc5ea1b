namespace Verified.Model;

// Wrap.tla: who sleeps through a whole modulus finds the word that it sampled as it left it.
public sealed partial class Twin
{
    // The exchange will succeed, and all that was tested before is a modulus old.
    private void WriterOversleeps(ref MoveList to, in State s, int p)
    {
        if (Config.Oversleeps == Sleeper.Writer
            && s.Pc[p] is Label.Reserve_Cas or Label.ReserveSlow_Cas or Label.Flush_Cas
            && s.Loc[p].O >= 0 && s.Wpos == s.Loc[p].O + Config.SleepModulus)
        {
            to.Add(s, Step.WriterOversleeps, _producers[p], Access.None).Loc[p].O = s.Wpos;
        }
    }

    private void ReaderOversleeps(ref MoveList to, in State s)
    {
        SlotWord sampled = s.Rd.W;
        SlotWord word = s.Slot[Idx(s.Rd.Cur)];
        if (Config.Oversleeps == Sleeper.Reader && s.Pc[_producers.Length] == Label.Get_Exchange && sampled.Lap >= -1
            && word == sampled with { Lap = (short)(sampled.Lap + (Config.SleepModulus / B)) })
        {
            to.Add(s, Step.ReaderOversleeps, NoProcess, Access.None).Rd.W = word;
        }
    }
}
