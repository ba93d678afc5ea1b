using Verified.Atomics;
using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>
/// What tests see that know neither the twin nor the schedules: one operation after the other beside a plain model; one thread
/// interrupted by whole operations; real threads.
/// </summary>
/// <param name="rules">What is tried.</param>
/// <param name="cancellation">Ends a trial with an exception.</param>
/// <param name="isOneWriter">Does one thread write? Then nothing interrupts it, and real threads are that one and the reader.</param>
internal sealed class Trial(RulesOf rules, CancellationToken cancellation, bool isOneWriter = false)
{
    private const int Writers = 4;
    private const int Geometries = 2;

    // On a busy machine a run may be over before the reader, or a flusher that has paused the ring, is let on.
    private const int RunsToRead = 5;

    // Time for all threads together to try one more record, on a machine that does other things, too; after two of these none is getting on.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_forEver = TimeSpan.FromHours(1);

    /// <summary>How what was caught last was caught; null if nothing was.</summary>
    public string? Message { get; private set; }

    /// <summary>The code with nothing broken.</summary>
    public static RulesOf Control(Form form) => form == Form.Lttng ? new RulesOf<LttngRules>() : new RulesOf<LeanRules>();

    /// <summary>Workloads beside the sequential model.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The number of the first whose answers are not the model's, from 1; null if there is none.</returns>
    public long? Sequential(long count)
    {
        for (int seed = 1; seed <= count; seed++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsCaught(new Sequentially(Workload.Of(seed))))
            {
                return seed;
            }
        }

        return null;
    }

    /// <summary>One thread, interrupted before each of its steps.</summary>
    /// <param name="most">Runs after which no other is begun.</param>
    /// <returns>How many runs it took until one ended badly; null if none did. And how many there were.</returns>
    public (long? At, long Runs) Interrupted(long most = long.MaxValue)
    {
        Interruptions all = new(cancellation) { Most = most };
        bool isCaught = IsCaught(new Interruptedly(all));
        return (isCaught ? all.Runs : null, all.Runs);
    }

    /// <summary>Real threads, in each mode, with a clock and without, in rings of two sizes.</summary>
    /// <param name="modes">The modes.</param>
    /// <param name="attempts">Records that are tried in all, or a few more.</param>
    /// <returns>Whether it was caught.</returns>
    public bool Threads(IReadOnlyList<RingBufferMode> modes, long attempts)
    {
        bool[] clocks = [false, true];
        long share = attempts / (modes.Count * clocks.Length * Geometries * Writers);
        foreach (RingBufferMode mode in modes)
        {
            foreach (bool clocked in clocks)
            {
                Geometry[] geometries = [new(128, 2), new(256, 4)];
                foreach (Geometry geometry in geometries)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (IsCaught(new Threadwise(new RingSettings(geometry, mode, clocked, ShortTimeBits: 10), share)))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Broken code may fail in any way.</summary>
    private bool IsCaught(IRulesUser<bool> user)
    {
        try
        {
            return rules.For(user, isOneWriter);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Message = e.Message;
            return true;
        }
    }

    private sealed class Sequentially(Workload workload) : IRulesUser<bool>
    {
        public bool With<TRules, TSync>()
            where TRules : struct, IRules
            where TSync : struct, ISynchronisation
        {
            SequentialRun<TRules, TSync>.Check(workload);
            return false;
        }
    }

    private sealed class Interruptedly(Interruptions all) : IRulesUser<bool>
    {
        public bool With<TRules, TSync>()
            where TRules : struct, IRules
            where TSync : struct, ISynchronisation
        {
            if (!TSync.IsOneWriter)
            {
                all.RunAll<TRules>();
            }

            return false;
        }
    }

    private sealed class Threadwise(RingSettings settings, long attempts) : IRulesUser<bool>
    {
        public bool With<TRules, TSync>()
            where TRules : struct, IRules
            where TSync : struct, ISynchronisation
        {
            for (int run = 0; run < RunsToRead; run++)
            {
                if (HasRead<TRules, TSync>())
                {
                    return false;
                }
            }

            throw new InvalidDataException($"nothing was read in {RunsToRead} runs");
        }

        private bool HasRead<TRules, TSync>()
            where TRules : struct, IRules
            where TSync : struct, ISynchronisation
        {
            Stop stop = new();
            var stress = new Stress<StoppableMemory, TRules, TSync>(
                settings, TSync.IsOneWriter ? 1 : Writers, attempts, s_forEver, region => new StoppableMemory(region.Memory, stop));
            (long Attempted, int Times) unchanged = (-1, 0);
            using Timer watch = new(
                _ =>
                {
                    long now = stress.Attempted;
                    unchanged = (now, now == unchanged.Attempted ? unchanged.Times + 1 : 0);
                    if (unchanged.Times >= 2)
                    {
                        stop.Now();
                    }
                },
                null, s_patience, s_patience);
            stress.Run();
            return stress.HasRead;
        }
    }
}
