using System.Numerics;
using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>
/// Which entries of the proof's log the specification still keeps as <c>res</c>: the proof forgets none. By the definition of
/// Prune in Memory.tla, over the proof's own variables.
/// </summary>
internal sealed class History(ModelConfig config)
{
    /// <summary>The numbers of the entries kept after a step.</summary>
    public IReadOnlyList<int> After(Step step, DafnyState before, IReadOnlyList<int> kept, DafnyState after)
    {
        int count = before.dtor_log.Count;
        int[] all = after.dtor_log.Count > count ? [.. kept, .. Enumerable.Range(count, after.dtor_log.Count - count)] : (int[])kept;
        return !Prunes(step, after) ? all : [.. all.Where(j => IsKept(after.dtor_log.Select(j), after, HeldThrough(step, before)))];
    }

    private static bool Prunes(Step step, DafnyState after) => step switch
    {
        Step.Push_Cas or Step.ClearNoref_Cas or Step.Put_CasFail or Step.Move_Cas or Step.Move_StoreReadPosition => true,
        Step.Move_LoadReadPosition => !after.dtor_rd.dtor_pc.is_At__Move__Cas,
        _ => false,
    };

    // The sub-buffer that the reader holds while a producer takes the step; its own steps give it up.
    private static BigInteger? HeldThrough(Step step, DafnyState before) =>
        step is Step.Push_Cas or Step.ClearNoref_Cas
            && Memory.__default.HoldLabel(before.dtor_rd.dtor_pc) && !before.dtor_rd.dtor_op.is_Clear
            ? before.dtor_rd.dtor_cur
            : null;

    private bool IsKept(Memory._IEntry entry, DafnyState after, BigInteger? held)
    {
        int begin = (int)entry.dtor_b;
        if (!entry.dtor_who.IsZero || entry.dtor_e > after.dtor_rpos || begin - (begin % config.S) == held)
        {
            return true;
        }

        int generation = begin / config.S;
        Memory._IWord word = after.dtor_slot.Select(generation % config.N);
        return config.Mode == Mode.Overwrite && word.dtor_noref && word.dtor_lap == generation / config.N;
    }
}
