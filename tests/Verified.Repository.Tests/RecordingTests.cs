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
        });
        requests.Request();
        Accounts accounts = await Task.Run(() => session.Run(requests, over.Token), TestContext.Current.CancellationToken);
        Assert.True(accounts.Balance);
        Assert.Equal(["flight.1.ring", "flight.2.ring", "flight.ring"], told.Select(f => Path.GetFileName(f.Path)));
        Assert.Equal(told, accounts.Files);
        Assert.All(told, f => Assert.Equal(f.Records, CountRecords(f.Path)));
        Assert.Equal(3, _folder.GetFiles().Length);
    }

    [Fact]
    public void A_snapshot_that_can_not_be_written_ends_the_recording_and_leaves_nothing()
    {
        using SnapshotRequests requests = new();
        Directory.CreateDirectory(Options(default).SnapshotPath(1)); // a folder where the file should be
        requests.Request();
        RecordingSession session = new(Options(TimeSpan.FromSeconds(30)), Explore, _ => { }, _ => { });
        Assert.Throws<Verified.Cli.ToolException>(() => session.Run(requests, TestContext.Current.CancellationToken));
        Assert.Empty(_folder.GetFiles());
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
