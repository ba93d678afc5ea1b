using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>A value comes out byte by byte as it went in, whatever its size, into each kind of ring: its copy is made in several ways.</summary>
public class ValueWriteTests
{
    public static TheoryData<RingBufferWriters, RingBufferMode, RingBufferClock> Kinds
    {
        get
        {
            TheoryData<RingBufferWriters, RingBufferMode, RingBufferClock> kinds = [];
            foreach (RingBufferWriters writers in Enum.GetValues<RingBufferWriters>())
            {
                foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
                {
                    foreach (RingBufferClock clock in Enum.GetValues<RingBufferClock>())
                    {
                        kinds.Add(writers, mode, clock);
                    }
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_byte_of_a_value_is_read_as_it_was_written(RingBufferWriters writers, RingBufferMode mode, RingBufferClock clock)
    {
        using RingBuffer ring = RingBuffer.Create(new() { Writers = writers, Mode = mode, Clock = clock, SubBufferSize = 4096, SubBufferCount = 4 });
        using RingBufferReader reader = ring.OpenReader();
        Of<Bytes1>(ring, reader);
        Of<Bytes8>(ring, reader);
        Of<Bytes24>(ring, reader);
        Of<Bytes31>(ring, reader);
        Of<Bytes32>(ring, reader);
        Of<Bytes33>(ring, reader);
        Of<Bytes63>(ring, reader);
        Of<Bytes64>(ring, reader);
        Of<Bytes65>(ring, reader);
        Of<Bytes100>(ring, reader);
        Of<Bytes128>(ring, reader);
        Of<Bytes224>(ring, reader);
        Of<Bytes225>(ring, reader);
        Of<Bytes255>(ring, reader);
        Of<Bytes256>(ring, reader);
        Of<Bytes257>(ring, reader);
        Of<Bytes1000>(ring, reader);
    }

    /// <summary>One between two others, so that none has written into what is before or behind it.</summary>
    private static void Of<T>(RingBuffer ring, RingBufferReader reader)
        where T : unmanaged
    {
        T first = Drawn<T>(1);
        T second = Drawn<T>(101);
        Assert.True(ring.TryWrite(first));
        Assert.True(ring.TryWrite(second));
        Assert.True(ring.TryWrite(first));
        ring.Flush();
        List<byte[]> read = [];
        while (reader.TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                foreach (Record record in sub)
                {
                    read.Add(record.Payload.ToArray());
                }
            }
        }

        byte[] one = MemoryMarshal.AsBytes([first]).ToArray();
        byte[] other = MemoryMarshal.AsBytes([second]).ToArray();
        Assert.Equal(Unsafe.SizeOf<T>(), one.Length);
        Assert.Equal([one, other, one], read);
    }

    private static T Drawn<T>(int from)
        where T : unmanaged
    {
        T value = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((i * 7) + from);
        }

        return value;
    }

#pragma warning disable CS0169, IDE0044, IDE0051, CA1823 // what is in them is their length
    [InlineArray(1)]
    private struct Bytes1
    {
        private byte _first;
    }

    [InlineArray(8)]
    private struct Bytes8
    {
        private byte _first;
    }

    [InlineArray(24)]
    private struct Bytes24
    {
        private byte _first;
    }

    [InlineArray(31)]
    private struct Bytes31
    {
        private byte _first;
    }

    [InlineArray(32)]
    private struct Bytes32
    {
        private byte _first;
    }

    [InlineArray(33)]
    private struct Bytes33
    {
        private byte _first;
    }

    [InlineArray(63)]
    private struct Bytes63
    {
        private byte _first;
    }

    [InlineArray(64)]
    private struct Bytes64
    {
        private byte _first;
    }

    [InlineArray(65)]
    private struct Bytes65
    {
        private byte _first;
    }

    [InlineArray(100)]
    private struct Bytes100
    {
        private byte _first;
    }

    [InlineArray(128)]
    private struct Bytes128
    {
        private byte _first;
    }

    [InlineArray(224)]
    private struct Bytes224
    {
        private byte _first;
    }

    [InlineArray(225)]
    private struct Bytes225
    {
        private byte _first;
    }

    [InlineArray(255)]
    private struct Bytes255
    {
        private byte _first;
    }

    [InlineArray(256)]
    private struct Bytes256
    {
        private byte _first;
    }

    [InlineArray(257)]
    private struct Bytes257
    {
        private byte _first;
    }

    [InlineArray(1000)]
    private struct Bytes1000
    {
        private byte _first;
    }
#pragma warning restore CS0169, IDE0044, IDE0051, CA1823
}
