using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>
/// What a producer does in overwrite mode before it touches a sub-buffer: push the reader (P), clear noref (N). Mostly there is
/// nothing to do: a load and a test each, the rest out of line.
/// </content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>What a producer claims a sub-buffer for; only mutants make a difference.</summary>
    private enum Part
    {
        Record,
        Header,
        Padding,
    }

    /// <summary>
    /// P1, P2: the oldest sub-buffer that can be read is the one after that at <paramref name="from"/>. By every record, since
    /// whoever entered the sub-buffer may have been stopped before this.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PushReader(long from)
    {
        // Relaxed: an old value fails the compare-exchange, and there are no newer ones than that.
        long read = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Push_LoadReadPosition);
        if (IsLapped(from, read))
        {
            PushReaderOn(from, read);
        }
    }

    /// <summary>P2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsLapped(long from, long read) => TRules.PushOneLate
        ? Apart(from, read) > _geometry.BufferSize
        : Apart(from, read) >= _geometry.BufferSize;

    /// <summary>P3.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PushReaderOn(long from, long read)
    {
        long to = Wrapped(from - _geometry.BufferSize + (_geometry.SubBufferSize * (TRules.PushOneTooFar ? 2 : 1)));
        if (TRules.PushWithoutCas)
        {
            _memory.StoreRelease(RegionLayout.ReadPosition, to, Steps.Push_Cas);
            return;
        }

        while (!_memory.CompareExchange(RegionLayout.ReadPosition, read, to, Steps.Push_Cas, Steps.Push_CasFail))
        {
            read = TRules.PushWithoutReload ? read : _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Push_LoadReadPosition);
            if (!IsLapped(from, read))
            {
                return;
            }
        }
    }

    /// <summary>
    /// The physical sub-buffer that serves a slot; in discard mode each slot has its own, and the reader holds it by the read position.
    /// </summary>
    private int Claim(int slot, Part part) =>
        !_overwrites ? slot
        : TSync.IsOneWriter && part != Part.Header ? OwnSub(slot)
        : ClaimSlot(slot, part);

    /// <summary>
    /// The physical sub-buffer that the one writer claimed when it entered the slot: until it is delivered nobody else stores the word.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int OwnSub(int slot) => SlotWord.Sub(_memory.LoadOwn(RegionLayout.Slot(slot)));

    /// <summary>N1: the physical sub-buffer that serves a slot, which the reader can not take from here on.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="part">For padding, and for a record that does not enter: whoever entered may not have claimed it yet.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ClaimSlot(int slot, Part part)
    {
        // Acquire pairs with the reader's exchange, a full fence: what it read from this sub-buffer comes before what is stored.
        long word = _memory.LoadAcquire(RegionLayout.Slot(slot), Steps.ClearNoref_LoadSlot);
        return SlotWord.IsNoref(word) && !OmitsClear(part) ? ClaimFromReader(slot, word, part) : SlotWord.Sub(word);
    }

    /// <summary>N2: a full fence, with the meaning of the acquire before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ClaimFromReader(int slot, long word, Part part)
    {
        Location at = RegionLayout.Slot(slot);
        while (SlotWord.IsNoref(word) && !OmitsClear(part))
        {
            long claimed = SlotWord.Make(SlotWord.Sub(word), noref: false, SlotWord.NoLap);
            if (TRules.ClaimWithoutCas)
            {
                _memory.StoreRelease(at, claimed, Steps.ClearNoref_Cas);
                break;
            }

            if (_memory.CompareExchange(at, word, claimed, Steps.ClearNoref_Cas, Steps.ClearNoref_CasFail))
            {
                break;
            }

            word = _memory.LoadAcquire(at, Steps.ClearNoref_LoadSlot);
        }

        return SlotWord.Sub(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool OmitsClear(Part part) => part switch
    {
        Part.Padding => TRules.NoClearNorefOfOld,
        Part.Record => TRules.NoClearNoref || TRules.NoClearNorefOfRecord,
        _ => TRules.NoClearNoref,
    };
}
