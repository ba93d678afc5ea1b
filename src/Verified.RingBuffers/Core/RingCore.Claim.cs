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
        long read = LoadForPush(_memory);
        if (IsLapped(from, read))
        {
            PushReaderOn(from, read);
        }
    }

    /// <summary>
    /// P1, P2, N1 of a record that enters no sub-buffer, so far as nothing has to be stored, as mostly: so that a caller that leaves the
    /// rest to a last call keeps nothing over a call.
    /// </summary>
    /// <param name="memory">This ring's.</param>
    /// <param name="begin">The position of the record.</param>
    /// <param name="sub">The physical sub-buffer that it lies in, if the result is true.</param>
    /// <param name="seen">What was loaded last, for <see cref="EnterRest"/>.</param>
    /// <param name="isPushed">Is the reader where it is to be?</param>
    /// <returns>False if <see cref="EnterRest"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnter(in TMemory memory, long begin, out int sub, out long seen, out bool isPushed)
    {
        int i = _geometry.Index(begin);
        sub = i;
        seen = 0;
        isPushed = true;
        if (!_overwrites)
        {
            return true;
        }

        if (!TRules.NoPush && !TRules.PushByWhoEnters)
        {
            long from = _geometry.Floor(begin);
            seen = LoadForPush(memory);
            if (IsLapped(from, seen))
            {
                isPushed = false;
                return false;
            }
        }

        seen = LoadSlot(memory, i);
        sub = SlotWord.Sub(seen);
        return !SlotWord.IsNoref(seen) || OmitsClear(Part.Record);
    }

    /// <summary>What <see cref="TryEnter"/> left.</summary>
    /// <returns>The physical sub-buffer that the record lies in.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal int EnterRest(long begin, long seen, bool isPushed)
    {
        int i = _geometry.Index(begin);
        if (isPushed)
        {
            return ClaimFromReader(i, seen, Part.Record);
        }

        PushReaderOn(_geometry.Floor(begin), seen);
        return ClaimSlot(i, Part.Record);
    }

    /// <summary>P1. Relaxed: an old value fails the compare-exchange, and there are no newer ones than that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long LoadForPush(in TMemory memory) => memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Push_LoadReadPosition);

    /// <summary>N1. Acquire pairs with the reader's exchange, a full fence: what it read from this sub-buffer comes before what is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long LoadSlot(in TMemory memory, int slot) => memory.LoadAcquire(RegionLayout.Slot(slot), Steps.ClearNoref_LoadSlot);

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
        long word = LoadSlot(_memory, slot);
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
