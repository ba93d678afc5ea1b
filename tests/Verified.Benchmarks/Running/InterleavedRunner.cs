using HdrHistogram;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Output;
using Verified.Cli;

namespace Verified.Benchmarks.Running;

/// <summary>How long and how often.</summary>
/// <param name="Window">How long one candidate works at a time.</param>
/// <param name="Windows">How often its turn comes.</param>
/// <param name="Warmup">Rounds of short windows before, with a pause after each round, that do not count: the compiler's tiers.</param>
/// <param name="SubBufferSize">Of rings.</param>
/// <param name="SubBufferCount">Of these.</param>
/// <param name="Verified">Whether every record is accounted for at the end.</param>
internal sealed record RunPlan(TimeSpan Window, int Windows, int Warmup, int SubBufferSize, int SubBufferCount, bool Verified = false);

/// <summary>
/// The one runner for ratios: candidates of the same shape and size take turns, window by window, so that whatever else
/// the machine does falls on all of them alike.
/// </summary>
internal sealed class InterleavedRunner(RunPlan plan, Progress progress, CancellationToken cancellation)
{
    private const int MostNanoseconds = 1_000_000_000;
    private const int Digits = 3;
    private const int WarmTurns = 10;
    private static readonly TimeSpan s_warmWindow = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan s_warmPause = TimeSpan.FromMilliseconds(300);

    /// <summary>What did not add up: with <see cref="RunPlan.Verified"/>.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Nanoseconds per record of each candidate that takes this shape and size.</summary>
    public IReadOnlyDictionary<string, Samples> Measure(IEnumerable<Candidate> candidates, Shape shape, int size)
    {
        progress.Step($"{shape}, {size} B");
        Dictionary<string, List<double>> samples = [];
        Rotate(candidates, shape, size, (candidate, made, isWarm) =>
        {
            double window = made.Window(isWarm ? plan.Window : s_warmWindow);
            if (isWarm && double.IsFinite(window))
            {
                (samples.TryGetValue(candidate.Name, out List<double>? list) ? list : samples[candidate.Name] = []).Add(window);
            }
        });
        return samples.ToDictionary(p => p.Key, p => new Samples(p.Value));
    }

    /// <summary>Nanoseconds of single writes while a second writer writes.</summary>
    public IReadOnlyDictionary<string, LongHistogram> TimeWrites(IEnumerable<Candidate> candidates, int size)
    {
        progress.Step($"latencies, {size} B");
        Dictionary<string, LongHistogram> histograms = [];
        LongHistogram unused = new(MostNanoseconds, Digits);
        Rotate(candidates, Shape.Two, size, (candidate, made, isWarm) =>
        {
            if (isWarm && !histograms.ContainsKey(candidate.Name))
            {
                histograms[candidate.Name] = new LongHistogram(MostNanoseconds, Digits);
            }

            made.TimeWrites(isWarm ? plan.Window : s_warmWindow, isWarm ? histograms[candidate.Name] : unused);
        });
        return histograms;
    }

    private void Rotate(IEnumerable<Candidate> candidates, Shape shape, int size, Action<Candidate, Case, bool> turn)
    {
        CaseOptions options = new(shape, size, plan.SubBufferSize, plan.SubBufferCount, plan.Verified);
        List<(Candidate Candidate, Case Case)> cases = [];
        try
        {
            foreach (Candidate candidate in candidates.Where(c => c.Takes(shape, size)))
            {
                cases.Add((candidate, candidate.Make(options)));
            }

            Warm(cases, options, turn);
            for (int i = 0; i < plan.Windows; i++)
            {
                Round(cases, options, turn, isWarm: true);
            }

            if (plan.Verified)
            {
                Verify(cases, options);
            }
        }
        finally
        {
            cases.ForEach(c => c.Case.Dispose());
        }
    }

    /// <summary>
    /// A method is compiled anew when it was called thirty times and no new one was for a tenth of a second; and once more, when what
    /// it then counted is known. Candidates take turns here too, so that none of them alone shapes the code that they share.
    /// </summary>
    private void Warm(List<(Candidate Candidate, Case Case)> cases, CaseOptions options, Action<Candidate, Case, bool> turn)
    {
        for (int round = 0; round < plan.Warmup; round++)
        {
            for (int i = 0; i < WarmTurns; i++)
            {
                Round(cases, options, turn, isWarm: false);
            }

            Thread.Sleep(s_warmPause);
        }
    }

    private void Round(List<(Candidate Candidate, Case Case)> cases, CaseOptions options, Action<Candidate, Case, bool> turn, bool isWarm)
    {
        foreach ((Candidate candidate, Case made) in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            Try(candidate, options, () => turn(candidate, made, isWarm));
        }
    }

    private void Verify(List<(Candidate Candidate, Case Case)> cases, CaseOptions options)
    {
        foreach ((Candidate candidate, Case made) in cases)
        {
            if (made.Verify() is { } problem)
            {
                Problems.Add($"{candidate.Name}, {options.Shape}, {options.Size} B: {problem}");
            }
        }
    }

    private static void Try(Candidate candidate, CaseOptions options, Action turn)
    {
        try
        {
            turn();
        }
        catch (InvalidOperationException e)
        {
            throw ToolException.Violation($"{candidate.Name}, {options.Shape}, {options.Size} B: {e.Message}");
        }
    }
}
