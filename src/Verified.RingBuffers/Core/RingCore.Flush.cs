using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Flush (F1–F9), and the gate.</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>
    /// Ends the sub-buffer being written, so that the reader gets it once its last reservation is committed; may shut or open the
    /// gate in the same compare-exchange. Lock-free; may be called at any time by any thread, inside a reservation too.
    /// </summary>
    /// <param name="mode">What to do when nothing is in it, and with the gate. An empty packet is not sent where its slot is not free.</param>
    /// <returns>True if a sleeping reader was signalled: it is to be released now.</returns>
    public bool Flush(FlushMode mode)
    {
        Attempt attempt;
        long word;
        long o;
        do
        {
            attempt = default;
            word = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Flush_LoadWritePosition); // F1
            o = PositionWord.Position(word);
            if (!HasWork(mode, word) || !MayFlush(o, mode, ref attempt))
            {
                return false;
            }
        }
        while (!ExchangeFlush(word, mode)); // F4

        bool isWhole = true;
        if (!GateAlone(o, mode))
        {
            isWhole = EndSubBuffer(o, ref attempt);
        }

        if (mode == FlushMode.Complete && isWhole)
        {
            attempt.Woke |= SayCompleted();
        }

        return attempt.Woke;
    }

    /// <summary>F2: what is there to do for this mode, by what was sampled?</summary>
    private bool HasWork(FlushMode mode, long word) => PositionWord.Gate(word) switch
    {
        Gate.Open => mode switch
        {
            FlushMode.Active => _geometry.Offset(word) != 0,
            FlushMode.Resume => false,
            _ => true,
        },
        Gate.Paused => mode is FlushMode.Resume or FlushMode.Complete,
        _ => false,
    };

    /// <summary>Only the gate changes: the write position is where it must be.</summary>
    private bool GateAlone(long o, FlushMode mode) =>
        (_geometry.Offset(o) == 0 || TRules.GateShutAnywhere) && mode is not (FlushMode.Active or FlushMode.Final);

    /// <summary>F1–F3: time, the tests of an empty packet's slot, and what was lost.</summary>
    private bool MayFlush(long o, FlushMode mode, ref Attempt attempt)
    {
        if (GateAlone(o, mode))
        {
            return true;
        }

        if (_clocked)
        {
            attempt.Time = _memory.ReadClock(RegionLayout.Now, Steps.Flush_ReadClock);
        }

        if (_geometry.Offset(o) == 0 && mode == FlushMode.Final && !TRules.FlushWithoutCleanTest && !MaySendEmpty(o))
        {
            return false;
        }

        attempt.Sample = SampleLosses();
        return true;
    }

    /// <summary>F2: E3 and E1 for the sub-buffer that begins at <paramref name="o"/>.</summary>
    private bool MaySendEmpty(long o)
    {
        long delivered = _memory.LoadAcquire(
            RegionLayout.DeliveredCount(_geometry.Index(o)), Steps.Flush_LoadDelivered);
        if (delivered != _geometry.CleanCount(o))
        {
            return false;
        }

        if (_overwrites)
        {
            return true;
        }

        // Acquire: the reader's loads from the slot come before this thread's stores to it.
        long read = _memory.LoadAcquire(RegionLayout.ReadPosition, Steps.Flush_LoadReadPosition);
        return Apart(o, read) < _geometry.BufferSize || TRules.FlushWithoutFullTest;
    }

    /// <summary>F4: the position and the gate, in one.</summary>
    private bool ExchangeFlush(long word, FlushMode mode)
    {
        long o = PositionWord.Position(word);
        Gate gate = mode switch
        {
            FlushMode.Pause => Gate.Paused,
            FlushMode.Resume => Gate.Open,
            FlushMode.Complete => Gate.Closed,
            _ => PositionWord.Gate(word),
        };
        long to = PositionWord.Make(GateAlone(o, mode) ? o : Wrapped(_geometry.Next(o)), gate);
        if (TRules.FlushWithoutCas)
        {
            _memory.StoreRelease(RegionLayout.WritePosition, to, Steps.Flush_Cas);
            return true;
        }

        return TakePlace(_memory, word, to, Steps.Flush_Cas, Steps.Flush_CasFail, Steps.Flush_StoreWritePosition);
    }

    /// <summary>F6–F9.</summary>
    /// <returns>False in the mutant that does not commit the padding.</returns>
    private bool EndSubBuffer(long o, ref Attempt attempt)
    {
        bool isEmpty = _geometry.Offset(o) == 0;
        if (_overwrites && (isEmpty || !TSync.IsOneWriter))
        {
            PushReader(_geometry.Floor(o)); // F6
        }

        int sub = Claim(_geometry.Index(o), isEmpty ? Part.Header : Part.Padding); // F7
        if (isEmpty)
        {
            StoreBegin(o, sub, Steps.OldStart_StoreBegin, ref attempt); // F8
            attempt.Sample = TRules.EmptyPacketWithoutLosses ? default : attempt.Sample;
            o += Geometry.PacketHeaderSize;
        }

        return OldEnd(o, sub, ref attempt); // F9
    }

    /// <summary>Tells the reader to look at the write position when it finds nothing.</summary>
    private bool SayCompleted()
    {
        // Release: the write position is closed before.
        _memory.StoreRelease(RegionLayout.Final, 1, Steps.Complete_StoreFinal);
        if (!_settings.Wakeups)
        {
            return false;
        }

        _memory.Fence(Steps.None); // Dekker, as in delivery
        return WakeAny();
    }
}
