using System.Text.Json.Nodes;
using Verified.Cli;
using Verified.Cli.Damage;

namespace Verified.Repository.Tests;

/// <summary>Damaged files: their readers refuse them, or give whole records; and who does otherwise is found out.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Damaged_files_are_refused_or_read()
    {
        const int Files = 2000;
        string report = Path.Combine(_folder.FullName, "r.json");
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = await Tool.RunAsync(
            ["damage", "--files", $"{Files}", "--seed", "7", "--json", report], output, error, TestContext.Current.CancellationToken);

        Assert.True(exitCode == ExitCodes.Pass, output.ToString() + error);
        JsonNode[] accounts = [.. JsonNode.Parse(File.ReadAllText(report))!["accounts"]!.AsArray().Select(a => a!)];
        Assert.Equal(["region", "record file"], accounts.Select(a => (string)a["subject"]!));
        foreach (JsonNode account in accounts)
        {
            JsonNode[] kinds = [.. account["kinds"]!.AsArray().Select(k => k!)];
            Assert.Equal((Files, 0), ((int)account["files"]!, (int)account["violations"]!));
            Assert.Equal(Files, kinds.Sum(k => (int)k["files"]!));
            Assert.All(kinds, k => Assert.Equal((int)k["files"]!, (int)k["refused"]! + (int)k["parts"]! + (int)k["read"]!));
            Assert.True(kinds.Sum(k => (int)k["refused"]!) > 0 && kinds.Sum(k => (int)k["read"]!) > 0 && kinds.Sum(k => (int)k["parts"]!) > 0);
        }
    }

    [Fact]
    public void A_reader_that_believes_what_it_reads_is_found_out()
    {
        IDamageSubject[] subjects = [new RegionSubject(_folder), new RecordSubject(_folder)];
        Assert.All(subjects, s => Assert.Equal(1, new DamageRun(s, 3) { IsControl = true }.Run(5000, _ => { }, TestContext.Current.CancellationToken).Violations));
    }

    [Fact]
    public void The_same_seed_damages_in_the_same_way()
    {
        DamageRun run = new(new RegionSubject(_folder), 5);
        Assert.Equal(run.File(17).Bytes, run.File(17).Bytes);
        Assert.NotEqual(run.File(17).Bytes, run.File(18).Bytes);
    }

    [Fact]
    public void Whole_files_are_read_whole()
    {
        RegionSubject regions = new(_folder);
        foreach (RegionBase whole in RegionBase.All(_folder))
        {
            DamageReading reading = regions.Read(new DamagedFile(whole.Bytes, "none", 0), 0);
            Assert.Equal((DamageOutcome.Read, 0L), (reading.Outcome, reading.Altered));
            Assert.True(reading.Records > 0);
        }
    }

    [Theory]
    [InlineData("hang", "no end after")]
    [InlineData("memory", "bytes of memory taken")]
    [InlineData("crash", "IndexOutOfRangeException")]
    [InlineData("nonsense", "nonsense")]
    public void A_reader_that_misbehaves_is_named(string how, string problem)
    {
        DamageAccount account = new DamageRun(new Misbehaving(how), 1) { Limit = TimeSpan.FromMilliseconds(300) }.Run(3, _ => { }, TestContext.Current.CancellationToken);
        Assert.Contains(account.Problems, p => p.Contains(problem, StringComparison.Ordinal) && p.StartsWith("misbehaving 1 of seed 1", StringComparison.Ordinal));
        Assert.Equal(1, account.Violations);
    }

    private sealed class Misbehaving(string how) : IDamageSubject
    {
        public string Name => "misbehaving";

        public DamagedFile Damage(Random random) => new(new byte[8], "none", 0);

        public DamageReading Read(DamagedFile file, int number) => number == 1 ? Misbehave() : default;

        public DamageReading ReadUnchecked(DamagedFile file, int number) => Misbehave();

        private DamageReading Misbehave()
        {
            switch (how)
            {
                case "hang":
                    Thread.Sleep(Timeout.Infinite);
                    return default;
                case "memory":
                    return new DamageReading(DamageOutcome.Read, new byte[100 << 20].Length, 0);
                case "crash":
                    throw new IndexOutOfRangeException();
                default:
                    throw new UnsoundReadingException("nonsense");
            }
        }
    }
}
