using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Repository.Tests;

/// <summary>A flight recorder whose user asks for snapshots.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_snapshot_is_written_when_it_is_asked_for()
    {
        using SnapshotRequests requests = new();
        using CancellationTokenSource over = new();
        List<WrittenFile> told = [];
        RecorderOptions options = Options(TimeSpan.FromSeconds(30)) with { SnapshotAtExit = true };
        RecordingSession session = new(options, Explore, _ => { }, f =>
        {
            told.Add(f);
            if (told.Count == 1)
            {
                requests.Request(); // two more, as one: they come while the session is busy
                requests.Request();
            }
            else
            {
                over.CancelAfter(TimeSpan.FromMilliseconds(300)); // long enough for a third, were there one
            }
        }, Assert.Fail);
        requests.Request();
        Accounts accounts = await Task.Run(() => session.Run(requests, over.Token), TestContext.Current.CancellationToken);
        Assert.True(accounts.Balance);
        Assert.Equal(["flight.1.ring", "flight.2.ring", "flight.ring"], told.Select(f => Path.GetFileName(f.Path)));
        Assert.Equal(told, accounts.Files);
        Assert.All(told, f => Assert.Equal(f.Records, CountRecords(f.Path)));
        Assert.Equal(3, _folder.GetFiles().Length);
    }

    [Fact]
    public async Task A_snapshot_that_can_not_be_written_is_told_and_the_recording_goes_on()
    {
        using SnapshotRequests requests = new();
        using CancellationTokenSource over = new();
        string gone = Path.Combine(_folder.FullName, "gone");
        RecorderOptions options = Options(TimeSpan.FromSeconds(30)) with { Path = Path.Combine(gone, "flight.ring"), SnapshotAtExit = true };
        List<string> failures = [];
        RecordingSession session = new(options, Explore, _ => { }, _ => { }, why =>
        {
            failures.Add(why);
            Directory.CreateDirectory(gone);
            over.Cancel();
        });
        requests.Request();
        Accounts accounts = await Task.Run(() => session.Run(requests, over.Token), TestContext.Current.CancellationToken);
        Assert.Contains("no such folder", Assert.Single(failures), StringComparison.Ordinal);
        Assert.Equal(1, accounts.FailedSnapshots);
        Assert.True(accounts.Balance);
        Assert.Equal(options.Path, Assert.Single(accounts.Files).Path);
    }

    [Fact]
    public void A_recording_whose_disk_is_full_ends_and_says_so()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        using SnapshotRequests requests = new();
        RecorderOptions options = Options(TimeSpan.FromMinutes(10)) with { Mode = RingBufferMode.Discard };
        File.CreateSymbolicLink(options.Path + ".partial", "/dev/full");
        RecordingSession session = new(options, Explore, _ => { }, _ => { }, Assert.Fail);
        Verified.Cli.ToolException e = Assert.Throws<Verified.Cli.ToolException>(() => session.Run(requests, TestContext.Current.CancellationToken));
        Assert.StartsWith("the recording ended early: ", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_report_does_not_take_the_place_of_the_recording()
    {
        string file = Options(default).Path;
        StringWriter error = new();
        int exitCode = await Verified.Cli.Tool.RunAsync(
            ["record", "--seconds", "1", "--out", file, "--json", file], TextWriter.Null, error, TestContext.Current.CancellationToken);
        Assert.Equal(64, exitCode);
        Assert.Contains("is another file of this command", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_of_an_earlier_recording_stays()
    {
        using SnapshotRequests requests = new();
        using CancellationTokenSource over = new();
        string earlier = Options(default).SnapshotPath(1);
        await File.WriteAllTextAsync(earlier, "earlier", TestContext.Current.CancellationToken);
        RecordingSession session = new(Options(TimeSpan.FromSeconds(30)), Explore, _ => { }, _ => over.Cancel(), Assert.Fail);
        requests.Request();
        Accounts accounts = await Task.Run(() => session.Run(requests, over.Token), TestContext.Current.CancellationToken);
        Assert.Equal("flight.2.ring", Path.GetFileName(Assert.Single(accounts.Files).Path));
        Assert.Equal("earlier", await File.ReadAllTextAsync(earlier, TestContext.Current.CancellationToken));
    }

    private static long Explore(CancellationToken cancellation) => cancellation.WaitHandle.WaitOne(5) ? 0 : 1;

    private static long CountRecords(string path)
    {
        using FileStream stream = File.OpenRead(path);
        RecordFileReader reader = new(stream);
        long records = 0;
        while (reader.ReadBlock() is { } block)
        {
            records += block.Records.Count;
        }

        return records;
    }

    private RecorderOptions Options(TimeSpan duration) => new(
        Path.Combine(_folder.FullName, "flight.ring"), duration, Threads: 3, RingBufferMode.Overwrite, SubBufferSize: 4096, SubBufferCount: 4,
        SnapshotAtExit: false, SnapshotEvery: null);
}
