using System.Diagnostics;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>Records a real load: many threads and the runtime write into one ring; one thread reads it into files.</summary>
/// <param name="options">What to record.</param>
/// <param name="explorations">One exploration of the twin after the other, each telling how many states it found.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="snapshotWritten">Told of each snapshot once its file is whole; on the session's own thread.</param>
/// <param name="snapshotFailed">Told why one could not be written; the recording goes on.</param>
internal sealed class RecordingSession(
    RecorderOptions options, Func<CancellationToken, long> explorations, Action<string> report, Action<WrittenFile> snapshotWritten,
    Action<string> snapshotFailed)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the load for its time, or until <paramref name="cancellation"/>; the files are whole either way.</summary>
    /// <param name="requests">When a snapshot is wanted besides; they mean nothing in discard mode.</param>
    /// <param name="cancellation">Ends the load early.</param>
    public Accounts Run(SnapshotRequests requests, CancellationToken cancellation)
    {
        using RingBuffer ring = RingBuffer.Create(options.Ring);
        TraceWriter writer = new(ring);
        RecordFileHeader header = new(
            ring.TicksPerSecond, Stopwatch.GetTimestamp(), DateTime.UtcNow, options.Mode, RecordingKind.Continuous,
            options.SubBufferSize, options.SubBufferCount);
        return options.Mode == RingBufferMode.Overwrite
            ? Fly(ring, writer, header, requests, cancellation)
            : Stream(ring, writer, header, cancellation);
    }

    /// <summary>Everything goes to the file, as it is written.</summary>
    private Accounts Stream(RingBuffer ring, TraceWriter writer, RecordFileHeader header, CancellationToken cancellation)
    {
        using RecordFileWriter file = new(options.Path, header);
        Drain drain = new(ring, file);
        Thread reader = new(drain.Run) { Name = "drain" };
        reader.Start();
        // The flusher: what lies in a sub-buffer that does not fill up still reaches the file.
        Load(writer, over =>
        {
            while (!over.WaitHandle.WaitOne(s_period) && !drain.HasFailed)
            {
                ring.Flush();
                Tell(writer, "");
            }
        }, cancellation);
        ring.Complete();
        reader.Join();
        drain.ThrowIfFailed();
        Losses losses = ring.Losses;
        Losses after = new(losses.Full - drain.Stated.Full, losses.Wrapped - drain.Stated.Wrapped, losses.TooBig - drain.Stated.TooBig);
        file.Complete(new RecordFileTotals(writer.Attempted, writer.Accepted, losses, 0, 0, after));
        WrittenFile written = new(options.Path, true, file.Blocks, file.Records, 0, 0, file.Bytes);
        return new Accounts(
            options.Mode, writer.Attempted, writer.Accepted, losses, drain.Counts.Records, 0, drain.Overwritten,
            drain.Counts.SubBuffers, 0, [written], drain.Counts.ByName);
    }

    /// <summary>A flight recorder: the newest stays in the ring, and a snapshot of it is written when one is wanted.</summary>
    private Accounts Fly(
        RingBuffer ring, TraceWriter writer, RecordFileHeader header, SnapshotRequests requests, CancellationToken cancellation)
    {
        using RingBufferReader reader = ring.OpenReader();
        FlightRecorder recorder = new(ring, reader, writer, header);
        int failed = 0;
        Load(writer, over => failed = WriteOnDemand(recorder, writer, requests, over), cancellation);
        ring.Complete();
        if (options.SnapshotAtExit)
        {
            failed += TryWrite(recorder, options.Path, isFinal: true) ? 0 : 1;
        }

        (RecordCounts counts, long overwritten, long subBuffers, long miscounted) = recorder.Close();
        return new Accounts(
            options.Mode, writer.Attempted, writer.Accepted, ring.Losses, counts.Records, overwritten, subBuffers,
            counts.SubBuffers, miscounted, recorder.Files, counts.ByName)
        { FailedSnapshots = failed };
    }

    private int WriteOnDemand(FlightRecorder recorder, TraceWriter writer, SnapshotRequests requests, CancellationToken over)
    {
        int failed = 0;
        Stopwatch sinceLast = Stopwatch.StartNew();
        WaitHandle[] handles = [over.WaitHandle, requests.Wanted];
        for (int which; (which = WaitHandle.WaitAny(handles, s_period)) != 0;)
        {
            if (which == 1 || sinceLast.Elapsed >= options.SnapshotEvery)
            {
                failed += TryWriteNext(recorder) ? 0 : 1;
                sinceLast.Restart();
            }

            Tell(writer, $", {recorder.Files.Count} snapshots");
        }

        return failed;
    }

    /// <summary>To the first name that no file has: a snapshot of an earlier recording stays.</summary>
    private bool TryWriteNext(FlightRecorder recorder)
    {
        string path = Enumerable.Range(1, int.MaxValue - 1).Select(options.SnapshotPath).First(p => !Path.Exists(p) && p != options.Reserved);
        return TryWrite(recorder, path, isFinal: false);
    }

    private bool TryWrite(FlightRecorder recorder, string path, bool isFinal)
    {
        try
        {
            Output.OutputFile.Require("--out", new FileInfo(path));
            snapshotWritten(recorder.Write(path, isFinal));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ToolException)
        {
            snapshotFailed($"no snapshot in '{path}': {e.Message}");
            return false;
        }
    }

    /// <summary>Runs the load, and beside it <paramref name="meanwhile"/>; returns when nobody writes any more.</summary>
    private void Load(TraceWriter writer, Action<CancellationToken> meanwhile, CancellationToken cancellation)
    {
        using (CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            over.CancelAfter(options.Duration);
            using RuntimeListener listener = new(writer);
            Thread[] threads = new Load(writer, explorations).Start(options.Threads, over.Token);
            try
            {
                meanwhile(over.Token);
            }
            finally
            {
                over.Cancel();
                Array.ForEach(threads, t => t.Join());
            }
        }

        AwaitQuiet(writer);
    }

    private void Tell(TraceWriter writer, string more) => report($"{writer.Accepted:#,0} records{more}");

    /// <summary>The listener is disposed, but an event may still be on its way through it on another thread.</summary>
    private static void AwaitQuiet(TraceWriter writer)
    {
        TimeSpan quiet = TimeSpan.FromMilliseconds(200);
        long attempted;
        do
        {
            attempted = writer.Attempted;
            Thread.Sleep(quiet);
        }
        while (writer.Writing != 0 || writer.Attempted != attempted);
    }
}
