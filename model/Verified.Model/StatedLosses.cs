namespace Verified.Model;

/// <summary>The property S22_PacketsStateTheirLosses of MCLosses.tla, checked on every edge.</summary>
public static class StatedLosses
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S22_PacketsStateTheirLosses";

    /// <summary>
    /// Does a packet state the losses as its last reserver sampled them (Lean form); and, where one writer is alone, did that sample
    /// what it had lost until then?
    /// </summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when they are.</returns>
    public static bool AreTrue(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        return (twin.Config.Form == Form.Lttng || AreAsSampled(twin, s, t))
            && (twin.Config.Writers.Length != 1 || AreSampledAtTheEnd(twin, s, t));
    }

    private static bool AreAsSampled(Twin twin, in State s, in State t)
    {
        for (int x = 0; x < twin.Subs; x++)
        {
            EndBlock block = t.Csize[x];
            if (block != s.Csize[x] && block != default && !IsStoredBySomeone(twin, s, t, block.Loss))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsStoredBySomeone(Twin twin, in State s, in State t, LossSample loss)
    {
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (s.Pc[p] is Label.OldEnd_StoreSize or Label.NewEnd_StoreSize && t.Pc[p] != s.Pc[p] && s.Loc[p].S == loss)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreSampledAtTheEnd(Twin twin, in State s, in State t)
    {
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (!twin.IsFlusher(p) && Ends(twin, s, t, p))
            {
                LossSample sample = s.Loc[p].S;
                return sample.Wrapped == s.Lost[Twin.Wrapped]
                    && sample.TooBig == s.Lost[Twin.TooBig]
                    && sample.Full == (twin.Overwrites ? 0 : s.Lost[Twin.Full]);
            }
        }

        return true;
    }

    // Writer p takes the place that ends a sub-buffer.
    private static bool Ends(Twin twin, in State s, in State t, int p) =>
        s.Pc[p] == Label.ReserveSlow_Cas && t.Pc[p] != s.Pc[p] && t.Wpos != s.Wpos && twin.EndsSubBuffer(s.Loc[p]);
}
