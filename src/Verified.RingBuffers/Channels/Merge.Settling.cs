namespace Verified.RingBuffers;

/// <content>What settles buffers that have nothing to read.</content>
internal sealed partial class Merge
{
    /// <summary>Flushes; and sends sub-buffers without records only if a record waits for that.</summary>
    private void SettleProcessors()
    {
        LookForBuffers();
        long time = channel.ReadClock();
        Interlocked.MemoryBarrier(); // the time, then the looks
        foreach (MergeSource source in _waiting)
        {
            source.LookedAt = source.Buffer.Ring.Position;
            SettleProcessor(source, time, sendEmpty: false);
        }

        Look();
        if (_heads.TryPeek(out _, out var first) && first.Time > _bound && _rule != MergeRule.WaitForIdle)
        {
            foreach (MergeSource source in _waiting)
            {
                if (source.SettledAt < first.Time)
                {
                    SettleProcessor(source, time, sendEmpty: true);
                }
            }

            Look();
        }
    }

    /// <summary>The second rule.</summary>
    private void SettleProcessor(MergeSource source, long time, bool sendEmpty)
    {
        RingBuffer ring = source.Buffer.Ring;
        if (source.IsAtEnd)
        {
            source.Settle(long.MaxValue);
            return;
        }

        if (source.PendingPosition >= 0)
        {
            return; // a later position might never be come to, being moved each time
        }

        channel.Options.Step?.Invoke();
        ring.Flush(sendEmpty && ring.Position == source.LookedAt);
        channel.Options.Step?.Invoke();
        long moved = ring.Position;
        if (moved == source.LookedAt && (_rule != MergeRule.PlainLook || !source.IsDrained))
        {
            return;
        }

        channel.Options.Step?.Invoke();
        long begin = ring.Floor(ring.Position);
        if (begin < moved && _rule != MergeRule.AnyBegin)
        {
            ring.Flush();
            begin = ring.Floor(ring.Position); // now no earlier
        }

        source.SettleWhenRead(begin, _rule == MergeRule.TimeAfterLook ? channel.ReadClock() : time);
    }

    private void SettleThreads()
    {
        LookForBuffers();
        foreach (MergeSource source in _waiting)
        {
            ChannelBuffer buffer = source.Buffer;
            BufferState state = buffer.State;
            if (state is BufferState.Owned or BufferState.Asked && buffer.IsOrphan)
            {
                buffer.TakeLeave();
            }
            else if (state == BufferState.Asked && _rule != MergeRule.WaitForIdle)
            {
                buffer.Change(BufferState.Asked, BufferState.Taken);
            }

            source.Seen = buffer.State;
        }

        channel.Options.Step?.Invoke();
        long time = channel.ReadClock();
        Interlocked.MemoryBarrierProcessWide(); // see ChannelBuffer
        LookForBuffers();
        foreach (MergeSource source in _waiting)
        {
            SettleThread(source, time);
        }

        Look();
    }

    private void SettleThread(MergeSource source, long time)
    {
        ChannelBuffer buffer = source.Buffer;
        BufferState state = buffer.State;
        switch (source.Seen, state)
        {
            case (_, BufferState.Free or BufferState.Preparing):
                source.Settle(time);
                break;
            case (BufferState.Taken, _):
                if (buffer.IsOut() || _rule == MergeRule.TakeWithoutLook)
                {
                    channel.Options.Step?.Invoke();
                    buffer.Ring.FlushForOwner();
                }

                buffer.Change(BufferState.Taken, BufferState.Owned); // or its thread has left it
                break;
            case (BufferState.Left, _):
                SettleLeft(source, time);
                break;
            case (BufferState.Owned or BufferState.Asked, BufferState.Owned or BufferState.Asked):
                SettleOwned(source, state, time);
                break;
        }
    }

    private void SettleOwned(MergeSource source, BufferState state, long time)
    {
        bool isOut = _rule == MergeRule.PlainLook || source.Buffer.IsOut();
        if (isOut && source.IsDrained)
        {
            channel.Options.Step?.Invoke();
            source.Settle(_rule == MergeRule.TimeAfterLook ? channel.ReadClock() : time);
        }
        else if (isOut && state == BufferState.Owned)
        {
            source.Buffer.Change(BufferState.Owned, BufferState.Asked);
        }
    }

    /// <summary>Its thread writes no more: ends it, and gives it on when all is read.</summary>
    private void SettleLeft(MergeSource source, long time)
    {
        ChannelBuffer buffer = source.Buffer;
        if (buffer.IsOut())
        {
            buffer.Ring.FlushForOwner();
            if (!source.IsDrained && _rule != MergeRule.ReuseUndrained)
            {
                return; // there is more to read now
            }

            buffer.Clean(orphaned: 0);
        }
        else if (source.IsDead)
        {
            buffer.Clean(source.Unreadable);
        }
        else
        {
            source.IsDead = buffer.IsOrphan; // else its thread is inside, and will come out
            return;
        }

        source.IsDead = false;
        source.Settle(time);
        buffer.Change(BufferState.Left, BufferState.Free);
    }
}
