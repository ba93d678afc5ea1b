using System.Diagnostics;
using System.Runtime.CompilerServices;
using HdrHistogram;

namespace Verified.Benchmarks.Running;

/// <summary>A workload of this process, run on <see cref="Lanes"/>.</summary>
internal sealed class ManagedCase(Shape shape, Workload workload) : Case
{
    /// <summary>Records between two looks at the clock: it then costs a fortieth of a nanosecond per record.</summary>
    private const int Batch = 1024;

    private const int SpinsWhenRefused = 20;
    private const int SpinsWhenEmpty = 10;
    private static readonly TimeSpan s_mostDraining = TimeSpan.FromSeconds(10);

    private readonly LaneResult[] _results = new LaneResult[shape.Lanes];
    private long _accepted;
    private long _refused;
    private long _read;
    private volatile bool _produced;
    private volatile bool _stop;

    /// <inheritdoc/>
    public override double Window(TimeSpan length)
    {
        long ticks = Ticks(length);
        _produced = false;
        Lanes.Shared.Run(shape.Lanes, lane => _results[lane] = lane < shape.Producers ? Produce(lane, ticks) : Consume());
        Add();
        long elapsed = shape.Lanes == 1 ? _results[0].Busy : _results.Max(r => r.End) - _results.Min(r => r.Begin);
        long records = shape.HasConsumer ? _results[^1].Records : _results.Sum(r => r.Records);
        return records == 0 ? double.NaN : Stopwatch.GetElapsedTime(0, elapsed).TotalNanoseconds / records;
    }

    /// <inheritdoc/>
    public override void TimeWrites(TimeSpan length, LongHistogram into)
    {
        long ticks = Ticks(length);
        _stop = false;
        Lanes.Shared.Run(shape.Lanes, lane =>
        {
            try
            {
                _results[lane] = lane == 0 ? TimeEach(ticks, into) : ProduceUntilStopped(lane);
            }
            finally
            {
                _stop = true;
            }
        });
        Add();
    }

    /// <inheritdoc/>
    public override string? Verify() => workload.Verify(_accepted, _refused, _read);

    /// <inheritdoc/>
    public override void Dispose() => workload.Dispose();

    private static long Ticks(TimeSpan length) => (long)(length.TotalSeconds * Stopwatch.Frequency);

    private void Add()
    {
        _accepted += _results[..shape.Producers].Sum(r => r.Records);
        _refused += _results[..shape.Producers].Sum(r => r.Refused);
        _read += shape.HasConsumer ? _results[^1].Records : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LaneResult Produce(int lane, long ticks)
    {
        long begin = Stopwatch.GetTimestamp();
        long last = begin, busy = 0, records = 0, refused = 0;
        while (last - begin < ticks)
        {
            int accepted = workload.Write(lane, Batch);
            records += accepted;
            if (accepted < Batch)
            {
                refused++;
                if (shape.HasConsumer)
                {
                    Thread.SpinWait(SpinsWhenRefused);
                }
            }

            long now = Stopwatch.GetTimestamp();
            busy += now - last;
            workload.Settle(lane);
            last = Stopwatch.GetTimestamp();
        }

        if (shape.HasConsumer)
        {
            workload.Finish();
            _results[lane].Records = records; // the consumer looks there
            _produced = true;
        }

        return new LaneResult { Begin = begin, End = last, Busy = busy, Records = records, Refused = refused };
    }

    /// <summary>Until it has all that the producer wrote.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private LaneResult Consume()
    {
        long begin = Stopwatch.GetTimestamp();
        long records = 0, drainingSince = 0;
        while (true)
        {
            int read = workload.Read();
            records += read;
            if (read == 0)
            {
                if (_produced && records >= _results[0].Records)
                {
                    break;
                }

                if (_produced)
                {
                    drainingSince = drainingSince == 0 ? Stopwatch.GetTimestamp() : drainingSince;
                    if (Stopwatch.GetElapsedTime(drainingSince) > s_mostDraining)
                    {
                        throw new InvalidOperationException($"{_results[0].Records} records were written, and {records} could be read");
                    }
                }

                Thread.SpinWait(SpinsWhenEmpty);
            }
        }

        return new LaneResult { Begin = begin, End = Stopwatch.GetTimestamp(), Records = records };
    }

    private LaneResult TimeEach(long ticks, LongHistogram into)
    {
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        long begin = Stopwatch.GetTimestamp();
        long after = begin, records = 0, refused = 0;
        while (after - begin < ticks)
        {
            long before = Stopwatch.GetTimestamp();
            int accepted = workload.Write(0, 1);
            after = Stopwatch.GetTimestamp();
            records += accepted;
            refused += 1 - accepted;
            into.RecordValue(Math.Min((long)((after - before) * nanoseconds), into.HighestTrackableValue));
            if ((records + refused) % Batch == 0)
            {
                workload.Settle(0);
            }
        }

        return new LaneResult { Begin = begin, End = after, Records = records, Refused = refused };
    }

    private LaneResult ProduceUntilStopped(int lane)
    {
        long records = 0, refused = 0;
        while (!_stop)
        {
            int accepted = workload.Write(lane, Batch);
            records += accepted;
            refused += accepted < Batch ? 1 : 0;
            workload.Settle(lane);
        }

        return new LaneResult { Records = records, Refused = refused };
    }

    private struct LaneResult
    {
        public long Begin;
        public long End;
        public long Busy;
        public long Records;
        public long Refused;
    }
}
