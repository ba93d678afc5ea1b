using System.Buffers.Binary;

namespace Verified.RingBuffers.Tests;

/// <summary>How the reader of a <see cref="ThreadRun"/> reads.</summary>
public enum Reading
{
    WaitAndRead,
    ReadAll,
    Snapshots,
    ReadAndClear,
}

/// <summary>
/// Real threads on the public face: writers that nest and abandon, one that flushes, pauses and resumes, a reader that waits, and a
/// completion in the middle of it. Payloads carry writer, number and checksum. Nothing may be torn, nothing out of order, and a
/// writer's numbers go on without a gap wherever the reader was told of none.
/// </summary>
internal sealed class ThreadRun(RingBufferOptions options, int writers, TimeSpan time, Reading reading)
{
    private const int MinLength = 16;
    private readonly RingBuffer _ring = RingBuffer.Create(options);
    private readonly Tally[] _tallies = [.. Enumerable.Range(0, writers).Select(_ => new Tally())];
    private Exception? _failure;

    public string Summary { get; private set; } = "";

    public void Run()
    {
        using (_ring)
        using (RingBufferReader reader = _ring.OpenReader())
        {
            var audit = new Audit(writers);
            Thread[] producing = [.. Enumerable.Range(0, writers).Select(w => Start(() => Write(w))), Start(Control)];
            Thread consuming = Start(() => ThreadReader.Read(_ring, reader, reading, audit).GetAwaiter().GetResult());
            Thread.Sleep(time);
            _ring.Complete(); // while they write
            Array.ForEach([.. producing, consuming], t => t.Join());
            if (_failure is not null)
            {
                throw new InvalidDataException(_failure.Message, _failure);
            }

            Balance(reader, audit);
        }
    }

    private Thread Start(Action body)
    {
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
                _ring.Complete();
            }
        });
        thread.Start();
        return thread;
    }

    private void Write(int writer)
    {
        var random = new Random(writer);
        while (!_ring.IsCompleted)
        {
            One(writer, random, depth: 0);
        }
    }

    private void One(int writer, Random random, int depth)
    {
        Tally tally = _tallies[writer];
        int most = options.SubBufferSize - 72 - MinLength;
        int length = random.Next(100) == 0 ? options.SubBufferSize : MinLength + random.Next(Math.Min(120, most + 1));
        tally.Attempted++;
        if (!_ring.TryReserve(length, out Reservation slot))
        {
            Thread.Yield(); // lets the reader on, where there are fewer processors than threads
            return;
        }

        using (slot)
        {
            bool keep = random.Next(16) != 0;
            if (keep)
            {
                Audit.Fill(slot.Span, writer, tally.Kept++);
            }

            if (depth < 2 && random.Next(8) == 0)
            {
                One(writer, random, depth + 1);
            }

            if (random.Next(64) == 0)
            {
                Thread.Yield();
            }

            if (keep)
            {
                slot.Commit();
            }
        }
    }

    private void Control()
    {
        for (int n = 0; !_ring.IsCompleted; n++)
        {
            _ring.Flush(sendEmpty: n % 4 == 0);
            if (n % 16 == 0)
            {
                _ring.Pause();
                Thread.Yield();
                _ring.Resume();
            }

            Thread.Sleep(n % 8 == 0 ? 1 : 0);
        }
    }

    private void Balance(RingBufferReader reader, Audit audit)
    {
        long attempted = _tallies.Sum(t => t.Attempted);
        long kept = _tallies.Sum(t => t.Kept);
        Losses lost = _ring.Losses;
        Audit.Require(attempted == kept + lost.Total, $"attempted {attempted} is not kept {kept} and lost {lost}", 0);
        Audit.Require(reader.IsCompleted, "the reader was not told of the end", 0);
        Audit.Require(audit.Records > 0, "nothing was read", 0);
        if (reading != Reading.Snapshots)
        {
            bool mayMiss = reader.OverwrittenSubBuffers > 0 || audit.Cleared > 0;
            Audit.Require(audit.Records == kept || mayMiss, $"read {audit.Records} is not kept {kept}", 0);
            long missing = Enumerable.Range(0, writers).Sum(w => _tallies[w].Kept - audit.Seen(w));
            Audit.Require(missing == 0 || mayMiss, "the last are missing", missing);
            Audit.Require(audit.Records + audit.Missing + missing == kept, "read and missing are not kept", audit.Missing);
        }

        Audit.Require(options.Mode == RingBufferMode.Overwrite || reader.OverwrittenSubBuffers == 0, "overwritten in discard mode", 0);
        Summary = $"{options.Mode}, {reading}: attempted {attempted}, read {audit.Records} in {audit.SubBuffers} sub-buffers, " +
            $"{reader.OverwrittenSubBuffers} overwritten, {audit.Cleared} cleared, {lost}";
    }

    private sealed class Tally
    {
        public long Attempted { get; set; }

        public long Kept { get; set; }
    }
}

/// <summary>What the reader finds.</summary>
internal sealed class Audit(int writers)
{
    private const int Header = 16;
    private readonly long[] _next = new long[writers];
    private long _lastTime;

    public int Writers => writers;

    public long Records { get; private set; }

    public long SubBuffers { get; set; }

    public long Cleared { get; set; }

    /// <summary>Numbers that were jumped over.</summary>
    public long Missing { get; private set; }

    /// <summary>One more than the last number of a writer.</summary>
    public long Seen(int writer) => _next[writer];

    /// <summary>A snapshot starts again, and knows not where.</summary>
    public void Restart()
    {
        Array.Clear(_next);
        _lastTime = 0;
    }

    public static void Fill(Span<byte> payload, int writer, long number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, writer);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], number);
        for (int k = Header; k < payload.Length; k++)
        {
            payload[k] = (byte)(number + k + writer);
        }

        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], Checksum(payload));
    }

    /// <summary>A record; told whether anything may be missing before it.</summary>
    public void Check(ReadOnlySpan<byte> payload, long time, bool[] mayMiss)
    {
        int writer = BinaryPrimitives.ReadInt32LittleEndian(payload);
        long number = BinaryPrimitives.ReadInt64LittleEndian(payload[8..]);
        Require(BinaryPrimitives.ReadInt32LittleEndian(payload[4..]) == Checksum(payload), "torn", number);
        Require(number >= _next[writer], $"out of order, before {_next[writer]}", number);
        Require(number == _next[writer] || mayMiss[writer], $"missing, from {_next[writer]}", number);
        Require(time >= _lastTime, $"earlier than {_lastTime}", time);
        Missing += number - _next[writer];
        _next[writer] = number + 1;
        _lastTime = time;
        mayMiss[writer] = false;
        Records++;
    }

    public static void Require(bool holds, string otherwise, long where)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{otherwise} ({where})");
        }
    }

    private static int Checksum(ReadOnlySpan<byte> payload)
    {
        var hash = default(HashCode);
        hash.AddBytes(payload[..4]);
        hash.AddBytes(payload[8..]);
        return hash.ToHashCode();
    }
}
