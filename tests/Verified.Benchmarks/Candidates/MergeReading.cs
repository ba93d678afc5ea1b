using System.Runtime.CompilerServices;
using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>
/// The reading of a channel of so many buffers, which threads have filled, in time that is not counted, on a clock that is set by hand: so the
/// records of all of them alternate, in runs of a given length, whatever the machine's scheduler does.
/// </summary>
internal sealed class MergeReading : Workload
{
    private const int PerFill = 1 << 13;
    private const int Least = 1 << 11; // more than a batch
    private const int SubBufferSize = 1 << 14;
    private const int Memory = 1 << 20; // of all buffers, unless they are many: so that caches see the same
    private readonly Clock _clock = new();
    private readonly TraceChannel _channel;
    private readonly TraceChannelReader _reader;
    private readonly Filler[] _fillers;
    private readonly int _run;
    private long _written;
    private long _read;
    private long _sum;
    private long _last = long.MinValue;
    private bool _isOutOfOrder;

    /// <summary>Makes the channel, its threads, and the first records.</summary>
    /// <param name="options">For what.</param>
    /// <param name="buffers">How many buffers: a power of two.</param>
    /// <param name="run">So many records follow each other in one buffer before the next one's: a power of two.</param>
    public MergeReading(CaseOptions options, int buffers, int run)
    {
        _run = run;
        _channel = TraceChannel.Create(new()
        {
            MaxBuffers = buffers,
            SettleInterval = TimeSpan.Zero,
            Buffer = new() { SubBufferSize = SubBufferSize, SubBufferCount = Math.Max(4, Memory / SubBufferSize / buffers), TimeProvider = _clock },
        });
        _reader = _channel.OpenReader();
        byte[] payload = options.NewPayload();
        _fillers = [.. Enumerable.Range(0, buffers).Select(i => new Filler(() => Fill(i, payload)))];
        Settle(0);
    }

    /// <summary>Reads, which here is what is timed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override int Write(int lane, int count)
    {
        int records = 0;
        long sum = 0, last = _last;
        while (records < count && _reader.TryRead(out ChannelRecord record))
        {
            _isOutOfOrder |= record.Timestamp < last;
            last = record.Timestamp;
            sum += Unsafe.ReadUnaligned<long>(in record.Payload[0]);
            records++;
        }

        (_last, _sum, _read) = (last, _sum + sum, _read + records);
        return records;
    }

    /// <summary>Writes what is to be read, a thread after the other. The reader looks at none of it before all have written.</summary>
    public override void Settle(int lane)
    {
        if (_written - _read < Least)
        {
            Array.ForEach(_fillers, f => f.Run());
            _clock.Now += PerFill;
            _written += PerFill;
        }
    }

    /// <inheritdoc/>
    public override string? Verify(long accepted, long refused, long read)
    {
        while (Write(0, PerFill) > 0)
        {
        }

        return Same("records read", _written, _read)
            ?? Same("records lost", 0, _channel.Losses.Total)
            ?? Same("their sum", unchecked(_written * Payloads.Word), _sum)
            ?? (_isOutOfOrder ? "a record was read after a later one" : null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Array.ForEach(_fillers, f => f.Dispose());
        _reader.Dispose();
        _channel.Dispose();
    }

    /// <summary>By the thread of a buffer. Its last flush has the time of all that comes.</summary>
    private void Fill(int buffer, byte[] payload)
    {
        long begin = _clock.Now;
        for (int i = 0; i < PerFill / _fillers.Length; i++)
        {
            _clock.Now = begin + ((((i / _run) * _fillers.Length) + buffer) * _run) + (i % _run);
            if (!_channel.TryWrite(payload))
            {
                throw new InvalidOperationException($"the channel has no room: {_channel.Losses}");
            }
        }

        _clock.Now = begin + PerFill;
        _channel.Flush();
        _clock.Now = begin;
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long GetTimestamp() => Now;
    }

    /// <summary>A thread that does its work when it is told to.</summary>
    private sealed class Filler : IDisposable
    {
        private readonly SemaphoreSlim _go = new(0);
        private readonly SemaphoreSlim _done = new(0);
        private readonly Thread _thread;
        private Exception? _failure;
        private bool _isOver;

        public Filler(Action work)
        {
            _thread = new Thread(() =>
            {
                for (_go.Wait(); !_isOver; _go.Wait())
                {
                    try
                    {
                        work();
                    }
                    catch (InvalidOperationException e)
                    {
                        _failure = e;
                    }

                    _done.Release();
                }
            })
            { IsBackground = true };
            _thread.Start();
        }

        public void Run()
        {
            _go.Release();
            _done.Wait();
            if (_failure is not null)
            {
                throw new InvalidOperationException(_failure.Message, _failure);
            }
        }

        public void Dispose()
        {
            _isOver = true;
            _go.Release();
            _thread.Join();
            _go.Dispose();
            _done.Dispose();
        }
    }
}
