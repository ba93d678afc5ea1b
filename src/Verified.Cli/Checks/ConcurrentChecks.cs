using Verified.Cli.Output;

namespace Verified.Cli.Checks;

/// <summary>Runs checks several at once, under one line of progress.</summary>
internal static class ConcurrentChecks
{
    /// <summary>Runs the checks, the largest first.</summary>
    /// <param name="terminal">Where the progress is shown.</param>
    /// <param name="checks">What to run.</param>
    /// <param name="jobs">How many at once.</param>
    /// <param name="context">For every check; its report is replaced.</param>
    /// <param name="print">Prints a row as soon as it is known, one at a time.</param>
    /// <returns>The rows, in the order of <paramref name="checks"/>.</returns>
    public static Task<CheckRow[]> RunAsync(
        Terminal terminal, IReadOnlyList<Check> checks, int jobs, CheckContext context, Action<CheckRow> print) =>
        terminal.WorkAsync("running", report =>
        {
            // No more memory is set aside than for those that can run.
            CheckContext shared = context with { Jobs = Math.Clamp(checks.Count, 1, jobs) };
            Progress progress = new(checks.Count, report);
            Lock printing = new();
            return Jobs.RunAsync(
                checks,
                shared.Jobs,
                check => check.Size,
                async check =>
                {
                    progress.Running(check.Name, "");
                    CheckRow row = await check.RunAsync(shared with { Report = text => progress.Running(check.Name, text) });
                    progress.Done(check.Name);
                    lock (printing)
                    {
                        print(row);
                    }

                    return row;
                },
                context.Cancellation);
        });

    /// <summary>What is running, and how far each of it is, in one line.</summary>
    private sealed class Progress(int count, Action<string> report)
    {
        private readonly SortedDictionary<string, string> _running = new(StringComparer.Ordinal);
        private int _done;

        public void Running(string name, string text) => Change(() => _running[name] = text);

        public void Done(string name) => Change(() =>
        {
            _running.Remove(name);
            _done++;
        });

        private void Change(Action change)
        {
            lock (_running)
            {
                change();
                report(string.Join(" | ", _running.Select(r => $"{r.Key} {r.Value}".TrimEnd()).Prepend($"{_done} of {count} done")));
            }
        }
    }
}
