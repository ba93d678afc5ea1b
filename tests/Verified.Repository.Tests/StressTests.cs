using Verified.Cli.Recording;
using Verified.Cli.Stress;
using Verified.RingBuffers;

namespace Verified.Repository.Tests;

/// <summary>The stress's witness sees what is wrong: each test spoils one thing.</summary>
public class StressTests
{
    private static readonly long[] s_acceptedFive = [5, 0];

    [Fact]
    public void Whole_records_in_order_are_fine()
    {
        Witness witness = See(RingBufferMode.Discard, ring => WriteAll(ring, 0, 1, 2, 3, 4));
        witness.End(s_acceptedFive);
        Assert.Equal((5, 0, 0, 0, 0), (witness.Read, witness.Torn, witness.OutOfOrder, witness.Misplaced, witness.Unaccounted));
        Assert.Equal((0, 0, 0), (witness.MissingRecords, witness.MissingSubBuffers, witness.TimesWrong));
    }

    [Theory]
    [InlineData(0)] // the writer
    [InlineData(9)] // the number
    [InlineData(17)] // the position
    [InlineData(30)] // the checksum
    [InlineData(StressPayloadLength)] // the body, if it has one
    public void A_flipped_bit_is_a_torn_record(int at)
    {
        Witness witness = See(RingBufferMode.Discard, ring => Write(ring, FirstWithBody(), bytes => bytes[at] ^= 4));
        Assert.Equal((0, 1), (witness.Read, witness.Torn));
    }

    [Fact]
    public void A_missing_number_without_a_missing_sub_buffer_is_unaccounted()
    {
        Witness witness = See(RingBufferMode.Discard, ring => WriteAll(ring, 0, 1, 4));
        Assert.Equal((3, 2, 0), (witness.Read, witness.Unaccounted, witness.MissingRecords));
    }

    [Fact]
    public void A_missing_number_at_the_end_is_unaccounted_too()
    {
        Witness witness = See(RingBufferMode.Discard, ring => WriteAll(ring, 0, 1, 2));
        witness.End(s_acceptedFive);
        Assert.Equal(2, witness.Unaccounted);
    }

    [Fact]
    public void An_abandoned_number_is_not_missing_but_must_not_be_seen()
    {
        long abandoned = Enumerable.Range(0, 1000).First(n => StressPayload.IsAbandoned(n));
        Witness without = See(RingBufferMode.Discard, ring => WriteAll(ring, [.. Enumerable.Range(0, (int)abandoned + 2).Select(n => (long)n).Where(n => n != abandoned)]));
        Assert.Equal((abandoned + 1, 0), (without.Read, without.Unaccounted));
        Witness with = See(RingBufferMode.Discard, ring => WriteAll(ring, [.. Enumerable.Range(0, (int)abandoned + 1).Select(n => (long)n)]));
        Assert.Equal(1, with.Misplaced);
    }

    [Fact]
    public void A_record_twice_or_too_late_is_out_of_order()
    {
        Witness witness = See(RingBufferMode.Discard, ring => WriteAll(ring, 0, 1, 1, 0, 2));
        Assert.Equal((3, 2), (witness.Read, witness.OutOfOrder));
    }

    [Fact]
    public void What_is_overwritten_is_counted_by_its_numbers()
    {
        const int Count = 2000;
        long abandoned = StressPayload.AbandonedBefore(Count);
        Witness witness = See(RingBufferMode.Overwrite, ring => WriteAll(ring, [.. Enumerable.Range(0, Count).Select(n => (long)n).Where(n => !StressPayload.IsAbandoned(n))]));
        witness.End([Count, 0]);
        Assert.True(witness is { MissingSubBuffers: > 0, MissingRecords: > 0 });
        Assert.Equal((Count - abandoned, 0), (witness.Read + witness.MissingRecords, witness.Unaccounted));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_sub_buffer_must_have_the_records_that_were_committed_there(int committed)
    {
        SubBufferLedger ledger = new(subBuffers: 4);
        for (int i = 0; i < committed; i++)
        {
            ledger.Add(0);
        }

        Witness witness = See(RingBufferMode.Overwrite, ring => WriteAll(ring, 0, 1, 2), ledger);
        Assert.Equal((Math.Abs(committed - 3), committed, 0), (witness.Differing, witness.CommittedThere, witness.Unchecked));
        Assert.Equal((3, 0), (witness.Read, witness.Unaccounted));
    }

    [Fact]
    public void What_the_ledger_does_not_know_any_more_is_said()
    {
        SubBufferLedger ledger = new(subBuffers: 1);
        ledger.Add(4);
        Witness witness = See(RingBufferMode.Discard, ring => WriteAll(ring, 0), ledger);
        Assert.Equal((1, 0), (witness.Unchecked, witness.Differing));
    }

    [Fact]
    public void The_ledger_counts_each_sub_buffer_and_adds_up_the_older()
    {
        SubBufferLedger ledger = new(subBuffers: 2);
        const int SubBuffers = 100;
        Parallel.For(0, 4, _ =>
        {
            for (int sequence = SubBuffers - 8; sequence < SubBuffers; sequence++)
            {
                for (int i = 0; i < 1000; i++)
                {
                    ledger.Add(sequence);
                }
            }
        });
        Assert.All(Enumerable.Range(SubBuffers - 2, 2), s => Assert.Equal(4000, ledger.CountOf(s)));
        Assert.Equal(6 * 4000, ledger.CountBefore(SubBuffers - 2));
        ledger.Add(SubBuffers + 50);
        Assert.Equal(8 * 4000, ledger.CountBefore(SubBuffers));
    }

    private const int StressPayloadLength = 40;

    /// <summary>What a witness of two writers makes of what writer 0 wrote.</summary>
    private static Witness See(RingBufferMode mode, Action<RingBuffer> write, SubBufferLedger? ledger = null)
    {
        using RingBuffer ring = RingBuffer.Create(new RingBufferOptions { Mode = mode, SubBufferSize = 16 * 1024, SubBufferCount = 4 });
        write(ring);
        ring.Complete();
        using RingBufferReader reader = ring.OpenReader();
        Witness witness = new(2, expected: 0, ledger ?? new SubBufferLedger(subBuffers: 4));
        while (reader.TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                witness.See(sub);
            }
        }

        Assert.True(reader.IsCompleted);
        return witness;
    }

    private static long FirstWithBody() => Enumerable.Range(0, 1000).First(n => StressPayload.LengthOf(0, n) > StressPayloadLength);

    private static void WriteAll(RingBuffer ring, params long[] numbers) => Array.ForEach(numbers, n => Write(ring, n, static _ => { }));

    private static void Write(RingBuffer ring, long number, Action<byte[]> spoil)
    {
        Assert.True(ring.TryReserve(StressPayload.LengthOf(0, number), out Reservation slot));
        using (slot)
        {
            StressPayload.Fill(slot.Span, 0, number, slot.Position);
            byte[] bytes = slot.Span.ToArray();
            spoil(bytes);
            bytes.CopyTo(slot.Span);
            slot.Commit();
        }
    }
}
