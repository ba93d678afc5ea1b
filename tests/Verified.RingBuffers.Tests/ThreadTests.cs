using System.Runtime.CompilerServices;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The public face under real threads.</summary>
public class ThreadTests
{
    private const int Writers = 4;
    private const int Rounds = 2000;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(0.5);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public static TheoryData<RingBufferMode, Reading, RingBufferClock, int> Runs()
    {
        var data = new TheoryData<RingBufferMode, Reading, RingBufferClock, int>();
        foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
        {
            foreach (Reading reading in Enum.GetValues<Reading>())
            {
                data.Add(mode, reading, RingBufferClock.Stopwatch, 256);
            }

            data.Add(mode, Reading.WaitAndRead, RingBufferClock.None, 4096);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Nothing_is_torn_or_unaccounted(RingBufferMode mode, Reading reading, RingBufferClock clock, int size)
    {
        var options = new RingBufferOptions
        {
            Mode = mode,
            Clock = clock,
            SubBufferSize = size,
            SubBufferCount = 8,
            Watermark = 2,
            MaxWait = TimeSpan.FromMilliseconds(20),
        };
        var run = new ThreadRun(options, Writers, s_time, reading);
        run.Run();
        TestContext.Current.TestOutputHelper?.WriteLine(run.Summary);
    }

    /// <summary>One sub-buffer at a time: the writer goes on only when the reader, asleep or about to be, has got it.</summary>
    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public async Task No_wake_up_is_lost(RingBufferMode mode)
    {
        using RingBuffer ring = Small(mode);
        using RingBufferReader reader = ring.OpenReader();
        using var got = new SemaphoreSlim(1);
        Task writing = Task.Factory.StartNew(() => WriteOneByOne(ring, got, null), Test, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (int n = 0; n < Rounds; n++)
        {
            Assert.True(await reader.WaitToReadAsync(Test).AsTask().Ends());
            Assert.Equal(1, WaitingTests.ReadOne(reader));
            got.Release();
        }

        await writing.Ends();
        Assert.False(await reader.WaitToReadAsync(Test).AsTask().Ends());
    }

    /// <summary>The same, while each wait is cancelled by the thread that delivers, just before or just after it does.</summary>
    [Fact]
    public async Task No_wake_up_is_lost_when_waits_are_cancelled()
    {
        using RingBuffer ring = Small(RingBufferMode.Discard);
        using RingBufferReader reader = ring.OpenReader();
        using var got = new SemaphoreSlim(1);
        var source = new StrongBox<CancellationTokenSource?>(new());
        Task writing = Task.Factory.StartNew(() => WriteOneByOne(ring, got, source), Test, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int cancelled = 0;
        for (int n = 0; n < Rounds; n++)
        {
            while (true)
            {
                var own = new CancellationTokenSource();
                Volatile.Write(ref source.Value, own);
                try
                {
                    Assert.True(await reader.WaitToReadAsync(own.Token).AsTask().Ends());
                    break;
                }
                catch (OperationCanceledException)
                {
                    Assert.False(ring.IsSignalled); // whoever was about to wake the reader has done so, and that was taken
                    cancelled++;
                }
            }

            Assert.Equal(1, WaitingTests.ReadOne(reader));
            got.Release();
        }

        await writing.Ends();
        TestContext.Current.TestOutputHelper?.WriteLine($"{cancelled} of {Rounds} waits were cancelled");
    }

    /// <summary>Delivery, completion and dispose at once: the wait ends, whichever is first.</summary>
    [Fact]
    public async Task A_wait_always_ends()
    {
        for (int n = 0; n < Rounds / 10; n++)
        {
            using RingBuffer ring = Small(RingBufferMode.Overwrite);
            RingBufferReader reader = ring.OpenReader();
            Task<bool> wait = Task.Run(async () => await reader.WaitToReadAsync(Test), Test);
            Task[] ends =
            [
                Task.Run(() => ring.TryWrite(new byte[ring.MaxPayloadLength]), Test),
                Task.Run(n % 2 == 0 ? reader.Dispose : ring.Complete, Test),
            ];
            await Task.WhenAll(ends).Ends();
            if (n % 2 == 0)
            {
                using RingBufferReader next = ring.OpenReader(); // the slot of the one reader is free at once
                ring.Complete();
                await next.WaitToReadAsync(Test).AsTask().Ends();
            }

            await wait.Ends().ContinueWith(t => t.Exception, Test, TaskContinuationOptions.None, TaskScheduler.Default);
            Assert.True(wait.IsCompletedSuccessfully || wait.Exception?.InnerException is ObjectDisposedException);
            reader.Dispose();
        }
    }

    private static void WriteOneByOne(RingBuffer ring, SemaphoreSlim got, StrongBox<CancellationTokenSource?>? cancels)
    {
        var random = new Random(1);
        for (int n = 0; n < Rounds; n++)
        {
            got.Wait(Test);
            Thread.SpinWait(random.Next(2000));
            bool before = random.Next(2) == 0;
            CancellationTokenSource? cancel = cancels is null ? null : Volatile.Read(ref cancels.Value);
            if (before)
            {
                cancel?.Cancel();
            }

            ring.TryWrite([1]);
            ring.Flush();
            if (!before)
            {
                cancel?.Cancel();
            }
        }

        got.Wait(Test);
        ring.Complete();
    }

    private static RingBuffer Small(RingBufferMode mode) =>
        RingBuffer.Create(new RingBufferOptions { SubBufferSize = 128, SubBufferCount = 2, Mode = mode });
}
