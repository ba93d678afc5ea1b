using System.Buffers.Binary;
using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Cli.Damage;

/// <summary>Files that <c>record</c> writes.</summary>
/// <param name="folder">Where the whole ones are made.</param>
internal sealed class RecordSubject(DirectoryInfo folder) : IDamageSubject
{
    private readonly IReadOnlyList<byte[]> _bases = [.. Enumerable.Range(0, 8).Select(k => Make(folder, k))];

    /// <inheritdoc/>
    public string Name => "record file";

    /// <inheritdoc/>
    public DamagedFile Damage(Random random)
    {
        int number = random.Next(_bases.Count);
        byte[] bytes = [.. _bases[number]];
        switch (random.Next(8))
        {
            case 0:
                DamageTools.FlipBits(random, bytes);
                return new DamagedFile(bytes, "bits flipped anywhere", number);
            case 1:
                return new DamagedFile(DamageTools.Cut(random, bytes), "cut off", number);
            case 2:
                return new DamagedFile(DamageTools.Extend(random, bytes), "bytes added", number);
            case 3:
                DamageTools.SpoilBlock(random, bytes);
                return new DamagedFile(bytes, "block overwritten", number);
            case 4:
                DamageTools.SpoilInt32(random, bytes, Header(random, bytes));
                return new DamagedFile(bytes, "field at an extreme", number);
            case 5:
                DamageTools.SpoilInt32(random, bytes, Header(random, bytes));
                return new DamagedFile(RecordSeal.Seal(bytes), "field at an extreme, checksums made to fit", number, IsSealed: true);
            case 6:
                DamageTools.SpoilInt32(random, bytes, random.Next(bytes.Length / 4) * 4);
                return new DamagedFile(RecordSeal.Seal(bytes), "number at an extreme anywhere, checksums made to fit", number, IsSealed: true);
            default:
                return new DamagedFile(RecordSeal.Seal(RecordSeal.Rearrange(random, bytes)), "blocks taken out, doubled or moved", number, IsSealed: true);
        }
    }

    /// <inheritdoc/>
    public DamageReading Read(DamagedFile file, int number)
    {
        using MemoryStream whole = new(_bases[file.Base], writable: false);
        RecordFileReader before = new(whole);
        long records = 0;
        try
        {
            using MemoryStream stream = new(file.Bytes, writable: false);
            RecordFileReader reader = new(stream);
            while (reader.ReadBlock() is { } block)
            {
                records += block.Records.Count;
                long bytes = block.Records.Sum(r => (long)r.Bytes.Length);
                bool isSame = file.IsSealed || IsSame(block, before.ReadBlock());
                if (bytes > file.Bytes.Length || !isSame)
                {
                    throw new UnsoundReadingException(isSame ? $"{bytes} bytes of records from {file.Bytes.Length}" : "a block was given out that is not as it was written");
                }
            }

            return new DamageReading(DamageOutcome.Read, records, 0);
        }
        catch (DamagedFileException)
        {
            return new DamageReading(records > 0 ? DamageOutcome.Parts : DamageOutcome.Refused, records, 0);
        }
    }

    /// <inheritdoc/>
    public DamageReading ReadUnchecked(DamagedFile file, int number) => UncheckedReaders.ReadRecords(file.Bytes);

    private static bool IsSame(RecordedBlock given, RecordedBlock? written) =>
        written is not null && given.Facts == written.Facts && given.Records.Count == written.Records.Count
        && given.Records.Zip(written.Records).All(p => p.First.Clock == p.Second.Clock && p.First.Bytes.Span.SequenceEqual(p.Second.Bytes.Span));

    /// <summary>A field of the file's header, of a block's, of the trailer, or of a record.</summary>
    private static int Header(Random random, byte[] bytes)
    {
        IReadOnlyList<int> blocks = RecordSeal.Blocks(bytes);
        int block = blocks[random.Next(blocks.Count)];
        return random.Next(4) switch
        {
            0 => random.Next(RecordFileFormat.HeaderLength / 4) * 4,
            1 => block + (random.Next(RecordFileFormat.BlockHeaderLength / 4) * 4),
            2 => block + RecordFileFormat.BlockHeaderLength + sizeof(long), // the length of the block's first record
            _ => bytes.Length - RecordFileFormat.TrailerLength + (random.Next(RecordFileFormat.TrailerLength / 4) * 4),
        };
    }

    private static byte[] Make(DirectoryInfo folder, int k)
    {
        string path = Path.Combine(folder.FullName, "recording");
        Random random = new(k);
        RecordFileHeader header = new(
            1000, 5, new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc), (RingBufferMode)(k % 2), (RecordingKind)(k / 2 % 2), 4096, 8);
        using (RecordFileWriter writer = new(path, header))
        {
            for (int block = 0; block < 1 + (2 * k); block++)
            {
                for (int record = random.Next(1, 6); record > 0; record--)
                {
                    byte[] bytes = new byte[random.Next(60)];
                    random.NextBytes(bytes);
                    writer.Add((block * 100) + 10 - record, bytes);
                }

                writer.EndBlock(new BlockFacts(block, 0, 0, block * 100, (block * 100) + 90, new Losses(block, 0, 0)));
            }

            writer.Complete(new RecordFileTotals(100, 90, new Losses(10, 0, 0), 0, 0, default));
        }

        return File.ReadAllBytes(path);
    }
}
