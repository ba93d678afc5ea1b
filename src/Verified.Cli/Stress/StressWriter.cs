using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Cli.Stress;

/// <summary>One writing thread: records of many lengths, nested ones, abandoned ones, and some that fit nowhere.</summary>
/// <param name="ring">The ring.</param>
/// <param name="id">Its number, from 0.</param>
/// <param name="ledger">Where it enters each record before it commits it.</param>
internal sealed class StressWriter(RingBuffer ring, int id, SubBufferLedger ledger)
{
    private const int Deepest = 2;
    private readonly Random _random = new(id + 1);

    /// <summary>Records that it tried to write.</summary>
    public long Attempted { get; private set; }

    /// <summary>Records that it was given a place for; the number of the next one.</summary>
    public long Accepted { get; private set; }

    /// <summary>Records that it tried, knowing that they fit nowhere.</summary>
    public long TooBig { get; private set; }

    /// <summary>Writes until told to stop. The body of a thread.</summary>
    public void Run(Func<bool> isOver)
    {
        while (!isOver())
        {
            One(0);
        }
    }

    private void One(int depth)
    {
        Attempted++;
        if (_random.Next(512) == 0)
        {
            TooBig++;
            if (ring.TryReserve(ring.MaxPayloadLength + 1, out _))
            {
                throw new InvalidDataException("a record that fits no sub-buffer was accepted");
            }

            return;
        }

        if (!ring.TryReserve(StressPayload.LengthOf(id, Accepted), out Reservation slot))
        {
            Thread.Yield(); // lets the reader on, where there are fewer processors than threads
            return;
        }

        long number = Accepted++;
        using (slot)
        {
            StressPayload.Fill(slot.Span, id, number, slot.Position);
            if (depth < Deepest && _random.Next(16) == 0)
            {
                One(depth + 1);
            }

            if (_random.Next(256) == 0)
            {
                Thread.Yield(); // stopped in the middle: others must cope
            }

            if (!StressPayload.IsAbandoned(number))
            {
                ledger.Add(slot.Position / ring.Options.SubBufferSize);
                slot.Commit();
            }
        }
    }
}
