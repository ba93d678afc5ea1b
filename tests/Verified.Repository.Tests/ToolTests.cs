using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verified.Campaign;
using Verified.Cli;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Repository.Tests;

/// <summary>The tool as a user meets it: command lines in, text and exit codes out.</summary>
public sealed partial class ToolTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("bogus")]
    [InlineData("verify", "sometimes")]
    [InlineData("verify", "--json", "/no/such/folder/report.json")]
    [InlineData("verify", "--root", "/no/such/folder")]
    [InlineData("verify", "--only", "no such row")]
    [InlineData("explore")]
    [InlineData("explore", "MCNothing")]
    [InlineData("explore", "--mutant", "no-such-mutant")]
    [InlineData("tlc", "destroy")]
    [InlineData("tlc", "check", "--model", "MCNothing")]
    [InlineData("tlc", "check", "--jobs", "0")]
    [InlineData("tlc", "regenerate", "--jobs", "many")]
    [InlineData("proofs", "destroy")]
    [InlineData("proofs", "check", "--cores", "0")]
    [InlineData("proofs", "check", "--time-limit", "0")]
    [InlineData("proofs", "check", "--mutant", "no-push")]
    [InlineData("proofs", "--root", "/no/such/folder")]
    [InlineData("campaign", "--scenario", "no-such-scenario")]
    [InlineData("campaign", "--mutant", "no-such-mutant")]
    [InlineData("campaign", "--strategy", "no-such-strategy")]
    [InlineData("campaign", "--engine", "no-such-engine")]
    [InlineData("campaign", "--shard", "3/2")]
    [InlineData("campaign", "--shard", "two")]
    [InlineData("campaign", "--schedules", "0")]
    [InlineData("campaign", "--schedules", "many")]
    [InlineData("campaign", "--seconds", "-1")]
    [InlineData("campaign", "--out", "/no/such/folder/file")]
    [InlineData("campaign", "--stop-threads", "sometimes")]
    [InlineData("campaign", "--stop-threads", "every-point", "--schedules", "100")]
    [InlineData("campaign", "--stop-threads", "every-point", "--seed", "1")]
    [InlineData("campaign", "--stop-threads", "every-point", "--engine", "coyote")]
    [InlineData("campaign", "--strategy", "stop")]
    [InlineData("replay")]
    [InlineData("replay", "/no/such/file")]
    [InlineData("record")]
    [InlineData("record", "--seconds", "0", "--out", "x")]
    [InlineData("record", "--seconds", "1", "--out", "/no/such/folder/file")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--threads", "0")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--sub-buffer-size", "1000")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--sub-buffers", "3")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--mode", "sometimes")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--snapshot-at-exit")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--mode", "overwrite", "--snapshot-every", "0")]
    [InlineData("record", "--seconds", "1", "--out", "x", "--mode", "overwrite", "--sub-buffers", "1")]
    [InlineData("stress", "--mode", "sometimes")]
    [InlineData("stress", "--reader", "nobody")]
    [InlineData("stress", "--threads", "0")]
    [InlineData("stress", "--seconds", "0")]
    [InlineData("stress", "--seconds", "1", "--size", "1000")]
    [InlineData("stress", "--seconds", "1", "--size", "128")]
    [InlineData("kill", "--mode", "sometimes")]
    [InlineData("kill", "--times", "0")]
    [InlineData("kill", "--writers", "65")]
    [InlineData("damage", "--files", "0")]
    [InlineData("damage", "--kind", "everything")]
    [InlineData("damage", "--json", "/no/such/folder/file")]
    [InlineData("campaign", "--mode", "sometimes")]
    [InlineData("campaign", "--mode", "overwrite", "--scenario", "full-buffer")]
    [InlineData("campaign", "--mode", "overwrite", "--mutant", "no-full-test")]
    [InlineData("cat", "/no/such/file")]
    [InlineData("cat", "x", "--limit", "few")]
    public async Task A_mistake_of_the_user_is_64_and_one_line(params string[] args)
    {
        (int exitCode, string output, string error) = await RunAsync(args);
        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.StartsWith("verified: ", error);
        Assert.DoesNotContain("   at ", output + error);
    }

    [Theory]
    [InlineData("explore", "MCNothing", "MCTwoWriters")]
    [InlineData("explore", "--mutant=nothing", "no-full-test")]
    [InlineData("campaign", "--mutant=nothing", "no-full-test")]
    [InlineData("campaign", "--scenario=nothing", "two-writers")]
    public async Task An_unknown_name_is_answered_with_the_known_ones(string command, string argument, string known)
    {
        (_, _, string error) = await RunAsync(command, argument);
        Assert.Contains(known, error);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("verify", "--help")]
    [InlineData("explore", "--help")]
    [InlineData("tlc", "--help")]
    [InlineData("proofs", "--help")]
    [InlineData("campaign", "--help")]
    [InlineData("replay", "--help")]
    [InlineData("asm", "--help")]
    [InlineData("record", "--help")]
    [InlineData("stress", "--help")]
    [InlineData("cat", "--help")]
    [InlineData("kill", "--help")]
    [InlineData("damage", "--help")]
    public async Task Help_has_examples(params string[] args)
    {
        (int exitCode, string output, _) = await RunAsync(args);
        Assert.Equal(ExitCodes.Pass, exitCode);
        Assert.Contains("Examples:", output);
        Assert.Contains("  verified ", output);
    }

    [Fact]
    public async Task Every_command_that_checks_writes_json()
    {
        string[] commands = ["verify", "explore", "tlc", "proofs", "campaign", "replay", "asm", "record", "stress", "kill", "damage"];
        foreach (string command in commands)
        {
            (_, string output, _) = await RunAsync(command, "--help");
            Assert.Contains("--json <FILE>", output);
        }
    }

    [Fact]
    public async Task A_mutant_fails_in_the_twin_by_name()
    {
        (int exitCode, string output, _) = await RunAsync("explore", "--mutant", Mutants.CountBeforeData, "--json", PathOf("r.json"));
        Assert.Equal(ExitCodes.Violation, exitCode);
        string property = Checkout.Manifest.Models.First(m => m.Mutant == Mutants.CountBeforeData).Property!;
        Assert.Contains(property, output);
        JsonNode report = JsonNode.Parse(File.ReadAllText(PathOf("r.json")))!;
        Assert.Equal("FAIL", (string?)report["verdict"]);
        Assert.Contains(property, report["violations"]!.AsArray().Select(v => (string)v!["property"]!));
    }

    [Fact]
    public async Task A_mutant_fails_in_the_code_and_again_in_replay()
    {
        string file = PathOf("failing.schedule");
        (int exitCode, _, _) = await RunAsync("campaign", "--mutant", Mutants.PaddingNotCommitted, "--schedules", "200", "--out", file);
        Assert.Equal(ExitCodes.Violation, exitCode);
        (int again, string output, _) = await RunAsync("replay", file);
        Assert.Equal(ExitCodes.Violation, again);
        Assert.Contains($"in the same step {ScheduleFile.Load(file).FailingStep}", output);
    }

    [Fact]
    public async Task A_campaign_counts_every_step_as_checked()
    {
        (int exitCode, _, _) = await RunAsync(
            "campaign", "--scenario", "two-writers", "--schedules", "50", "--seed", "7", "--json", PathOf("c.json"));
        Assert.Equal(ExitCodes.Pass, exitCode);
        JsonNode report = JsonNode.Parse(File.ReadAllText(PathOf("c.json")))!;
        Assert.Equal(50, (long)report["schedules"]!);
        Assert.Equal((long)report["steps"]!, (long)report["stepsChecked"]!);
        Assert.True((long)report["steps"]! > 50);
        Assert.True((long)report["failedExchangesCharged"]! > 0);
    }

    [Fact]
    public async Task Threads_are_stopped_at_every_point()
    {
        (int exitCode, string output, _) = await RunAsync(
            "campaign", "--stop-threads", "every-point-short", "--scenario", "wait-for-completion", "--json", PathOf("s.json"));
        Assert.Equal(ExitCodes.Pass, exitCode);
        Assert.Contains("no call of another thread took more than", output);
        JsonNode report = JsonNode.Parse(File.ReadAllText(PathOf("s.json")))!;
        JsonNode stops = report["stoppedThreads"]!;
        Assert.True((long)stops["pairs"]! > 20);
        Assert.Equal(9, (long)stops["schedulesWithoutStop"]!);
        Assert.True((long)report["schedules"]! > (long)stops["pairs"]! + 9);
        Assert.Equal((long)report["steps"]!, (long)report["stepsChecked"]!);
        Assert.Equal("violation", (string?)report["control"]!["verdict"]);
    }

    [Fact]
    public async Task A_writer_that_waits_for_a_stopped_thread_fails_and_again_in_replay()
    {
        string file = PathOf("stopped.schedule");
        (int exitCode, string output, _) = await RunAsync(
            "campaign", "--stop-threads", "every-point-short", "--mutant", "wait-for-delivery", "--judge", "meaning", "--scenario", "sizes-2-2", "--out", file);
        Assert.Equal(ExitCodes.Violation, exitCode);
        Assert.Contains("did not end", output);
        (int again, string drawn, _) = await RunAsync("replay", file);
        Assert.Equal(ExitCodes.Violation, again);
        Assert.Contains($"in the same step {ScheduleFile.Load(file).FailingStep}", drawn);
    }

    [Fact]
    public async Task A_recording_balances_and_can_be_printed()
    {
        string file = PathOf("trace.ring");
        (int exitCode, string output, _) = await RunAsync("record", "--seconds", "0.5", "--out", file, "--json", PathOf("r.json"));
        Assert.Equal(ExitCodes.Pass, exitCode);
        Assert.Contains("attempted", output);
        JsonNode report = JsonNode.Parse(File.ReadAllText(PathOf("r.json")))!;
        long lost = (long)report["lostFull"]! + (long)report["lostWrapped"]! + (long)report["lostTooBig"]!;
        Assert.Equal((long)report["attempted"]!, (long)report["accepted"]! + (long)report["refused"]! + lost);
        Assert.Equal((long)report["accepted"]!, (long)report["read"]!);
        (int printed, string text, _) = await RunAsync("cat", file);
        Assert.Equal(ExitCodes.Pass, printed);
        Assert.Equal((long)report["read"]!, Lines(text).LongCount(l => !l.Contains(" -- ", StringComparison.Ordinal)));
        Assert.Contains(" runtime ", text);
        Assert.Contains(" load ", text);
    }

    [Fact]
    public async Task A_tiny_ring_loses_records_and_the_file_says_where()
    {
        string file = PathOf("tiny");
        (int exitCode, _, _) = await RunAsync(
            "record", "--seconds", "0.5", "--out", file, "--sub-buffer-size", "256", "--sub-buffers", "2", "--json", PathOf("r.json"));
        Assert.Equal(ExitCodes.Pass, exitCode);
        JsonNode report = JsonNode.Parse(File.ReadAllText(PathOf("r.json")))!;
        Assert.True((long)report["lostFull"]! > 0);
        (_, string text, _) = await RunAsync("cat", file);
        long told = Lines(text).Select(l => LostLine().Match(l)).Where(m => m.Success)
            .Sum(m => long.Parse(m.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        Assert.Equal((long)report["lostFull"]! + (long)report["lostWrapped"]! + (long)report["lostTooBig"]!, told);
        Assert.Contains(Lines(text), l => l.Contains("full", StringComparison.Ordinal) && l.Contains("before sub-buffer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flight_recorder_keeps_the_newest_and_accounts_for_the_rest()
    {
        string file = PathOf("flight.ring");
        (int exitCode, string output, _) = await RunAsync(
            "record", "--mode", "overwrite", "--seconds", "1.5", "--size", "4096", "--sub-buffers", "4", "--out", file,
            "--snapshot-at-exit", "--snapshot-every", "0.4", "--json", PathOf("r.json"));
        Assert.Equal(ExitCodes.Pass, exitCode);
        Assert.Contains("snapshot: ", output);
        JsonNode report = JsonNode.Parse(File.ReadAllText(PathOf("r.json")))!;
        Assert.True((long)report["overwritten"]! > 0);
        Assert.Equal((long)report["accepted"]!, (long)report["read"]! + (long)report["overwritten"]! + (long)report["abandoned"]!);
        string[] files = [.. report["files"]!.AsArray().Select(f => (string)f!["path"]!)];
        Assert.True(files.Length >= 2);
        Assert.Equal((file, PathOf("flight.1.ring")), (files[^1], files[0]));
        foreach (JsonNode? written in report["files"]!.AsArray())
        {
            (int printed, string text, _) = await RunAsync("cat", (string)written!["path"]!);
            Assert.Equal(ExitCodes.Pass, printed);
            Assert.Equal((long)written["records"]!, Lines(text).LongCount(l => !l.Contains(" -- ", StringComparison.Ordinal)));
        }

        (_, string last, _) = await RunAsync("cat", file);
        Assert.Contains($"-- {(long)report["overwrittenSubBuffers"]!:#,0} sub-buffers overwritten, before sub-buffer ", last);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.partial"));
    }

    [Theory]
    [InlineData("discard", "consume")]
    [InlineData("discard", "snapshot")]
    [InlineData("overwrite", "consume")]
    [InlineData("overwrite", "snapshot")]
    public async Task A_stress_accounts_for_every_record(string mode, string reader)
    {
        (int exitCode, string output, _) = await RunAsync(
            "stress", "--mode", mode, "--reader", reader, "--threads", "4", "--seconds", "0.5", "--json", PathOf("s.json"));
        Assert.True(exitCode == ExitCodes.Pass, output);
        JsonNode run = Assert.Single(JsonNode.Parse(File.ReadAllText(PathOf("s.json")))!["runs"]!.AsArray())!;
        Assert.Equal((0, 0), ((long)run["torn"]!, (long)run["unaccounted"]!));
        Assert.Equal((long)run["accepted"]!, (long)run["read"]! + (long)run["inMissingSubBuffers"]! + (long)run["abandoned"]!);
        Assert.Contains("0 torn, 0 unaccounted", output);
    }

    [Fact]
    public async Task A_stress_that_is_cut_short_still_tells_its_account()
    {
        using CancellationTokenSource cancelled = new(TimeSpan.FromMilliseconds(300));
        StringWriter output = new();
        int exitCode = await Tool.RunAsync(["stress", "--seconds", "30"], output, new StringWriter(), cancelled.Token);
        Assert.Equal(ExitCodes.Inconclusive, exitCode);
        Assert.Contains("attempted", output.ToString());
    }

    [Fact]
    public async Task A_damaged_file_is_printed_as_far_as_it_is_whole()
    {
        string file = PathOf("trace.ring");
        await RunAsync("record", "--seconds", "0.3", "--out", file, "--sub-buffer-size", "4096");
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        (int exitCode, string output, string error) = await RunAsync("cat", file);
        Assert.Equal(ExitCodes.Violation, exitCode);
        Assert.NotEmpty(output);
        Assert.Matches(@"^verified: trace\.ring: damaged at byte \d+: ", error);
        (int first, string one, _) = await RunAsync("cat", file, "--limit", "1");
        Assert.Equal((ExitCodes.Pass, 1), (first, Lines(one).Count(l => !l.Contains(" -- ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_edited_specification_fails_verify()
    {
        using TemporaryCopy copy = new();
        copy.Edit("Memory.tla", "Torn  == 1000", "Torn  == 1001");
        SpecificationFiles files = copy.Files;
        (int exitCode, string output, _) = await RunAsync("verify", "quick", "--only", "goldens", "--root", copy.Root);
        Assert.Equal(ExitCodes.Violation, exitCode);
        Assert.Contains("only TLC can renew them", output);
        Assert.NotEmpty(files.Configurations);
    }

    [Fact]
    public async Task A_cancelled_check_is_inconclusive()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.CancelAfter(TimeSpan.FromMilliseconds(50));
        StringWriter error = new();
        int exitCode = await Tool.RunAsync(["campaign", "--seconds", "30"], new StringWriter(), error, cancelled.Token);
        Assert.Equal(ExitCodes.Inconclusive, exitCode);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@" -- ([\d,]+) records lost ")]
    private static partial Regex LostLine();

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = await Tool.RunAsync(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
