using System.Buffers.Binary;
using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.Cli.Damage;

/// <summary>Ways to damage the file of a ring.</summary>
internal static class RegionDamage
{
    private static readonly int[] s_int32Fields =
    [
        RegionLayout.VersionOffset, RegionLayout.FormatOffset, RegionLayout.SubBufferSizeOffset, RegionLayout.SubBufferCountOffset,
        RegionLayout.ModeOffset, RegionLayout.ShortTimeBitsOffset,
    ];

    private static readonly int[] s_int64Fields =
        [RegionLayout.MagicOffset, RegionLayout.DataOffsetOffset, RegionLayout.RegionBytesOffset, RegionLayout.TicksPerSecondOffset];

    /// <summary>Damages a file in one of the ways.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="whole">The file.</param>
    /// <param name="others">All files, for parts of another.</param>
    /// <returns>The name of the way, and the bytes.</returns>
    public static (string Kind, byte[] Bytes) Spoil(Random random, RegionBase whole, IReadOnlyList<RegionBase> others)
    {
        byte[] bytes = [.. whole.Bytes];
        int data = (int)RegionLayout.DataOffset(whole.Settings.Geometry);
        switch (random.Next(11))
        {
            case 0:
                DamageTools.FlipBits(random, bytes);
                return ("bits flipped anywhere", bytes);
            case 1:
                DamageTools.FlipBits(random, bytes.AsSpan(0, data));
                return ("bits flipped in header and words", bytes);
            case 2:
                SpoilHeader(random, bytes);
                return ("header field at an extreme", bytes);
            case 3:
                Repeat(random, () => DamageTools.SpoilInt64(random, bytes, AnyWord(random, whole)));
                return ("words at an extreme", bytes);
            case 4:
                Repeat(random, () => CrossLap(random, bytes, whole));
                return ("words of another lap", bytes);
            case 5:
                Repeat(random, () => DamageTools.SpoilInt64(random, bytes, AnyPacketWord(random, whole)));
                return ("packet header at an extreme", bytes);
            case 6:
                Repeat(random, () => DamageTools.SpoilInt32(random, bytes, data + (random.Next((bytes.Length - data) / 4) * 4)));
                return ("record length at an extreme", bytes);
            case 7:
                return ("cut off", DamageTools.Cut(random, bytes));
            case 8:
                return ("bytes added", DamageTools.Extend(random, bytes));
            case 9:
                DamageTools.SpoilBlock(random, bytes);
                return ("block overwritten", bytes);
            default:
                byte[] other = others[random.Next(others.Count)].Bytes;
                int until = random.Next(Math.Min(bytes.Length, other.Length));
                other.AsSpan(0, until).CopyTo(bytes);
                return ("begin of another file", bytes);
        }
    }

    private static void Repeat(Random random, Action spoil)
    {
        for (int k = random.Next(1, 4); k > 0; k--)
        {
            spoil();
        }
    }

    private static void SpoilHeader(Random random, byte[] bytes)
    {
        if (random.Next(3) == 0)
        {
            DamageTools.SpoilInt64(random, bytes, s_int64Fields[random.Next(s_int64Fields.Length)]);
            return;
        }

        int offset = s_int32Fields[random.Next(s_int32Fields.Length)];
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), 1 << random.Next(31)); // sizes that are powers of two
        }
        else
        {
            DamageTools.SpoilInt32(random, bytes, offset);
        }
    }

    /// <summary>A count, position or slot's word as some laps, or sub-buffers, before or later.</summary>
    private static void CrossLap(Random random, byte[] bytes, RegionBase whole)
    {
        Geometry geometry = whole.Settings.Geometry;
        long step = random.Next(3) switch
        {
            0 => geometry.SubBufferSize,
            1 => geometry.BufferSize,
            _ => 1L << 17, // a lap of a slot's word
        };
        DamageTools.Add(bytes, AnyWord(random, whole), step * (random.Next(2) == 0 ? random.Next(1, 4) : -random.Next(1, 4)));
    }

    private static int AnyWord(Random random, RegionBase whole)
    {
        int slot = random.Next(whole.Settings.Geometry.SubBufferCount);
        Location word = random.Next(12) switch
        {
            0 or 1 => RegionLayout.WritePosition,
            2 or 3 => RegionLayout.ReadPosition,
            4 => RegionLayout.LastTime,
            5 => RegionLayout.Lost(random.Next(5)),
            6 => random.Next(2) == 0 ? RegionLayout.Mine : RegionLayout.Final,
            7 => RegionLayout.CommitCount(slot),
            8 => RegionLayout.Prefix(slot),
            9 => RegionLayout.DeliveredCount(slot),
            _ => RegionLayout.Slot(slot),
        };
        return (int)word.Offset;
    }

    private static int AnyPacketWord(Random random, RegionBase whole)
    {
        int sub = random.Next(whole.Settings.PhysicalCount);
        Location block = random.Next(2) == 0
            ? RegionLayout.Begin(whole.Settings.Geometry, sub)
            : RegionLayout.ContentSize(whole.Settings.Geometry, sub);
        return (int)block.Offset + (random.Next(3) == 0 ? sizeof(long) : 0);
    }
}
