using Verified.Cli;
using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Tlc;

namespace Verified.Repository.Tests;

public class JobsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_largest_is_first_and_results_keep_their_order()
    {
        List<long> begun = [];
        long[] results = await Jobs.RunAsync([2L, 9, 4, 7], 1, n => n, n => { begun.Add(n); return Task.FromResult(10 * n); }, CancellationToken.None);
        Assert.Equal([9, 7, 4, 2], begun);
        Assert.Equal([20, 90, 40, 70], results);
    }

    [Fact]
    public async Task As_many_run_at_once_as_were_asked_for_and_no_more()
    {
        const int Most = 3;
        int running = 0;
        int most = 0;
        TaskCompletionSource all = new();
        async Task<int> WorkAsync(int item)
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == Most)
            {
                all.TrySetResult();
            }

            await all.Task.WaitAsync(s_patience);
            await Task.Delay(1);
            Interlocked.Decrement(ref running);
            return item;
        }

        int[] items = [.. Enumerable.Range(0, 50)];
        Assert.Equal(items, await Jobs.RunAsync(items, Most, _ => 0, WorkAsync, CancellationToken.None));
        Assert.Equal(Most, most);
    }

    [Fact]
    public async Task Work_that_does_not_wait_is_done_at_once_too()
    {
        using Barrier both = new(2);
        bool[] met = await Jobs.RunAsync([1, 2], 2, _ => 0, _ => Task.FromResult(both.SignalAndWait(s_patience)), CancellationToken.None);
        Assert.Equal([true, true], met);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_fails_stops_nothing_else(int jobs)
    {
        int done = 0;
        Task<int> Work(int item) => item % 2 == 0 ? throw new InvalidOperationException("even") : Task.FromResult(Interlocked.Increment(ref done));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Jobs.RunAsync([.. Enumerable.Range(0, 20)], jobs, n => -n, Work, CancellationToken.None));
        Assert.Equal(10, done);
    }

    [Fact]
    public async Task Cancelled_it_ends_what_runs_and_begins_nothing_more()
    {
        using CancellationTokenSource source = new();
        int begun = 0;
        int ended = 0;
        async Task<int> WorkAsync(int item)
        {
            if (Interlocked.Increment(ref begun) == 2)
            {
                source.Cancel();
            }

            try
            {
                await Task.Delay(s_patience, source.Token);
                return item;
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Jobs.RunAsync([.. Enumerable.Range(0, 20)], 2, _ => 0, WorkAsync, source.Token));
        Assert.Equal((2, 2), (begun, ended));
    }

    [Fact]
    public async Task Checks_at_once_give_every_row_and_print_each()
    {
        using StringWriter output = new();
        Check[] checks =
        [
            Check.Of("a", c => CheckRow.From("a", $"{c.Jobs} jobs", [])),
            Check.Of("b", _ => throw ToolException.Inconclusive("no Java")),
            Check.Of("c", c => { c.Report("half"); return CheckRow.From("c", "", ["wrong"]); }),
        ];
        List<CheckRow> printed = [];
        CheckContext context = new(Checkout.Specification, Checkout.Manifest, Effort.Full, _ => { }, TestContext.Current.CancellationToken);
        CheckRow[] rows = await ConcurrentChecks.RunAsync(new Terminal(output, output), checks, 8, context, printed.Add);
        Assert.Equal(["a", "b", "c"], rows.Select(r => r.Name));
        Assert.Equal([Verdict.Pass, Verdict.Inconclusive, Verdict.Fail], rows.Select(r => r.Verdict));
        Assert.Equal("3 jobs", rows[0].Figures);
        Assert.Equal(rows.ToHashSet(), printed.ToHashSet());
    }

    [Fact]
    public void The_memory_is_shared_by_those_that_run_at_once()
    {
        const long Memory = 16L << 30;
        Assert.Empty(TlcRunner.Heap(1, Memory));
        Assert.Equal(["-Xmx4915m"], TlcRunner.Heap(2, Memory));
        Assert.Equal(["-Xmx614m"], TlcRunner.Heap(16, Memory));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
