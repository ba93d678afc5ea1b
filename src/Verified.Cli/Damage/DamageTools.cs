using System.Buffers.Binary;

namespace Verified.Cli.Damage;

/// <summary>Ways to damage bytes that fit any file.</summary>
internal static class DamageTools
{
    /// <summary>A number that a reader may not expect.</summary>
    public static long Extreme(Random random, long value) => random.Next(12) switch
    {
        0 => 0,
        1 => -1,
        2 => 1,
        3 => long.MaxValue,
        4 => long.MinValue,
        5 => int.MaxValue,
        6 => int.MinValue,
        7 => value + 1,
        8 => value - 1,
        9 => value * 2,
        10 => 1L << random.Next(63),
        _ => random.NextInt64(),
    };

    /// <summary>Puts an extreme into a 64-bit word.</summary>
    public static void SpoilInt64(Random random, byte[] bytes, int offset)
    {
        Span<byte> at = bytes.AsSpan(offset);
        BinaryPrimitives.WriteInt64LittleEndian(at, Extreme(random, BinaryPrimitives.ReadInt64LittleEndian(at)));
    }

    /// <summary>Puts an extreme into a 32-bit word.</summary>
    public static void SpoilInt32(Random random, byte[] bytes, int offset)
    {
        Span<byte> at = bytes.AsSpan(offset);
        BinaryPrimitives.WriteInt32LittleEndian(at, unchecked((int)Extreme(random, BinaryPrimitives.ReadInt32LittleEndian(at))));
    }

    /// <summary>Adds to a 64-bit word.</summary>
    public static void Add(byte[] bytes, int offset, long value)
    {
        Span<byte> at = bytes.AsSpan(offset);
        BinaryPrimitives.WriteInt64LittleEndian(at, unchecked(BinaryPrimitives.ReadInt64LittleEndian(at) + value));
    }

    /// <summary>Flips 1 to 8 bits of a part.</summary>
    public static void FlipBits(Random random, Span<byte> part)
    {
        for (int k = random.Next(1, 9); k > 0; k--)
        {
            part[random.Next(part.Length)] ^= (byte)(1 << random.Next(8));
        }
    }

    /// <summary>Cuts a file anywhere; mostly nearer to its end or to its begin than anywhere.</summary>
    public static byte[] Cut(Random random, byte[] bytes) => random.Next(3) switch
    {
        0 => bytes[..random.Next(Math.Min(bytes.Length, 256))],
        1 => bytes[..(bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 256)))],
        _ => bytes[..random.Next(bytes.Length)],
    };

    /// <summary>Adds bytes behind a file's end.</summary>
    public static byte[] Extend(Random random, byte[] bytes)
    {
        byte[] more = new byte[random.Next(1, 5000)];
        random.NextBytes(more);
        return [.. bytes, .. more];
    }

    /// <summary>Writes zeros, noise, or another part over a block of 16 to 4096 bytes.</summary>
    public static void SpoilBlock(Random random, byte[] bytes)
    {
        int length = Math.Min(bytes.Length, 16 << random.Next(9));
        Span<byte> block = bytes.AsSpan(random.Next(bytes.Length - length + 1), length);
        switch (random.Next(3))
        {
            case 0:
                block.Clear();
                break;
            case 1:
                random.NextBytes(block);
                break;
            default:
                bytes.AsSpan(random.Next(bytes.Length - length + 1), length).CopyTo(block);
                break;
        }
    }
}
