using Verified.Cli.Stress;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Cli.Damage;

/// <summary>The file of a ring as its process left it, in order or not.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Settings">What the ring is made of.</param>
internal sealed record RegionBase(byte[] Bytes, RingSettings Settings)
{
    private const int Laps = 3;

    private enum End
    {
        InOrder,
        InReservations,
        Reading,
        Completed,
    }

    /// <summary>Rings of both modes, with a clock and without, of two sizes, left in each way.</summary>
    /// <param name="folder">Where they are made.</param>
    public static IReadOnlyList<RegionBase> All(DirectoryInfo folder) =>
    [
        .. from mode in Enum.GetValues<RingBufferMode>()
           from clock in Enum.GetValues<RingBufferClock>()
           from size in new[] { (Bytes: 512, Count: 4), (Bytes: 1024, Count: 8) }
           from end in Enum.GetValues<End>()
           select Make(folder, new RingBufferOptions { Mode = mode, Clock = clock, TimeProvider = new CountingClock(), SubBufferSize = size.Bytes, SubBufferCount = size.Count }, end),
    ];

    private static RegionBase Make(DirectoryInfo folder, RingBufferOptions options, End end)
    {
        string path = Path.Combine(folder.FullName, "whole");
        File.Delete(path);
        using (RingBuffer ring = RingBuffer.CreateFile(path, options))
        {
            RingBufferReader reader = ring.OpenReader();
            long records = (long)Laps * options.SubBufferCount * options.SubBufferSize / StressPayload.MaxLength;
            for (long number = 0; number < records; number++)
            {
                Write(ring, number);
                while (options.Mode == RingBufferMode.Discard && number < records - (options.SubBufferCount * 2) && reader.TryRead(out SubBuffer sub))
                {
                    sub.Dispose();
                }
            }

            Finish(ring, reader, end, records);
        }

        // Not closed by whoever was inside: the words of an operation that never ended are there.
        bool clocked = options.Clock != RingBufferClock.None;
        return new RegionBase(
            File.ReadAllBytes(path), new RingSettings(new Geometry(options.SubBufferSize, options.SubBufferCount), options.Mode, clocked));
    }

    private static void Finish(RingBuffer ring, RingBufferReader reader, End end, long records)
    {
        switch (end)
        {
            case End.InReservations:
                ring.TryReserve(100, out _);
                Write(ring, records);
                ring.TryReserve(50, out _);
                break;
            case End.Reading:
                reader.TryRead(out _);
                break;
            case End.Completed:
                ring.Complete();
                reader.Dispose();
                break;
            default:
                reader.Dispose();
                break;
        }
    }

    private static void Write(RingBuffer ring, long number)
    {
        if (ring.TryReserve(StressPayload.LengthOf(0, number), out Reservation slot))
        {
            StressPayload.Fill(slot.Span, 0, number, slot.Position);
            slot.Commit();
        }
    }
}
