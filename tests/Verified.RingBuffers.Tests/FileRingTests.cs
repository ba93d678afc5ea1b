using System.Buffers.Binary;
using System.Diagnostics;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Rings in files: made, opened again, recovered; and what is refused.</summary>
public sealed class FileRingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public static TheoryData<RingBufferMode, RingBufferClock> Kinds =>
        new(from mode in Enum.GetValues<RingBufferMode>() from clock in Enum.GetValues<RingBufferClock>() select (mode, clock));

    private string FilePath => Path.Combine(_folder.FullName, "ring");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_empty_file_is_refused()
    {
        File.WriteAllBytes(FilePath, []);
        Assert.Throws<InvalidDataException>(() => RingBuffer.Recover(FilePath));
        Assert.Throws<InvalidDataException>(() => RingBuffer.OpenFile(FilePath));
    }

    /// <summary>To open one waits for its other end.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "there are no named pipes in folders here");
        using (Process make = Process.Start("mkfifo", [FilePath]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Task.Run(() => Assert.Throws<InvalidDataException>(() => RingBuffer.Recover(FilePath)), TestContext.Current.CancellationToken);
        await Task.Run(() => Assert.Throws<InvalidDataException>(() => RingBuffer.OpenFile(FilePath)), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_clock_without_ticks_is_refused_and_leaves_no_file(long frequency)
    {
        RingBufferOptions options = Options(RingBufferMode.Discard, RingBufferClock.Stopwatch) with { TimeProvider = new Clock(frequency) };
        Assert.Throws<ArgumentException>(() => RingBuffer.CreateFile(FilePath, options));
        Assert.False(File.Exists(FilePath));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_ring_goes_on_where_it_was_left(RingBufferMode mode, RingBufferClock clock)
    {
        using (RingBuffer ring = RingBuffer.CreateFile(FilePath, Options(mode, clock)))
        {
            Write(ring, 0, 5);
            ring.Flush();
            Write(ring, 5, 2); // not flushed
            ring.TryReserve(3, out Reservation slot);
            slot.Dispose(); // abandoned
        }

        Assert.Equal(Enumerable.Range(0, 7), Values(RingBuffer.Recover(FilePath)));
        using (RingBuffer ring = RingBuffer.OpenFile(FilePath))
        {
            Assert.Equal((mode, clock, 1L), (ring.Options.Mode, ring.Options.Clock, ring.Losses.Abandoned));
            using RingBufferReader reader = ring.OpenReader();
            Assert.Equal(Enumerable.Range(0, 5), Read(reader));
            Write(ring, 7, 3);
        }

        using (RingBuffer ring = RingBuffer.OpenFile(FilePath))
        {
            using RingBufferReader reader = ring.OpenReader();
            Assert.False(reader.TryRead(out _));
            ring.Complete();
            Assert.Equal(Enumerable.Range(5, 5), Read(reader));
            Assert.True(reader.IsCompleted);
            Assert.Equal(0, reader.OverwrittenSubBuffers);
        }

        Assert.True(RingBuffer.Recover(FilePath).IsCompleted);
        using RingBuffer last = RingBuffer.OpenFile(FilePath);
        Assert.False(last.TryWrite([1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_ring_gone_round_many_times_goes_on(RingBufferMode mode, RingBufferClock clock)
    {
        RingBuffer.CreateFile(FilePath, Options(mode, clock)).Dispose();
        for (int k = 0; k < 40; k++)
        {
            using RingBuffer ring = RingBuffer.OpenFile(FilePath);
            Write(ring, k * 11, 11);
            List<int> recovered = [];
            if (k % 3 == 0)
            {
                using RingBufferReader reader = ring.OpenReader();
                Snapshot snapshot = reader.Snapshot();
                foreach (SubBuffer sub in snapshot)
                {
                    recovered.AddRange(Values(sub.GetEnumerator()));
                }

                Assert.Equal(recovered, Read(reader));
            }
        }
    }

    [Fact]
    public void One_process_has_it_at_a_time()
    {
        using (RingBuffer ring = RingBuffer.CreateFile(FilePath, Options()))
        {
            Assert.Throws<IOException>(() => RingBuffer.OpenFile(FilePath));
            Assert.Throws<IOException>(() => RingBuffer.Recover(FilePath));
            Assert.Throws<IOException>(() => RingBuffer.CreateFile(FilePath, Options()));
            Write(ring, 0, 1);
        }

        Assert.Equal([0], Values(RingBuffer.Recover(FilePath)));
        Assert.Throws<IOException>(() => RingBuffer.CreateFile(FilePath, Options()));
        Assert.Throws<FileNotFoundException>(() => RingBuffer.OpenFile(FilePath + "x"));
        Assert.Throws<FileNotFoundException>(() => RingBuffer.Recover(FilePath + "x"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_ring_with_an_open_reservation_must_be_recovered(RingBufferMode mode, RingBufferClock clock)
    {
        RingBuffer ring = RingBuffer.CreateFile(FilePath, Options(mode, clock));
        Write(ring, 0, 2);
        Assert.True(ring.TryReserve(4, out Reservation slot));
        ring.Dispose(); // unlocks; the reservation is still open
        string message = Assert.Throws<InvalidOperationException>(() => RingBuffer.OpenFile(FilePath)).Message;
        Assert.Contains("Recover it", message, StringComparison.Ordinal);
        Assert.Equal([0, 1], Values(RingBuffer.Recover(FilePath)));
        slot.Span[0] = 7; // still mapped
        slot.Commit();
        RingBuffer.OpenFile(FilePath).Dispose();
    }

    [Fact]
    public void A_ring_whose_reader_held_a_sub_buffer_must_be_recovered()
    {
        using RingBuffer ring = RingBuffer.CreateFile(FilePath, Options(RingBufferMode.Overwrite));
        Write(ring, 0, 2);
        ring.Flush();
        RingBufferReader reader = ring.OpenReader();
        Assert.True(reader.TryRead(out SubBuffer sub));
        ring.Dispose();
        Assert.Throws<InvalidOperationException>(() => RingBuffer.OpenFile(FilePath));
        Assert.Equal([0, 1], Values(RingBuffer.Recover(FilePath)));
        sub.Dispose();
        RingBuffer.OpenFile(FilePath).Dispose();
    }

    [Fact]
    public void Times_never_go_back()
    {
        var time = new ManualTime();
        time.Advance(1000);
        using (RingBuffer ring = RingBuffer.CreateFile(FilePath, Options() with { TimeProvider = time }))
        {
            Write(ring, 0, 1);
        }

        Assert.Contains("ticks", Assert.Throws<InvalidOperationException>(() => RingBuffer.OpenFile(FilePath)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "later than this clock", Assert.Throws<InvalidOperationException>(() => RingBuffer.OpenFile(FilePath, new ManualTime())).Message,
            StringComparison.Ordinal);
        RingBuffer.OpenFile(FilePath, time).Dispose();
        Assert.Equal(TimeSpan.TicksPerSecond, RingBuffer.Recover(FilePath).TicksPerSecond);
    }

    [Theory]
    [InlineData(RegionLayout.MagicOffset, "no file of a ring buffer")]
    [InlineData(RegionLayout.VersionOffset, "layout version")]
    [InlineData(RegionLayout.FormatOffset, "record format")]
    [InlineData(RegionLayout.SubBufferSizeOffset, "sub-buffers of")]
    [InlineData(RegionLayout.SubBufferCountOffset, "sub-buffers of")]
    [InlineData(RegionLayout.DataOffsetOffset, "data begins")]
    [InlineData(RegionLayout.RegionBytesOffset, "bytes long")]
    [InlineData(RegionLayout.ModeOffset, "mode")]
    [InlineData(RegionLayout.ShortTimeBitsOffset, "short times")]
    public void A_header_that_can_not_be_right_is_refused(int offset, string problem)
    {
        RingBuffer.CreateFile(FilePath, Options()).Dispose();
        byte[] bytes = File.ReadAllBytes(FilePath);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), -3);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => RingBuffer.Recover(FilePath)).Message, StringComparison.Ordinal);
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => RingBuffer.OpenFile(FilePath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(1000)]
    public void A_file_of_another_length_is_refused(int length)
    {
        RingBuffer.CreateFile(FilePath, Options()).Dispose();
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..length]);
        Assert.Throws<InvalidDataException>(() => RingBuffer.Recover(FilePath));
        Assert.Throws<InvalidDataException>(() => RingBuffer.OpenFile(FilePath));
    }

    private static RingBufferOptions Options(
        RingBufferMode mode = RingBufferMode.Discard, RingBufferClock clock = RingBufferClock.Stopwatch) =>
        new() { SubBufferSize = 256, SubBufferCount = 4, Mode = mode, Clock = clock };

    private static void Write(RingBuffer ring, int first, int count)
    {
        for (int k = first; k < first + count; k++)
        {
            ring.TryWrite(BitConverter.GetBytes(k));
        }
    }

    private static List<int> Read(RingBufferReader reader)
    {
        List<int> values = [];
        while (reader.TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                values.AddRange(Values(sub.GetEnumerator()));
            }
        }

        return values;
    }

    private static IEnumerable<int> Values(RecoveredRing ring)
    {
        Assert.Empty(ring.Damage);
        return ring.SubBuffers.SelectMany(s => Values(s.GetEnumerator()));
    }

    private static List<int> Values(RecordEnumerator records)
    {
        List<int> values = [];
        while (records.MoveNext())
        {
            values.Add(BitConverter.ToInt32(records.Current.Payload));
        }

        return values;
    }

    private sealed class Clock(long frequency) : TimeProvider
    {
        public override long TimestampFrequency => frequency;
    }
}
