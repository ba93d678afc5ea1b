using System.Diagnostics;
using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Cli.Stress;

/// <summary>
/// Real threads write into a ring while one reads or looks; then the ring is completed under them, read to its end, and everything is
/// accounted for.
/// </summary>
/// <param name="options">The run.</param>
internal sealed class StressRun(StressOptions options)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(1);
    private readonly RingBuffer _ring = RingBuffer.Create(new RingBufferOptions
    {
        Mode = options.Mode,
        Clock = options.Clock,
        SubBufferSize = options.SubBufferSize,
        SubBufferCount = options.SubBufferCount,
    });

    // The ledger is so long that no reader holds a sub-buffer for as long as it takes the writers to come round.
    private readonly Witness _consumed = new(options.Threads, expected: 0, new SubBufferLedger(1 << 17));
    private readonly SnapshotTotals _snapshots = new();
    private volatile bool _isOver;
    private long _cleared;
    private long _overwritten;
    private bool _reachedEnd;
    private string? _failure;

    /// <summary>Runs for the time given, or until cancelled; accounts are made either way.</summary>
    /// <param name="options">The run.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends the writing early.</param>
    /// <exception cref="ArgumentException">The ring can not be made so.</exception>
    public static StressAccount Run(StressOptions options, Action<string> report, CancellationToken cancellation)
    {
        StressRun run = new(options);
        using (run._ring)
        {
            return run.Run(report, cancellation);
        }
    }

    private StressAccount Run(Action<string> report, CancellationToken cancellation)
    {
        if (_ring.MaxPayloadLength < StressPayload.MaxLength)
        {
            throw new ArgumentException($"a sub-buffer of {options.SubBufferSize} bytes is too small for the records of this stress: the longest has {StressPayload.MaxLength}");
        }

        StressWriter[] writers = [.. Enumerable.Range(0, options.Threads).Select(id => new StressWriter(_ring, id, _consumed.Ledger))];
        Thread[] threads = [.. writers.Select((w, i) => Guarded($"writer {i}", () => w.Run(() => _isOver)))];
        Thread reader = Guarded("reader", Read);
        Stopwatch watch = Stopwatch.StartNew();
        Array.ForEach([.. threads, reader], t => t.Start());
        while (!_isOver && watch.Elapsed < options.Duration && !cancellation.WaitHandle.WaitOne(Shorter(options.Duration - watch.Elapsed)))
        {
            report($"{watch.Elapsed.TotalSeconds:0} of {options.Duration.TotalSeconds:0} s");
        }

        TimeSpan elapsed = watch.Elapsed;
        _ring.Complete(); // while they write: from here on they are refused
        _isOver = true;
        Array.ForEach([.. threads, reader], t => t.Join());
        long[] accepted = [.. writers.Select(w => w.Accepted)];
        _consumed.End(accepted);
        return new StressAccount
        {
            Options = options,
            Elapsed = elapsed,
            Attempted = writers.Sum(w => w.Attempted),
            Accepted = accepted.Sum(),
            KnownTooBig = writers.Sum(w => w.TooBig),
            KnownAbandoned = accepted.Sum(StressPayload.AbandonedBefore),
            Losses = _ring.Losses,
            Consumed = _consumed,
            Committed = _consumed.Ledger.CountBefore(long.MaxValue),
            Snapshots = _snapshots,
            OverwrittenSubBuffers = _overwritten,
            ClearedSubBuffers = _cleared,
            ReachedEnd = _reachedEnd,
            Failure = _failure,
        };
    }

    private static TimeSpan Shorter(TimeSpan left)
    {
        TimeSpan period = TimeSpan.FromMilliseconds(200);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < period ? left : period;
    }

    private void Read()
    {
        using RingBufferReader reader = _ring.OpenReader();
        while (!_isOver && options.Reader == StressReader.Snapshot)
        {
            Look(reader);
        }

        Stopwatch sinceOver = new();
        while (!reader.IsCompleted && sinceOver.Elapsed < s_patience)
        {
            if (reader.TryRead(out SubBuffer sub))
            {
                using (sub)
                {
                    _consumed.See(sub);
                }
            }
            else
            {
                Thread.Yield();
            }

            if (_isOver)
            {
                sinceOver.Start();
            }
        }

        _reachedEnd = reader.IsCompleted;
        _overwritten = reader.OverwrittenSubBuffers;
    }

    private void Look(RingBufferReader reader)
    {
        Witness witness = new(options.Threads, expected: null, _consumed.Ledger);
        Snapshot snapshot = reader.Snapshot();
        foreach (SubBuffer sub in snapshot)
        {
            witness.See(sub);
        }

        _snapshots.Add(witness, snapshot);
        if (options.Mode == RingBufferMode.Discard && _snapshots.Count % 2 == 0)
        {
            int cleared = reader.Clear();
            _consumed.Miss(cleared);
            _cleared += cleared;
        }

        Thread.Sleep(_snapshots.Count % 8 == 0 ? s_rest : TimeSpan.Zero); // lets writers on, where there are few processors
    }

    private Thread Guarded(string name, Action body) => new(() =>
    {
        try
        {
            body();
        }
        catch (Exception e)
        {
            // A thread that throws is a finding, too, whatever it throws; the first is the one to tell.
            Interlocked.CompareExchange(ref _failure, $"{name}: {e.GetType().Name}: {e.Message}", null);
            _isOver = true;
        }
    })
    { IsBackground = true, Name = name };
}
