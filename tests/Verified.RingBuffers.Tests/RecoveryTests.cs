using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Recovery of regions whose writers stopped at a chosen place.</summary>
public class RecoveryTests
{
    private const int Size = 256;
    private const int Header = Geometry.PacketHeaderSize;

    public static TheoryData<RingBufferMode> Modes => new(Enum.GetValues<RingBufferMode>());

    /// <summary>A, B and D of one size are reserved; D, then B, is committed. The count equals the end of B, and A is a hole.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void A_hole_is_not_recovered_and_lttngs_own_rule_would(RingBufferMode mode)
    {
        RecoveredRing shipped = RingBuffer.Recover(Holes<LeanRules>(mode));
        Assert.Equal(0, shipped.Records);
        Assert.Equal((0, 0, 1), (shipped.WholeSubBuffers, shipped.PartialSubBuffers, shipped.UnfinishedSubBuffers));
        Assert.Equal(Header + 24, shipped.BytesNotRecovered);

        RecoveredRing lttng = RingBuffer.Recover(Holes<PrefixOfOwnEnd>(mode));
        Assert.Contains(Payloads(lttng), p => p.SequenceEqual(s_garbage)); // what lay there before A's writer came to store
    }

    /// <summary>The position was loaded, then C reserved and committed; the count then equals that position, and B is a hole.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void A_position_from_before_the_count_is_no_prefix(RingBufferMode mode)
    {
        Assert.Equal(0, RingBuffer.Recover(Interrupted<LeanRules>(mode)).Records);
        Assert.Contains(Payloads(RingBuffer.Recover(Interrupted<PrefixPositionBeforeCount>(mode))), p => p.SequenceEqual(s_garbage));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_committed_prefix_of_a_sub_buffer_is_recovered_and_the_rest_counted(RingBufferMode mode)
    {
        var ring = new Ring<LeanRules>(mode);
        ring.Write(1);
        ring.Write(2);
        ring.Core.TryReserve(4, out _); // never committed
        ring.Write(3);
        ring.Core.Flush(FlushMode.Active); // the rest is padding
        ring.Write(4);
        RecoveredRing found = RingBuffer.Recover(ring.Image());
        Assert.Equal([[1, 0, 0, 0], [2, 0, 0, 0], [4, 0, 0, 0]], Payloads(found));
        Assert.Equal([(0L, false, 2), (1, false, 1)], found.SubBuffers.Select(s => (s.Sequence, s.IsWhole, s.RecordCount)));
        Assert.Equal(Size - Header - 16, found.BytesNotRecovered);
    }

    [Fact]
    public void A_sub_buffer_that_is_complete_and_not_delivered_is_recovered_whole()
    {
        // The deliverer died between the count and the delivery: the same image with the words of delivery as they were before.
        foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
        {
            var ring = new Ring<LeanRules>(mode);
            ring.Write(1);
            byte[] before = ring.Image();
            ring.Core.Flush(FlushMode.Active);
            byte[] after = ring.Image();
            Copy(before, after, RegionLayout.DeliveredCount(0));
            Copy(before, after, RegionLayout.Slot(0));
            RecoveredRing found = RingBuffer.Recover(after);
            Assert.Equal([(0L, true, 1)], found.SubBuffers.Select(s => (s.Sequence, s.IsWhole, s.RecordCount)));
            Assert.Equal(0, found.BytesNotRecovered);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_the_reader_held_is_recovered_and_what_it_released_is_not(RingBufferMode mode)
    {
        var ring = new Ring<LeanRules>(mode);
        for (int id = 1; id <= 3; id++)
        {
            ring.Write(id);
            ring.Core.Flush(FlushMode.Active);
        }

        Assert.Equal(GetResult.Ok, ring.Core.TryGet(out Held held));
        ring.Core.Move(held);
        Assert.Equal(GetResult.Ok, ring.Core.TryGet(out held));
        Assert.Equal([[2, 0, 0, 0], [3, 0, 0, 0]], Payloads(RingBuffer.Recover(ring.Image())));
        ring.Core.Move(held);
        Assert.Equal([[3, 0, 0, 0]], Payloads(RingBuffer.Recover(ring.Image())));
    }

    [Fact]
    public void A_late_prefix_of_an_earlier_lap_is_not_taken()
    {
        var ring = new Ring<LeanRules>(RingBufferMode.Overwrite);
        for (int id = 1; id <= 4; id++)
        {
            ring.Write(id);
            ring.Core.Flush(FlushMode.Active);
        }

        ring.Core.TryReserve(4, out _); // enters slot 0 of lap 1: header committed, record not
        byte[] image = ring.Image();
        Assert.Equal(0, BitConverter.ToInt64(image, (int)RegionLayout.Prefix(0).Offset) / Size); // of lap 0
        Assert.Equal([[2, 0, 0, 0], [3, 0, 0, 0], [4, 0, 0, 0]], Payloads(RingBuffer.Recover(image)));
    }

    private static readonly byte[] s_garbage = [0xEE, 0xEE, 0xEE, 0xEE];

    private static byte[] Holes<TRules>(RingBufferMode mode)
        where TRules : struct, IRules
    {
        var ring = new Ring<TRules>(mode);
        Reserved a = ring.Reserve();
        Reserved b = ring.Reserve();
        Reserved d = ring.Reserve();
        ring.Garbage(a);
        ring.Core.Commit(d);
        ring.Core.Commit(b);
        return ring.Image();
    }

    private static byte[] Interrupted<TRules>(RingBufferMode mode)
        where TRules : struct, IRules
    {
        var ring = new Ring<TRules>(mode);
        Reserved a = ring.Reserve();
        Reserved b = ring.Reserve();
        ring.Garbage(b);
        ring.BeforeCount = () => ring.Core.Commit(ring.Reserve()); // C
        ring.Core.Commit(a);
        return ring.Image();
    }

    private static List<byte[]> Payloads(RecoveredRing ring)
    {
        List<byte[]> payloads = [];
        foreach (RecoveredSubBuffer sub in ring.SubBuffers)
        {
            foreach (Record record in sub)
            {
                payloads.Add(record.Payload.ToArray());
            }
        }

        return payloads;
    }

    private static void Copy(byte[] from, byte[] to, Atomics.Location word) =>
        from.AsSpan((int)word.Offset, sizeof(long)).CopyTo(to.AsSpan((int)word.Offset));

    /// <summary>A core on private memory, whose commits may be interrupted before they count.</summary>
    private sealed class Ring<TRules>
        where TRules : struct, IRules
    {
        private readonly Region _region;
        private readonly Hook _hook;

        public Ring(RingBufferMode mode)
        {
            var settings = new RingSettings(new Geometry(Size, 4), mode, Clocked: false, Recoverable: true);
            _region = Region.Allocate<TRules>(settings);
            _hook = new Hook(_region);
            Core = new(new HookedMemory(_region, _hook), settings);
        }

        public RingCore<HookedMemory, TRules, ManyWriters> Core { get; }

        /// <summary>Runs once, in the next commit: after it stored its header and whatever it does before it counts.</summary>
        public Action BeforeCount
        {
            set
            {
                bool waits = true;
                int from = _hook.Log.Count;
                string last = typeof(TRules) == typeof(PrefixPositionBeforeCount) ? Steps.Prefix_LoadWritePosition : Steps.Write_End;
                _hook.Seen = () =>
                {
                    if (waits && _hook.Log[^1] == last)
                    {
                        waits = false;
                        value();
                    }
                };
            }
        }

        public Reserved Reserve()
        {
            Assert.Equal(ReserveResult.Ok, Core.TryReserve(4, out Reserved slot));
            return slot;
        }

        public void Write(int id)
        {
            Reserved slot = Reserve();
            BitConverter.TryWriteBytes(_region.Bytes[(int)Core.PayloadOffset(slot)..], id);
            Core.Commit(slot);
        }

        /// <summary>What lies in a reservation before its writer stores anything: a record of earlier.</summary>
        public void Garbage(in Reserved slot)
        {
            Span<byte> bytes = _region.Bytes[(int)Core.RecordOffset(slot)..];
            BitConverter.TryWriteBytes(bytes, 4);
            s_garbage.CopyTo(bytes[4..]);
        }

        public byte[] Image() => _region.Bytes.ToArray();
    }
}
