using System.Collections.Concurrent;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>A thread that does what it is told, one thing after the other, until it is ended.</summary>
internal sealed class ChannelWorker : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public ChannelWorker()
    {
        _thread = new Thread(() =>
        {
            foreach (Action action in _work.GetConsumingEnumerable())
            {
                action();
            }
        })
        {
            IsBackground = true,
        };
        _thread.Start();
    }

    public int Id => _thread.ManagedThreadId;

    public T Do<T>(Func<T> what)
    {
        T result = default!;
        Exception? failure = null;
        using var done = new ManualResetEventSlim();
        _work.Add(() =>
        {
            try
            {
                result = what();
            }
            catch (Exception e)
            {
                failure = e;
            }

            done.Set();
        });
        Assert.True(done.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        return failure is null ? result : throw new InvalidOperationException("a worker failed", failure);
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
    }
}
