using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Verified.Cli.Checks;

/// <summary>Does several things at once, and never more of them than was asked for.</summary>
internal static class Jobs
{
    /// <summary>
    /// Does the work of every item, the largest item first: so none of those that take long is left for the end, when there is
    /// nothing to do beside it. Work that fails stops no other.
    /// </summary>
    /// <param name="items">What to work on.</param>
    /// <param name="jobs">How many at once.</param>
    /// <param name="size">How large an item is; of equal ones, the earlier is first.</param>
    /// <param name="work">The work; told of cancellation by its own means.</param>
    /// <param name="cancellation">After it nothing more begins.</param>
    /// <returns>The results, in the order of <paramref name="items"/>.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; what was running has ended.</exception>
    /// <remarks>What the first failure threw is thrown when everything else is done.</remarks>
    public static async Task<TResult[]> RunAsync<T, TResult>(
        IReadOnlyList<T> items, int jobs, Func<T, long> size, Func<T, Task<TResult>> work, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        ConcurrentQueue<int> waiting = new(Enumerable.Range(0, items.Count).OrderByDescending(i => size(items[i])));
        ConcurrentQueue<Exception> failures = [];
        TResult[] results = new TResult[items.Count];
        async Task WorkAsync()
        {
            while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out int i))
            {
                try
                {
                    results[i] = await work(items[i]);
                }
                catch (Exception e)
                {
                    failures.Enqueue(e);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(jobs, items.Count)).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        cancellation.ThrowIfCancellationRequested();
        if (failures.TryPeek(out Exception? first))
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return results;
    }
}
