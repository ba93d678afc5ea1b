using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Reserve, slow path (T1–T17).</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    private enum Entry
    {
        Open,
        Retry,
        Wrapped,
        Full,
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReserveResult ReserveSlow(int payloadLength, int size, ref Attempt attempt, out Reserved slot)
    {
        slot = default;
        while (true)
        {
            long o = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.ReserveSlow_LoadWritePosition); // T1
            if (PositionWord.Gate(o) != Gate.Open)
            {
                return Lose(RefusedCause, Steps.Lose_Refused, ReserveResult.Refused); // R1
            }

            if (_clocked)
            {
                ReadTime(ref attempt); // T2
            }

            Place place = PlaceAt(o, size, attempt);
            bool fast = _clocked && TRules.LastTimeBeforeCas && !place.EntersNew && IsFast(o, place.Size);
            Entry entry = place.EntersNew ? MayEnter(place) : Entry.Open;
            switch (entry)
            {
                case Entry.Wrapped when !TRules.WaitForDelivery:
                    return Lose(TRules.LossMiscounted ? FullCause : WrappedCause, Steps.Lose_Wrapped, ReserveResult.Wrapped); // T8
                case Entry.Full:
                    return Lose(FullCause, Steps.Lose_Full, ReserveResult.Full, TRules.FullLossNotCounted ? 0 : 1); // T9
                case Entry.Open when Exchange(place, fast, ref attempt):
                    Settle(place, payloadLength, ref attempt, out slot);
                    return ReserveResult.Ok;
            }

            Restart(ref attempt);
        }
    }

    /// <summary>T2.</summary>
    private void ReadTime(ref Attempt attempt)
    {
        if (!attempt.KeepsTime)
        {
            attempt.Time = _memory.ReadClock(RegionLayout.Now, Steps.ReserveSlow_ReadClock);
        }

        attempt.IsFull = TakesFull(_memory, attempt.Time, Steps.ReserveSlow_LoadLastTime);
        if (TRules.LastTimeBeforeCas)
        {
            StoreLastTime(_memory, attempt.Time);
        }
    }

    /// <summary>T3, T4: a full time is kept only where the record stays in its sub-buffer; a packet's header has the time too.</summary>
    private Place PlaceAt(long o, int size, in Attempt attempt)
    {
        int off = _geometry.Offset(o);
        int need = Need(size, attempt);
        int room = _geometry.SubBufferSize + (TRules.FitForgetsHeader ? Geometry.PacketHeaderSize : 0);
        bool endsOld = off != 0 && off + need > room;
        bool entersNew = off == 0 || endsOld;
        long begin = entersNew ? (endsOld ? Wrapped(_geometry.Next(o)) : o) + Geometry.PacketHeaderSize : o;
        int units = entersNew ? size : need;
        bool fillsUp = _geometry.Offset(begin + units) == 0 && (entersNew || !TRules.FastPathFillsUp);
        return new Place(o, begin, units, endsOld, entersNew, fillsUp);
    }

    /// <summary>T6–T9: may the record's sub-buffer be entered?</summary>
    private Entry MayEnter(in Place place)
    {
        // Acquire orders the recheck after it: whoever delivered a later lap had advanced the write position before.
        long delivered = _memory.LoadAcquire(
            RegionLayout.DeliveredCount(_geometry.Index(place.Begin)), Steps.ReserveSlow_LoadDelivered); // T6
        if (!TRules.NoRecheck
            && _memory.LoadRelaxed(RegionLayout.WritePosition, Steps.ReserveSlow_RecheckWritePosition) != place.From) // T7
        {
            return Entry.Retry;
        }

        if (!TRules.NoCleanSlotTest && delivered != _geometry.CleanCount(place.Begin)) // T8, E3
        {
            return Entry.Wrapped;
        }

        if (_overwrites || TRules.NoFullTest)
        {
            return Entry.Open;
        }

        // Acquire: the reader's loads from the slot come before this thread's stores to it.
        long read = _memory.LoadAcquire(RegionLayout.ReadPosition, Steps.ReserveSlow_LoadReadPosition); // T9, E1
        long ahead = Apart(_geometry.Floor(place.Begin), read);
        return ahead > _geometry.BufferSize || (ahead == _geometry.BufferSize && !TRules.FullTestOneLate) ? Entry.Full : Entry.Open;
    }

    /// <summary>T10, T11.</summary>
    private bool Exchange(in Place place, bool fast, ref Attempt attempt)
    {
        if (place.EndsOld || place.FillsUp)
        {
            attempt.Sample = SampleLosses();
        }

        return TakePlace(
            _memory,
            place.From,
            Wrapped(place.End),
            fast ? Steps.Reserve_Cas : Steps.ReserveSlow_Cas,
            fast ? Steps.Reserve_CasFail : Steps.ReserveSlow_CasFail,
            fast ? Steps.Reserve_StoreWritePosition : Steps.ReserveSlow_StoreWritePosition);
    }

    /// <summary>
    /// T10, F3. Before the compare-exchange, so that packets state losses that grow: who ends a later sub-buffer has acquired the
    /// write position that this compare-exchange stores, and so sees no less.
    /// </summary>
    private LossSample SampleLosses()
    {
        if (TRules.LossesSampledAtDelivery)
        {
            return default;
        }

        // Nothing is ever lost as full in overwrite mode.
        long full = _overwrites ? 0 : _memory.LoadRelaxed(RegionLayout.Lost(FullCause), Steps.Sample_LoadFull);
        long wrapped = _memory.LoadRelaxed(RegionLayout.Lost(WrappedCause), Steps.Sample_LoadWrapped);
        long tooBig = _memory.LoadRelaxed(RegionLayout.Lost(TooBigCause), Steps.Sample_LoadTooBig);
        return new LossSample(full, wrapped, tooBig);
    }

    /// <summary>T12–T17: what a reservation owes once it is made, then its record begins.</summary>
    private void Settle(in Place place, int payloadLength, ref Attempt attempt, out Reserved slot)
    {
        if (_clocked && !TRules.LastTimeBeforeCas)
        {
            StoreLastTime(_memory, attempt.Time); // T12
        }

        if (_overwrites && !TRules.NoPush && (place.EntersNew || !(TRules.PushByWhoEnters || TSync.IsOneWriter)))
        {
            PushReader(_geometry.Floor(place.Begin)); // T13
        }

        if (place.EndsOld)
        {
            OldEnd(place.From, Claim(_geometry.Index(place.From), Part.Padding), ref attempt); // T15
        }

        int sub = Claim(_geometry.Index(place.Begin), place.EntersNew ? Part.Header : Part.Record); // T14
        if (TSync.IsOneWriter && place.EntersNew)
        {
            KeepOwn(place.Begin, sub);
        }

        if (place.EntersNew)
        {
            StoreBegin(_geometry.Floor(place.Begin), sub, Steps.NewStart_StoreBegin, ref attempt); // T16
        }

        if (place.FillsUp && !TRules.NewEndOmitted)
        {
            StoreEnd(sub, _geometry.SubBufferSize, attempt, Steps.NewEnd_StoreSize, Steps.NewEnd_StoreDataSize); // T17
        }

        bool isFull = attempt.IsFull && !place.EntersNew;
        BeginRecord(place, sub, isFull, attempt.Time);
        slot = new Reserved(place.Begin, place.Size, payloadLength, sub)
        {
            Time = attempt.Time,
            IsFull = isFull,
            Woke = attempt.Woke,
            By = By(attempt),
        };
    }

    private void BeginRecord(in Place place, int sub, bool isFull, long time)
    {
        Location at = Cell(sub, place.Begin);
        _memory.BeginWrite(at, place.Size, Steps.Write_Begin);
        StoreEarlyHeader(at, place.Size);
        if (isFull)
        {
            // Inside the announced write: this writer's own bytes.
            _memory.StoreOwn(Cell(sub, place.Begin + Geometry.ClockedRecordHeaderSize), time);
        }
    }

    private ReserveResult Lose(int cause, string step, ReserveResult result, int records = 1)
    {
        _memory.Add(RegionLayout.Lost(cause), records, step);
        return result;
    }

    private static Committer? By(in Attempt attempt) =>
        TRules.EndTimeOfCommitter || TRules.LossesOfCommitter ? new Committer(attempt.Time, attempt.Sample) : null;
}
