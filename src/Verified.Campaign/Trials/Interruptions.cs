using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>One thread interrupted before each of its steps in turn, by each kind of interruption, in each mode.</summary>
internal sealed class Interruptions(CancellationToken cancellation = default)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Runs after which no other is begun.</summary>
    public long Most { get; init; } = long.MaxValue;

    /// <summary>Runs begun so far.</summary>
    public long Runs { get; private set; }

    /// <summary>Does all of them.</summary>
    /// <returns>The steps that were taken.</returns>
    /// <exception cref="InvalidDataException">A run ended badly.</exception>
    public IReadOnlySet<string> RunAll<TRules>()
        where TRules : struct, IRules
    {
        foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
        {
            foreach (Interrupt interrupt in Enum.GetValues<Interrupt>())
            {
                RunAll<TRules>(interrupt, mode, clocked: false);
                RunAll<TRules>(interrupt, mode, clocked: true);
            }
        }

        return _seen;
    }

    private void RunAll<TRules>(Interrupt interrupt, RingBufferMode mode, bool clocked)
        where TRules : struct, IRules
    {
        for (int at = 0, steps = int.MaxValue; at < steps && Runs < Most; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            Runs++;
            var run = new InterruptRun<TRules>(interrupt, at, mode, clocked);
            try
            {
                run.Run();
            }
            catch (InvalidDataException e)
            {
                string where = string.Join(' ', run.Log.Take(at).TakeLast(5));
                throw new InvalidDataException($"{mode}{(clocked ? " clocked" : "")}: {interrupt} before step {at}, after {where}: {e.Message}", e);
            }

            steps = run.Log.Count;
            _seen.UnionWith(run.Log);
        }
    }
}
