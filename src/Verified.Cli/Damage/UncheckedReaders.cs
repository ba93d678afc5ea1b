using Verified.Cli.Recording;
using Verified.RingBuffers.Core;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Verified.Cli.Damage;

/// <summary>The controls: readers that believe what a file says. Whoever judges readers must find them out.</summary>
internal static class UncheckedReaders
{
    /// <summary>Goes over the records of a ring's file in discard mode, by its own words.</summary>
    public static DamageReading ReadRegion(byte[] bytes)
    {
        long size = ReadInt32LittleEndian(bytes.AsSpan(RegionLayout.SubBufferSizeOffset));
        long count = ReadInt32LittleEndian(bytes.AsSpan(RegionLayout.SubBufferCountOffset));
        long data = ReadInt64LittleEndian(bytes.AsSpan(RegionLayout.DataOffsetOffset));
        long written = ReadInt64LittleEndian(bytes.AsSpan((int)RegionLayout.WritePosition.Offset));
        long records = 0;
        for (long q = ReadInt64LittleEndian(bytes.AsSpan((int)RegionLayout.ReadPosition.Offset)); q < written; q += size)
        {
            int at = (int)(data + (q / size % count * size));
            int end = at + (int)ReadInt64LittleEndian(bytes.AsSpan(at + 16));
            for (at += Geometry.PacketHeaderSize; at < end; records++)
            {
                int length = ReadInt32LittleEndian(bytes.AsSpan(at)) & int.MaxValue;
                _ = bytes.AsSpan(at + Geometry.RecordHeaderSize, length);
                at += Geometry.RecordSize(length);
            }
        }

        return new DamageReading(DamageOutcome.Read, records, 0);
    }

    /// <summary>Goes over the blocks and records of a recording, by its own lengths and counts.</summary>
    public static DamageReading ReadRecords(byte[] bytes)
    {
        long records = 0;
        int at = RecordFileFormat.HeaderLength;
        while (!bytes.AsSpan(at, RecordFileFormat.TrailerMagic.Length).SequenceEqual(RecordFileFormat.TrailerMagic))
        {
            int count = ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            at += RecordFileFormat.BlockHeaderLength;
            for (int k = 0; k < count; k++, records++)
            {
                byte[] record = new byte[ReadInt32LittleEndian(bytes.AsSpan(at + sizeof(long)))];
                at += RecordFileFormat.RecordHeaderLength;
                bytes.AsSpan(at, record.Length).CopyTo(record);
                at += record.Length;
            }
        }

        return new DamageReading(DamageOutcome.Read, records, 0);
    }
}
