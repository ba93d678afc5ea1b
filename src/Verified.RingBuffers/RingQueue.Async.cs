using System.Runtime.CompilerServices;

namespace Verified.RingBuffers;

/// <content>Dequeuing without end.</content>
public sealed unsafe partial class RingQueue<T>
{
    private const int SpinsBeforeSleep = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Dequeues values as they come, until the queue is completed and empty. While it is empty it looks again every millisecond: to be woken
    /// by each enqueue would cost each a full fence.
    /// </summary>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The values, in order. Enumerate it once at a time, as nobody else dequeues.</returns>
    /// <exception cref="ObjectDisposedException">The queue is disposed; from the enumeration.</exception>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        int spins = 0;
        PeriodicTimer? timer = null; // one for all waits, so that none of them allocates
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TryDequeue(out T value))
                {
                    spins = 0;
                    yield return value;
                }
                else if (IsCompleted)
                {
                    yield break;
                }
                else if (spins++ < SpinsBeforeSleep)
                {
                    await Task.Yield();
                }
                else
                {
                    timer ??= new PeriodicTimer(Timeout.InfiniteTimeSpan);
                    timer.Period = s_pause;
                    await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
                    timer.Period = Timeout.InfiniteTimeSpan; // no ticks while there is something to dequeue
                }
            }
        }
        finally
        {
            timer?.Dispose();
        }
    }
}
