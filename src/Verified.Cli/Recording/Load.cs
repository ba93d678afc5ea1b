namespace Verified.Cli.Recording;

/// <summary>A load of several kinds: each thread does its own kind of work and writes about it.</summary>
internal sealed class Load(TraceWriter writer, Func<CancellationToken, long> explore)
{
    private readonly Lock _contended = new();

    /// <summary>Starts the threads; each ends soon after <paramref name="over"/>.</summary>
    public Thread[] Start(int threads, CancellationToken over)
    {
        (string Name, Action<CancellationToken> Work)[] kinds =
        [
            ("explore", Explore), ("allocate", Allocate), ("throw", Throw), ("contend", Contend), ("pool", Pool),
        ];
        return Enumerable.Range(0, threads).Select(i =>
        {
            (string name, Action<CancellationToken> work) = kinds[i % kinds.Length];
            Thread thread = new(() => Repeat(work, over)) { Name = $"load {i} {name}", IsBackground = true };
            thread.Start();
            return thread;
        }).ToArray();
    }

    private static void Repeat(Action<CancellationToken> work, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                work(over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Write(string name, string text) => writer.Write(RecordKind.Load, Environment.CurrentManagedThreadId, name, text);

    private void Explore(CancellationToken over)
    {
        Write("load/ExploreStart", "");
        Write("load/ExploreStop", $"states={explore(over)}");
    }

    /// <summary>Some short-lived, some kept a while, some large: collections of every generation.</summary>
    private void Allocate(CancellationToken over)
    {
        const int LargeObject = 100_000;
        List<byte[]> kept = [];
        for (int i = 0; i < 200 && !over.IsCancellationRequested; i++)
        {
            kept.Add(new byte[i % 20 == 0 ? LargeObject : 64 + i]);
            if (i % 20 == 0)
            {
                Write("load/Allocate", $"bytes={kept.Sum(k => (long)k.Length)} collections={GC.CollectionCount(0)}");
            }
        }
    }

    private void Throw(CancellationToken over)
    {
        try
        {
            throw new InvalidOperationException("thrown by the load");
        }
        catch (InvalidOperationException e)
        {
            Write("load/Caught", e.Message);
        }

        over.WaitHandle.WaitOne(1);
    }

    /// <summary>Two threads on one lock; the holder sleeps so that the other must wait.</summary>
    private void Contend(CancellationToken over)
    {
        Task other = Task.Run(() => Hold("pool"), CancellationToken.None);
        Hold("thread");
        other.Wait(CancellationToken.None);
        over.WaitHandle.WaitOne(1);
    }

    private void Hold(string who)
    {
        lock (_contended)
        {
            Write("load/Locked", $"by={who}");
            Thread.Sleep(1);
        }
    }

    private void Pool(CancellationToken over)
    {
        Parallel.For(0, 16, i => Write("load/Pooled", $"item={i}"));
        over.WaitHandle.WaitOne(2);
    }
}
