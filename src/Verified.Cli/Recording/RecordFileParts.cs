using System.Buffers.Binary;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>How a file came about.</summary>
internal enum RecordingKind
{
    /// <summary>The reader consumed what was written, as it was written.</summary>
    Continuous,

    /// <summary>What was in the ring at one moment.</summary>
    Snapshot,
}

/// <summary>What a file says of itself.</summary>
/// <param name="ClockFrequency">Ticks a second of the records' clock.</param>
/// <param name="ClockAtStart">The clock when the recording began.</param>
/// <param name="StartUtc">The calendar's time then.</param>
/// <param name="Mode">The ring's mode.</param>
/// <param name="Kind">How the file came about.</param>
/// <param name="SubBufferSize">Bytes in a sub-buffer.</param>
/// <param name="SubBufferCount">Sub-buffers in the ring.</param>
internal sealed record RecordFileHeader(
    long ClockFrequency, long ClockAtStart, DateTime StartUtc, RingBufferMode Mode, RecordingKind Kind, int SubBufferSize, int SubBufferCount)
{
    /// <summary>Writes the 40 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, ClockFrequency);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], ClockAtStart);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], StartUtc.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], (int)Mode);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], (int)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], SubBufferSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[36..], SubBufferCount);
    }

    /// <summary>Reads them back; null if they can not be right.</summary>
    public static RecordFileHeader? Read(ReadOnlySpan<byte> bytes)
    {
        long frequency = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        long utc = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        var mode = (RingBufferMode)BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
        var kind = (RecordingKind)BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]);
        return frequency <= 0 || utc < 0 || utc > DateTime.MaxValue.Ticks || !Enum.IsDefined(mode) || !Enum.IsDefined(kind)
            ? null
            : new RecordFileHeader(
                frequency, BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), new DateTime(utc, DateTimeKind.Utc), mode, kind,
                BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]));
    }
}

/// <summary>What the ring said of one sub-buffer.</summary>
/// <param name="Sequence">Its number since the ring was made.</param>
/// <param name="OverwrittenBefore">Whole sub-buffers between the one before, or the making of the ring, and this one: overwritten.</param>
/// <param name="UnfinishedBefore">Likewise: left out by the snapshot because a writer in them had not committed.</param>
/// <param name="BeginTime">When it was begun.</param>
/// <param name="EndTime">When it was ended.</param>
/// <param name="LostBefore">Records lost after the one before was ended, and before this one was: full, wrapped, too big.</param>
internal readonly record struct BlockFacts(
    long Sequence, long OverwrittenBefore, long UnfinishedBefore, long BeginTime, long EndTime, Losses LostBefore)
{
    /// <summary>Writes the 64 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        Int64s.Write(bytes, Sequence, OverwrittenBefore, UnfinishedBefore, BeginTime, EndTime, LostBefore.Full, LostBefore.Wrapped, LostBefore.TooBig);
    }

    /// <summary>Reads them back.</summary>
    public static BlockFacts Read(ReadOnlySpan<byte> bytes)
    {
        long[] v = Int64s.Read(bytes, 8);
        return new BlockFacts(v[0], v[1], v[2], v[3], v[4], new Losses(v[5], v[6], v[7]));
    }
}

/// <summary>What the ring said when the file was ended. Of a snapshot, while writers go on: each figure as it was when it was read.</summary>
/// <param name="Attempted">Records that someone tried to write.</param>
/// <param name="Accepted">Records that were given a place.</param>
/// <param name="Losses">All losses since the ring was made.</param>
/// <param name="OverwrittenAfter">Sub-buffers after the last block that were overwritten before they were read.</param>
/// <param name="UnfinishedAfter">Sub-buffers after the last block that a snapshot left out because a writer in them had not committed.</param>
/// <param name="LostAfter">Records lost after the last block's sub-buffer was ended: full, wrapped, too big.</param>
internal sealed record RecordFileTotals(
    long Attempted, long Accepted, Losses Losses, long OverwrittenAfter, long UnfinishedAfter, Losses LostAfter)
{
    /// <summary>Writes the 96 bytes.</summary>
    public void Write(Span<byte> bytes) => Int64s.Write(
        bytes, Attempted, Accepted, Losses.Full, Losses.Wrapped, Losses.TooBig, Losses.Refused, Losses.Abandoned,
        OverwrittenAfter, UnfinishedAfter, LostAfter.Full, LostAfter.Wrapped, LostAfter.TooBig);

    /// <summary>Reads them back.</summary>
    public static RecordFileTotals Read(ReadOnlySpan<byte> bytes)
    {
        long[] v = Int64s.Read(bytes, 12);
        return new RecordFileTotals(v[0], v[1], new Losses(v[2], v[3], v[4], v[5], v[6]), v[7], v[8], new Losses(v[9], v[10], v[11]));
    }
}

/// <summary>Rows of numbers of 8 bytes.</summary>
internal static class Int64s
{
    /// <summary>Writes them one after the other.</summary>
    public static void Write(Span<byte> bytes, params ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], values[i]);
        }
    }

    /// <summary>Reads so many.</summary>
    public static long[] Read(ReadOnlySpan<byte> bytes, int count)
    {
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        }

        return values;
    }
}
