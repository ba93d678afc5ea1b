using System.Diagnostics;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>Records a real load: many threads and the runtime write into one ring, one thread drains it to a file.</summary>
internal static class RecordingSession
{
    private static readonly TimeSpan s_flushPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the load for its time, or until <paramref name="cancellation"/>; the file is whole either way.</summary>
    /// <param name="options">What to record.</param>
    /// <param name="explorations">One exploration of the twin after the other, each telling how many states it found.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends the load early.</param>
    public static Accounts Run(
        RecorderOptions options, Func<CancellationToken, long> explorations, Action<string> report, CancellationToken cancellation)
    {
        using RingBuffer ring = RingBuffer.Create(new RingBufferOptions
        {
            SubBufferSize = options.SubBufferSize,
            SubBufferCount = options.SubBufferCount,
        });
        using RecordFileWriter file = new(options.Path, Stopwatch.Frequency, Stopwatch.GetTimestamp());
        TraceWriter writer = new(ring);
        Drain drain = new(ring, file);
        Thread reader = new(drain.Run) { Name = "drain" };
        reader.Start();
        using (CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            over.CancelAfter(options.Duration);
            using RuntimeListener listener = new(writer);
            Thread[] threads = new Load(writer, explorations).Start(options.Threads, over.Token);
            Stopwatch watch = Stopwatch.StartNew();
            while (!over.Token.WaitHandle.WaitOne(s_flushPeriod))
            {
                // The flusher: what lies in a sub-buffer that does not fill up still reaches the file.
                ring.Flush();
                report($"{watch.Elapsed.TotalSeconds:0} s, {writer.Accepted:#,0} records");
            }

            Array.ForEach(threads, t => t.Join());
        }

        AwaitQuiet(writer);
        ring.Flush();
        drain.Stop();
        reader.Join();
        drain.ThrowIfFailed();
        file.Complete();
        return new Accounts(
            writer.Attempted, writer.Accepted, ring.Losses, drain.Records, file.Records, drain.SubBuffers, file.Bytes, drain.ByName);
    }

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
