using System.Text.Json.Nodes;
using Verified.Cli;
using Verified.Cli.Kill;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Repository.Tests;

/// <summary>Processes killed while they write into rings in files; and that whoever judges them is not blind.</summary>
public sealed class KillTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_killed_processes_had_committed_is_recovered()
    {
        string report = Path.Combine(_folder.FullName, "r.json");
        (int exitCode, string output, string error) = await RunAsync("kill", "--times", "6", "--writers", "3", "--json", report);

        Assert.True(exitCode == ExitCodes.Pass, output + error);
        JsonNode[] accounts = [.. JsonNode.Parse(File.ReadAllText(report))!["accounts"]!.AsArray().Select(a => a!)];
        Assert.Equal(["discard", "overwrite"], accounts.Select(a => (string)a["mode"]!));
        Assert.All(accounts, a => Assert.Equal((3, 0, 0), ((int)a["killed"]!, (int)a["torn"]!, (int)a["violations"]!)));
        Assert.All(accounts, a => Assert.True((long)a["recovered"]! > 0 && (long)a["recovered"]! <= (long)a["committed"]! + (long)a["inFlight"]!));
    }

    [Fact]
    public void The_judge_finds_lttngs_own_rule_out_and_nothing_in_what_ships()
    {
        KillJudge shipped = KillControl.Judge<LeanRules>();
        Assert.Empty(shipped.Problems);
        Assert.Equal((0, 2, 1), (shipped.Recovered, shipped.LostInUnfinished, shipped.Unfinished));

        KillJudge lttngs = KillControl.Judge<KillControl.OwnEndRules>();
        Assert.Contains(lttngs.Problems, p => p.StartsWith("torn: ", StringComparison.Ordinal));
        Assert.True(KillControl.IsCaught());
    }

    [Theory]
    [InlineData(nameof(KillWitness.Word.Ending), 1, "was recovered and never committed")]
    [InlineData(nameof(KillWitness.Word.Ended), 4, "is missing in what is recovered")]
    [InlineData(nameof(KillWitness.Word.Begun), 1 << 20, "is too short")]
    public void The_judge_believes_the_writers(string word, long value, string problem)
    {
        KillJudge judge = JudgeThree(b => Say(b, KillWitness.OffsetOf(0, Enum.Parse<KillWitness.Word>(word)), value), _ => { });
        Assert.Contains(judge.Problems, p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void The_judge_wants_a_reason_for_what_is_unfinished()
    {
        Assert.Empty(JudgeThree(_ => { }, _ => { }).Problems);

        // A count that is short, and nobody said that he was at it.
        KillJudge judge = JudgeThree(_ => { }, region => region[(int)RegionLayout.CommitCount(0).Offset] -= 8);
        Assert.Contains(judge.Problems, p => p.Contains("no reservation was known to be open", StringComparison.Ordinal));
    }

    /// <summary>Three records of one writer, all committed, in a sub-buffer that is complete; with a lie of the witness, or of the ring.</summary>
    private static KillJudge JudgeThree(Action<byte[]> lie, Action<byte[]> damage)
    {
        const int Records = 3;
        var settings = new RingSettings(new Geometry(1024, 4), RingBufferMode.Discard, Clocked: false, Recoverable: true);
        Region region = Region.Allocate(settings);
        RingCore<Atomics.ProcessorMemory, LeanRules, ManyWriters> core = new(region.Memory, settings);
        byte[] said = new byte[KillWitness.LengthOf(1)];
        for (int n = 0; n < Records; n++)
        {
            Assert.Equal(ReserveResult.Ok, core.TryReserve(Cli.Stress.StressPayload.LengthOf(0, n), out Reserved slot));
            Cli.Stress.StressPayload.Fill(region.Bytes.Slice((int)core.PayloadOffset(slot), slot.PayloadLength), 0, n, slot.Begin);
            core.Commit(slot);
            Say(said, KillWitness.OffsetOfPosition(1, 0, n), slot.Begin);
        }

        core.Flush(FlushMode.Active);
        foreach (KillWitness.Word word in new[] { KillWitness.Word.Begun, KillWitness.Word.Reserved, KillWitness.Word.Ending, KillWitness.Word.Ended })
        {
            Say(said, KillWitness.OffsetOf(0, word), Records);
        }

        Say(said, KillWitness.OffsetOfPosition(1, 0, Records), Geometry.PacketHeaderSize); // what a lie may name
        lie(said);
        byte[] image = region.Bytes.ToArray();
        damage(image);
        return KillJudge.Of(RingBuffer.Recover(image), new KillTestimony(said, 1));
    }

    private static void Say(byte[] bytes, int offset, long value) => BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = await Tool.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}
