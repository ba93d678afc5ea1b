using Verified.Cli.Stress;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Cli.Damage;

/// <summary>Files of rings: recovered from memory, and one of some in a real file too, recovered and opened there.</summary>
/// <param name="folder">Where the real files go.</param>
internal sealed class RegionSubject(DirectoryInfo folder) : IDamageSubject
{
    private const int RealEvery = 32;
    private const int RecordsWrittenAfter = 5;
    private readonly IReadOnlyList<RegionBase> _bases = RegionBase.All(folder);
    private readonly string _path = Path.Combine(folder.FullName, "damaged");

    /// <inheritdoc/>
    public string Name => "region";

    /// <inheritdoc/>
    public DamagedFile Damage(Random random)
    {
        int number = random.Next(_bases.Count);
        (string kind, byte[] bytes) = RegionDamage.Spoil(random, _bases[number], _bases);
        return new DamagedFile(bytes, kind, number);
    }

    /// <inheritdoc/>
    public DamageReading Read(DamagedFile file, int number)
    {
        DamageReading reading = Recover(() => RingBuffer.Recover(file.Bytes), file.Bytes.Length);
        if (number % RealEvery == 0)
        {
            File.WriteAllBytes(_path, file.Bytes);
            DamageReading real = Recover(() => RingBuffer.Recover(_path), file.Bytes.Length);
            Require(real == reading, $"recovered from a file: {real}; from memory: {reading}");
            Use(file.Bytes.Length);
        }

        return reading;
    }

    /// <inheritdoc/>
    public DamageReading ReadUnchecked(DamagedFile file, int number) => UncheckedReaders.ReadRegion(file.Bytes);

    private static DamageReading Recover(Func<RecoveredRing> recover, int length)
    {
        RecoveredRing ring;
        try
        {
            ring = recover();
        }
        catch (InvalidDataException)
        {
            return new DamageReading(DamageOutcome.Refused, 0, 0);
        }

        (long records, long altered, long bytes, long last) = (0, 0, 0, ring.ReadPosition - 1);
        foreach (RecoveredSubBuffer sub in ring.SubBuffers)
        {
            foreach (Record record in sub)
            {
                Require(record.Position > last && record.Position < ring.WritePosition, $"a record at {record.Position} after {last}");
                last = record.Position;
                records++;
                bytes += record.Payload.Length;
                altered += IsAsWritten(record) ? 0 : 1;
            }
        }

        Require(bytes < length, $"{bytes} bytes of payload from {length}");
        Require(records == ring.Records, $"{records} records, and {ring.Records} were promised");
        return new DamageReading(ring.Damage.Count > 0 ? DamageOutcome.Parts : DamageOutcome.Read, records, altered);
    }

    /// <summary>Opens the file, if it says that it was left in order; reads it to its end in the mapping, and goes on writing.</summary>
    private void Use(int length)
    {
        try
        {
            using RingBuffer ring = RingBuffer.OpenFile(_path);
            using RingBufferReader reader = ring.OpenReader();
            foreach (SubBuffer sub in reader.Snapshot(flush: false))
            {
                Go(sub, length);
            }

            for (int k = 0; k < RecordsWrittenAfter; k++)
            {
                ring.TryWrite(BitConverter.GetBytes(k));
            }

            ring.Complete();
            for (int k = 0; reader.TryRead(out SubBuffer sub); k++)
            {
                Require(k <= 2 * ring.Options.SubBufferCount, "more sub-buffers than the ring has");
                using (sub)
                {
                    Go(sub, length);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException and not ObjectDisposedException)
        {
            // Refused, or a sub-buffer in it is.
        }
    }

    private static void Go(SubBuffer sub, int length)
    {
        long bytes = 0;
        foreach (Record record in sub)
        {
            bytes += record.Payload.Length;
            IsAsWritten(record); // reads every byte
        }

        Require(bytes < length, $"{bytes} bytes of payload from {length}");
    }

    private static bool IsAsWritten(in Record record) =>
        StressPayload.TryRead(record.Payload, out _, out _, out long position) && position == record.Position;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new UnsoundReadingException(otherwise);
        }
    }
}
