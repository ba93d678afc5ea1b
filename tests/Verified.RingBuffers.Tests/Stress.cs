using System.Buffers.Binary;
using System.Diagnostics;
using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// Real threads: writers that nest and abandon, a flusher, a reader. Payloads carry writer, number and checksum, so that a torn,
/// doubled, missing or misplaced record is found.
/// </summary>
internal sealed unsafe class Stress<TRules>(int size, int count, int writers, TimeSpan time)
    where TRules : struct, IRules
{
    private const int MinLength = 16;
    private readonly Region _region = Region.Allocate(new Geometry(size, count));
    private readonly Tally[] _tallies = [.. Enumerable.Range(0, writers).Select(_ => new Tally())];
    private readonly long[] _last = [.. Enumerable.Repeat(-1L, writers)];
    private readonly long[] _read = new long[writers];
    private volatile bool _writing = true;
    private volatile bool _reading = true;
    private Exception? _failure;

    private RingCore<ProcessorMemory, TRules> Core => new(_region.Memory, _region.Geometry);

    public string Summary { get; private set; } = "";

    public void Run()
    {
        Thread[] writing = [.. Enumerable.Range(0, writers).Select(w => new Thread(Guard(() => Write(w)))), new Thread(Guard(Flush))];
        var reading = new Thread(Guard(Read));
        Array.ForEach([.. writing, reading], t => t.Start());
        Thread.Sleep(time);
        _writing = false;
        Array.ForEach(writing, t => t.Join());
        Core.Flush(FlushMode.Final);
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
        while (_writing)
        {
            One(writer, random, depth: 0);
        }
    }

    private void One(int writer, Random random, int depth)
    {
        Tally tally = _tallies[writer];
        int length = random.Next(100) == 0 ? size : MinLength + random.Next(Math.Min(120, size - 36));
        tally.Attempted++;
        ReserveResult result = Core.TryReserve(length, out Reserved slot);
        tally.Results[(int)result]++;
        if (result != ReserveResult.Ok)
        {
            Thread.Yield(); // lets the reader on, where there are fewer processors than threads
            return;
        }

        Span<byte> payload = new(_region.BasePointer + Core.RecordOffset(slot) + Geometry.RecordHeaderSize, length);
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
            Core.Flush(n % 4 == 0 ? FlushMode.Final : FlushMode.Active);
            Thread.Sleep(n % 8 == 0 ? 1 : 0);
        }
    }

    private void Read()
    {
        while (true)
        {
            bool last = !_reading;
            while (Core.TryGet(out Held held))
            {
                var records = new RecordEnumerator(_region.SubBuffer(_region.Geometry.Index(held.Position)), held);
                while (records.MoveNext())
                {
                    Check(records.Current);
                }

                Core.Move(held);
            }

            if (last)
            {
                return;
            }

            Thread.Yield();
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

    private void Check(Record record)
    {
        ReadOnlySpan<byte> payload = record.Payload;
        int writer = BinaryPrimitives.ReadInt32LittleEndian(payload);
        long number = BinaryPrimitives.ReadInt64LittleEndian(payload[4..]);
        Require(BinaryPrimitives.ReadInt32LittleEndian(payload[12..]) == Checksum(payload), "torn", record.Position);
        Require(number == record.Position, "misplaced", record.Position);
        Require(number > _last[writer], "out of order", record.Position);
        _last[writer] = number;
        _read[writer]++;
    }

    private void Balance()
    {
        for (int w = 0; w < writers; w++)
        {
            Tally t = _tallies[w];
            Require(t.Attempted == t.Results.Sum(), "attempted is not accepted and lost", w);
            Require(_read[w] == t.Results[0] - t.Abandoned, $"read {_read[w]} is not accepted {t.Results[0]} less abandoned {t.Abandoned}", w);
        }

        long Lost(ReserveResult cause) => _tallies.Sum(t => t.Results[(int)cause]);
        Require(Core.LostFull == Lost(ReserveResult.Full), "full losses differ", Core.LostFull);
        Require(Core.LostWrapped == Lost(ReserveResult.Wrapped), "wrapped losses differ", Core.LostWrapped);
        Require(Core.LostTooBig == Lost(ReserveResult.TooBig), "too big losses differ", Core.LostTooBig);
        Summary = $"{count} x {size}: attempted {_tallies.Sum(t => t.Attempted)}, read {_read.Sum()}, " +
            $"full {Core.LostFull}, wrapped {Core.LostWrapped}, too big {Core.LostTooBig}";
        Require(_read.Sum() > 0, "nothing was read", 0);
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

        public long[] Results { get; } = new long[4];
    }
}
