using System.Buffers.Binary;
using Verified.Atomics;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>
/// Real threads: writers that nest and abandon, a flusher, a reader. Payloads carry writer, number and checksum, so that a torn,
/// doubled, missing or misplaced record is found.
/// </summary>
/// <param name="settings">What the ring is made of.</param>
/// <param name="writers">Threads that write; one more flushes, unless one thread is all that may, and one reads.</param>
/// <param name="attempts">Records after which a writer ends.</param>
/// <param name="time">Time after which all end that have not.</param>
/// <param name="memory">The memory of a region.</param>
internal sealed class Stress<TMemory, TRules, TSync>(
    RingSettings settings, int writers, long attempts, TimeSpan time, Func<Region, TMemory> memory)
    where TMemory : struct, IMemory
    where TRules : struct, IRules
    where TSync : struct, ISynchronisation
{
    private const int MinLength = 16;
    private readonly Region _region = Region.Allocate<TRules>(settings);
    private readonly int _size = settings.Geometry.SubBufferSize;
    private readonly Tally[] _tallies = [.. Enumerable.Range(0, writers).Select(_ => new Tally())];
    private readonly long[] _last = [.. Enumerable.Repeat(-1L, writers)];
    private readonly long[] _read = new long[writers];
    private long _endTime;
    private long _looks;
    private volatile bool _writing = true;
    private volatile bool _reading = true;
    private Exception? _failure;

    private RingCore<TMemory, TRules, TSync> Core => new(memory(_region), settings);

    public string Summary { get; private set; } = "";

    /// <summary>Was any record read? Where not, the run has shown little: all were refused, or overwritten, while other threads stood still.</summary>
    public bool HasRead => _read.Sum() > 0;

    /// <summary>Records that were tried so far.</summary>
    public long Attempted => _tallies.Sum(t => t.Attempted);

    public void Run()
    {
        Thread[] writing = [.. Enumerable.Range(0, writers).Select(w => new Thread(Guard(() => Write(w))))];
        var flushing = new Thread(Guard(TSync.IsOneWriter ? () => { } : Flush));
        var reading = new Thread(Guard(Read));
        Array.ForEach([.. writing, flushing, reading], t => t.Start());
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        Array.ForEach(writing, t => t.Join((int)Math.Max(0, end - Environment.TickCount64)));
        _writing = false;
        Array.ForEach([.. writing, flushing], t => t.Join());
        Guard(() => Core.Flush(FlushMode.Complete))();
        _reading = false;
        reading.Join();
        if (_failure is not null)
        {
            throw new InvalidDataException(_failure.Message, _failure);
        }

        Balance();
    }

    private ThreadStart Guard(Action body) => () =>
    {
        try
        {
            body();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
            _writing = false;
        }
    };

    private void Write(int writer)
    {
        var random = new Random(writer);
        while (_writing && _tallies[writer].Attempted < attempts)
        {
            One(writer, random, depth: 0);
            if (TSync.IsOneWriter && random.Next(64) == 0)
            {
                FlushOnce(random.Next(16));
            }
        }
    }

    private void One(int writer, Random random, int depth)
    {
        Tally tally = _tallies[writer];
        int length = random.Next(100) == 0 ? _size : MinLength + random.Next(Math.Min(120, _size - 64 - 8 - MinLength + 1));
        tally.Attempted++;
        ReserveResult result = Core.TryReserve(length, out Reserved slot);
        tally.Results[(int)result]++;
        if (result != ReserveResult.Ok)
        {
            Thread.Yield(); // lets the reader on, where there are fewer processors than threads
            return;
        }

        Span<byte> payload = _region.Bytes.Slice((int)Core.PayloadOffset(slot), length);
        Fill(payload, writer, slot.Begin);
        if (depth < 2 && random.Next(8) == 0)
        {
            One(writer, random, depth + 1);
        }

        if (random.Next(64) == 0)
        {
            Thread.Yield();
        }

        if (random.Next(16) == 0)
        {
            tally.Abandoned++;
            Core.Abandon(slot);
            return;
        }

        Core.Commit(slot);
    }

    private void Flush()
    {
        for (int n = 0; _writing; n++)
        {
            FlushOnce(n % 16);
            Thread.Sleep(n % 8 == 0 ? 1 : 0);
        }
    }

    private void FlushOnce(int n) => Core.Flush(n switch
    {
        0 or 4 or 8 => FlushMode.Final,
        11 => FlushMode.Pause,
        12 => FlushMode.Resume,
        _ => FlushMode.Active,
    });

    private void Read()
    {
        for (int n = 0; ; n++)
        {
            bool last = !_reading;
            GetResult got;
            while ((got = Core.TryGet(out Held held)) == GetResult.Ok)
            {
                Require(held.BeginTime >= _endTime, "the times of packets overlap", held.Position);
                _endTime = held.EndTime;
                ReadRecords(held, isSnapshot: false);
                Core.Move(held);
            }

            if (last)
            {
                Require(got == GetResult.EndOfData, "all is committed and completed, and the reader is not told the end", _endTime);
                return;
            }

            if (n % 16 == 0)
            {
                Look();
            }

            Thread.Yield();
        }
    }

    /// <summary>A snapshot: what it shows is whole and in order, and will be read again, or be overwritten.</summary>
    private void Look()
    {
        SnapshotCursor cursor = Core.BeginSnapshot();
        while (Core.TryGetNext(ref cursor, out Held held))
        {
            ReadRecords(held, isSnapshot: true);
            Core.Put(held);
            Interlocked.Increment(ref _looks);
        }
    }

    private void ReadRecords(in Held held, bool isSnapshot)
    {
        var records = new RecordEnumerator(_region.SubBuffer(held.Sub), held, settings);
        long time = held.BeginTime;
        while (records.MoveNext())
        {
            Record record = records.Current;
            int writer = Check(record);
            Require(record.Timestamp >= time && record.Timestamp <= held.EndTime, "time goes back", record.Position);
            time = record.Timestamp;
            if (!isSnapshot)
            {
                Require(record.Position > _last[writer], "out of order", record.Position);
                _last[writer] = record.Position;
                _read[writer]++;
            }
        }
    }

    /// <summary>The number of a record is its own position, which only grows from one reservation of a writer to its next.</summary>
    private static void Fill(Span<byte> payload, int writer, long number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, writer);
        BinaryPrimitives.WriteInt64LittleEndian(payload[4..], number);
        for (int k = MinLength; k < payload.Length; k++)
        {
            payload[k] = (byte)(number + k + writer);
        }

        BinaryPrimitives.WriteInt32LittleEndian(payload[12..], Checksum(payload));
    }

    private static int Checksum(ReadOnlySpan<byte> payload)
    {
        var hash = default(HashCode);
        hash.AddBytes(payload[..12]);
        hash.AddBytes(payload[MinLength..]);
        return hash.ToHashCode();
    }

    private static int Check(Record record)
    {
        ReadOnlySpan<byte> payload = record.Payload;
        long number = BinaryPrimitives.ReadInt64LittleEndian(payload[4..]);
        Require(BinaryPrimitives.ReadInt32LittleEndian(payload[12..]) == Checksum(payload), "torn", record.Position);
        Require(number == record.Position, "misplaced", record.Position);
        return BinaryPrimitives.ReadInt32LittleEndian(payload);
    }

    private void Balance()
    {
        for (int w = 0; w < writers; w++)
        {
            Tally t = _tallies[w];
            long kept = t.Results[0] - t.Abandoned;
            Require(t.Attempted == t.Results.Sum(), "attempted is not accepted and lost", w);
            Require(
                settings.Overwrites ? _read[w] <= kept : _read[w] == kept,
                $"read {_read[w]}, accepted {t.Results[0]}, abandoned {t.Abandoned}", w);
        }

        long Lost(ReserveResult cause) => _tallies.Sum(t => t.Results[(int)cause]);
        Require(Core.LostFull == Lost(ReserveResult.Full), "full losses differ", Core.LostFull);
        Require(Core.LostWrapped == Lost(ReserveResult.Wrapped), "wrapped losses differ", Core.LostWrapped);
        Require(Core.LostTooBig == Lost(ReserveResult.TooBig), "too big losses differ", Core.LostTooBig);
        Require(Core.LostRefused == Lost(ReserveResult.Refused), "refused losses differ", Core.LostRefused);
        Require(Core.LostAbandoned == _tallies.Sum(t => t.Abandoned), "abandoned differ", Core.LostAbandoned);
        Summary = $"{settings.Mode}: attempted {_tallies.Sum(t => t.Attempted)}, read {_read.Sum()}, looked at {_looks} sub-buffers, " +
            $"full {Core.LostFull}, wrapped {Core.LostWrapped}, too big {Core.LostTooBig}, refused {Core.LostRefused}";
    }

    private static void Require(bool holds, string otherwise, long where)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{otherwise} ({where})");
        }
    }

    private sealed class Tally
    {
        public long Attempted { get; set; }

        public long Abandoned { get; set; }

        public long[] Results { get; } = new long[Enum.GetValues<ReserveResult>().Length];
    }
}
