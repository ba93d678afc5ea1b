namespace Verified.Model;

// OneWriter.tla: why stores will do. It says nothing of models with many writers.
public static partial class Invariants
{
    private static bool S28_PositionIsOwn(Twin twin, in State s)
    {
        for (int p = 0; p < twin.ProducerCount && twin.Config.OneWriter; p++)
        {
            if (s.Pc[p] is Label.Reserve_Cas or Label.ReserveSlow_Cas or Label.Flush_Cas && s.Wpos != s.Loc[p].O)
            {
                return false;
            }
        }

        return true;
    }
}
