using System.Text;
using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Repository.Tests;

public sealed class RecordFileTests : IDisposable
{
    private const int Blocks = 3;
    private const int RecordsPerBlock = 4;
    private static readonly RecordFileHeader s_header =
        new(1000, 5, new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc), RingBufferMode.Overwrite, RecordingKind.Snapshot, 4096, 8);

    private static readonly BlockFacts s_facts = new(17, 3, 2, 100, 200, new Losses(1, 2, 3));
    private static readonly RecordFileTotals s_totals = new(100, 90, new Losses(4, 3, 2, 1, 5), 7, 1, new Losses(2, 1, 0));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void The_checksum_is_the_usual_one(string text, uint expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(expected, Crc32.Of(bytes));
        Assert.Equal(expected, Crc32.Of(bytes.AsSpan(bytes.Length / 2), Crc32.Of(bytes.AsSpan(0, bytes.Length / 2))));
    }

    [Fact]
    public void A_record_comes_back_as_it_was_written()
    {
        TraceRecord record = new(7, RecordKind.Runtime, "source/évènement", "a=1 b=ü");
        byte[] bytes = new byte[record.Length];
        record.Write(bytes);
        Assert.True(TraceRecord.TryRead(bytes, out TraceRecord back));
        Assert.Equal(record, back);
    }

    [Fact]
    public void No_bytes_make_the_record_reader_throw()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            TraceRecord.TryRead(bytes, out _);
        }
    }

    [Fact]
    public void A_file_comes_back_as_it_was_written()
    {
        (List<string> records, DamagedFileException? damage) = Read(Write());
        Assert.Null(damage);
        Assert.Equal(Expected(Blocks), records);
    }

    [Fact]
    public void A_file_without_records_is_whole()
    {
        string path = Path.Combine(_folder.FullName, "empty");
        using (RecordFileWriter writer = new(path, s_header))
        {
            writer.Complete(s_totals);
        }

        (List<string> records, DamagedFileException? damage) = Read(File.ReadAllBytes(path));
        Assert.Null(damage);
        Assert.Empty(records);
    }

    [Fact]
    public void A_file_cut_off_anywhere_gives_its_whole_blocks_and_then_the_offset()
    {
        byte[] whole = Write();
        for (int length = 0; length < whole.Length; length++)
        {
            AssertDamaged(whole[..length], length);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed_at_its_block()
    {
        byte[] whole = Write();
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertDamaged(damaged, bit / 8);
        }
    }

    [Fact]
    public void A_file_of_the_older_format_is_named_as_such()
    {
        byte[] older = new byte[40]; // its header, which was shorter
        RecordFileFormat.Magic.CopyTo(older);
        older[8] = 1;
        (_, DamagedFileException? damage) = Read(older);
        Assert.Contains("format 1, and this tool reads format 2; an older 'verified record' wrote it", damage!.Message);
    }

    [Fact]
    public void Bytes_after_the_end_are_noticed()
    {
        byte[] whole = Write();
        (List<string> records, DamagedFileException? damage) = Read([.. whole, 0]);
        Assert.Equal(Expected(Blocks), records);
        Assert.Equal(whole.Length, damage!.Offset);
    }

    [Fact]
    public void A_block_taken_out_doubled_or_moved_is_noticed()
    {
        byte[] whole = Write();
        int block = (whole.Length - RecordFileFormat.HeaderLength - RecordFileFormat.TrailerLength) / Blocks;
        int first = RecordFileFormat.HeaderLength;
        byte[] without = [.. whole[..(first + block)], .. whole[(first + 2 * block)..]];
        byte[] doubled = [.. whole[..(first + block)], .. whole[first..]];
        Assert.All([without, doubled], file =>
        {
            (List<string> records, DamagedFileException? damage) = Read(file);
            Assert.Equal(Expected(1), records);
            Assert.Equal(first + block, damage!.Offset);
        });
    }

    [Fact]
    public void A_writer_that_does_not_finish_leaves_the_old_file_and_nothing_else()
    {
        string path = Path.Combine(_folder.FullName, "kept");
        File.WriteAllText(path, "old");
        using (RecordFileWriter writer = new(path, s_header))
        {
            writer.Add(1, [1, 2, 3]);
            writer.EndBlock(default);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
    }

    /// <summary>A file whose blocks are of one length, so that a test can find them.</summary>
    private byte[] Write()
    {
        string path = Path.Combine(_folder.FullName, "file");
        using RecordFileWriter writer = new(path, s_header);
        foreach (string[] block in Expected(Blocks).Chunk(RecordsPerBlock))
        {
            Array.ForEach(block, r => writer.Add(long.Parse(r.AsSpan(r.IndexOf(' ') + 1)), Encoding.ASCII.GetBytes(r)));
            writer.EndBlock(s_facts);
        }

        writer.Complete(s_totals);
        Assert.Equal(new FileInfo(path).Length, writer.Bytes);
        return File.ReadAllBytes(path);
    }

    private static List<string> Expected(int blocks) => [.. Enumerable.Range(10, blocks * RecordsPerBlock).Select(i => $"record {i}")];

    private static void AssertDamaged(byte[] file, int place)
    {
        (List<string> records, DamagedFileException? damage) = Read(file);
        Assert.NotNull(damage);
        Assert.True(damage.Offset <= place, $"damage at {place} reported at {damage.Offset}");
        Assert.Equal(Expected(records.Count / RecordsPerBlock), records);
        int block = (records.Count / RecordsPerBlock) + 1;
        Assert.True(block > Blocks || place >= RecordFileFormat.HeaderLength || records.Count == 0);
    }

    private static (List<string> Records, DamagedFileException? Damage) Read(byte[] file)
    {
        List<string> records = [];
        try
        {
            RecordFileReader reader = new(new MemoryStream(file));
            while (reader.ReadBlock() is { } block)
            {
                Assert.Equal(s_facts, block.Facts);
                Assert.All(block.Records, r => Assert.EndsWith($" {r.Clock}", Encoding.ASCII.GetString(r.Bytes.Span)));
                records.AddRange(block.Records.Select(r => Encoding.ASCII.GetString(r.Bytes.Span)));
            }

            Assert.Equal(s_header, reader.Header);
            Assert.Equal(s_totals, reader.Totals);
            return (records, null);
        }
        catch (DamagedFileException damage)
        {
            return (records, damage);
        }
    }
}
