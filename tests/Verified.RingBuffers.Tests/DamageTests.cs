using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Damaged contents: an error that says where, and no byte read outside the sub-buffer.</summary>
public class DamageTests
{
    private const int Size = 128;
    private const int Header = 64;
    private const long At = 4 * Size;
    private static readonly RingSettings Settings = new(new Geometry(Size, 4), RingBufferMode.Discard, Clocked: false);
    private static readonly RingSettings Clocked = new(new Geometry(Size, 4), RingBufferMode.Discard, Clocked: true);

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(136)]
    [InlineData(-8)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Impossible_content_size_is_an_error(long size) =>
        AssertDamaged(new byte[Size], new Held(At, At, size), $"position {At}");

    [Fact]
    public void Another_position_in_the_packet_header_is_an_error() =>
        AssertDamaged(new byte[Size], new Held(At, At + Size, Size), $"states position {At + Size}");

    [Theory]
    [InlineData(61)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void Too_long_a_record_is_an_error(int header)
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Header), header);
        AssertDamaged(bytes, new Held(At, At, Size), $"position {At + Header}");
    }

    [Fact]
    public void A_record_may_not_reach_into_the_padding()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Header), 12);
        AssertDamaged(bytes, new Held(At, At, 72), $"position {At + Header}");
    }

    [Fact]
    public void A_full_time_must_fit()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Header + 4), Reserved.FullTimeFlag);
        AssertDamaged(bytes, new Held(At, At, Header + 8), "full time", Clocked);
    }

    [Fact]
    public void Random_bytes_are_read_inside_or_refused()
    {
        Gen<(byte[] Bytes, long Size)> any =
            from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(Size)
            from small in Gen.Elements((byte)0, (byte)4, (byte)8, (byte)20)
            from size in Gen.Choose(-1, 17).Select(u => u * 8L)
            select (Tame(bytes, small), size);
        Property property = Prop.ForAll(Arb.From(any), c => ReadGuarded(c.Bytes, c.Size));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), property);
    }

    /// <summary>Half of the headers made plausible, so that the enumeration gets beyond the first.</summary>
    private static byte[] Tame(byte[] bytes, byte length)
    {
        for (int at = Header; at < Size; at += 8)
        {
            if (bytes[at] % 2 == 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), length);
            }
        }

        return bytes;
    }

    private static void ReadGuarded(byte[] bytes, long size)
    {
        int total = 0;
        try
        {
            var records = new RecordEnumerator(bytes, new Held(At, At, size), Settings);
            while (records.MoveNext())
            {
                Record record = records.Current;
                long from = record.Position - At;
                Assert.InRange(from, Header, size - 8);
                Assert.InRange(from + 4 + record.Payload.Length, from + 4, size);
                Assert.True(bytes.AsSpan((int)from + 4, record.Payload.Length) == record.Payload);
                total += 4 + record.Payload.Length;
            }
        }
        catch (InvalidDataException e)
        {
            Assert.Contains("position", e.Message, StringComparison.Ordinal);
        }

        Assert.InRange(total, 0, Size - Header);
    }

    private static void AssertDamaged(byte[] bytes, Held held, string where, RingSettings? settings = null)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() =>
        {
            var records = new RecordEnumerator(bytes, held, settings ?? Settings);
            while (records.MoveNext())
            {
            }
        });
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
    }
}
