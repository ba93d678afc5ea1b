using Xunit;

namespace Verified.Model.Tests;

/// <summary>
/// Is the push of the reader needed for safety (docs/findings.md)? Without it the reader alone moves the read position, so positions run
/// free here, up to some laps.
/// </summary>
public class PushTests
{
    private const string Window = "S14_WindowIsTheRing";

    private static readonly ModelConfig s_config = new()
    {
        Reader = 9,
        Mode = Mode.Overwrite,
        Mutant = Mutants.NoPush,
        Shifts = false,
    };

    [Theory]
    [InlineData(5, 1)]
    [InlineData(3, 1, 2)]
    public void Without_the_push_what_is_read_is_right_but_the_reader_stays_behind(int laps, params int[] writers)
    {
        var twin = new Twin(s_config with { Writers = writers });
        HashSet<string> broken = [];
        int lapped = 0;
        foreach ((State s, State[] next) in Explore(twin, laps * twin.B))
        {
            broken.UnionWith(Invariants.All.Where(i => !i.Holds(twin, s)).Select(i => i.Name));
            foreach (State t in next)
            {
                bool beginsAgain = t.Pc[twin.ProducerCount] == Label.Get_LoadReadPosition;
                broken.UnionWith(StepProperty.All.Where(p => !p.Holds(twin, s, t) && !(p.Name == ReaderSteps.Name && beginsAgain)).Select(p => p.Name));
                broken.UnionWith(Refinement.Allowed(twin, s, t) ? [] : [Refinement.Name]);
            }

            if (s.Pc[twin.ProducerCount] == Label.Idle && s.Dc[twin.Idx(s.Rpos)] > twin.FullCount(s.Rpos))
            {
                lapped++;
                Assert.False(ReaderAloneEnds(twin, s));
            }
        }

        Assert.Equal([Refinement.Name, Window], broken.Order());
        Assert.NotEqual(0, lapped);
    }

    /// <summary>With the push, the reader ends from every such state, or there is none.</summary>
    [Fact]
    public void With_the_push_the_reader_alone_ends()
    {
        var twin = new Twin(s_config with { Mutant = Mutants.None });
        Assert.All(Explore(twin, 3 * twin.B).Where(e => e.State.Pc[twin.ProducerCount] == Label.Idle), e => Assert.True(ReaderAloneEnds(twin, e.State)));
    }

    private static bool ReaderAloneEnds(Twin twin, State s)
    {
        HashSet<State> seen = [];
        while (seen.Add(s))
        {
            s = twin.Enabled(s, twin.Config.Reader)[0].Next;
            if (s.Pc[twin.ProducerCount] == Label.Idle)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(State State, State[] Next)> Explore(Twin twin, int end)
    {
        var moves = new Move[twin.MaxSuccessors];
        var buffer = new State[twin.MaxSuccessors];
        HashSet<State> seen = [twin.Initial()];
        Queue<State> todo = new(seen);
        while (todo.TryDequeue(out State s))
        {
            State[] next = buffer[..twin.Successors(s, moves, buffer)];
            foreach (State t in next.Where(t => t.Wpos <= end && seen.Add(t)))
            {
                todo.Enqueue(t);
            }

            yield return (s, next);
        }
    }
}
