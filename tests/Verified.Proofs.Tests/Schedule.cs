using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>
/// Chooses the steps of a random walk. One process goes on for a while before another does, in some walks for long: races need
/// a process that stands still while others go round the ring.
/// </summary>
internal sealed class Schedule
{
    private const int MostRedraws = 5;
    private static readonly int[] s_bursts = [1, 3, 10, 30, 80];

    private readonly Random _random;
    private readonly int _burst;
    private int _process;

    public Schedule(int seed)
    {
        _random = new Random(seed);
        _burst = s_bursts[_random.Next(s_bursts.Length)];
    }

    /// <summary>Chooses one of the steps that are enabled.</summary>
    public (Key Key, Pair Next) Choose(List<(Key Key, Pair Next)> next)
    {
        if (_random.Next(_burst) == 0)
        {
            _process = Draw(next).Key.Process;
        }

        List<(Key Key, Pair Next)> own = [.. next.Where(n => n.Key.Process == _process)];
        (Key Key, Pair Next) chosen = Draw(own.Count > 0 ? own : next);
        _process = chosen.Key.Process;
        return chosen;
    }

    /// <summary>A buffer that is completed shows little: such a walk is to end soon.</summary>
    public bool IsTiredOfIt() => _random.Next(200) == 0;

    // What can begin in any state, and changes little, or ends all, is taken less often than what goes on.
    private (Key Key, Pair Next) Draw(List<(Key Key, Pair Next)> next)
    {
        (Key Key, Pair Next) drawn = next[_random.Next(next.Count)];
        for (int i = 0; i < MostRedraws && _random.Next(100) >= ShareOf(drawn.Key); i++)
        {
            drawn = next[_random.Next(next.Count)];
        }

        return drawn;
    }

    private static int ShareOf(Key key) => key.Step switch
    {
        Step.Flush_LoadWritePosition => key.Arg is Twin.PauseMode or Twin.CompleteMode ? 2 : 20,
        Step.Lose_TooBig or Step.Tick or Step.Clear_LoadReadPosition => 10,
        Step.Snapshot_LoadReadPosition or Step.Wait_LoadReadPosition => 30,
        _ => 100,
    };
}
