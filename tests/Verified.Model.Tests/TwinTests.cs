using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Xunit;

namespace Verified.Model.Tests;

public class TwinTests
{
    [Fact]
    public void Steps_are_the_actions_of_the_specification()
    {
        string text = Specification.Read("ReserveCommit");
        text = text[text.IndexOf("RESERVE, fast path", StringComparison.Ordinal)..];
        string steps = text[text.IndexOf("WriterStep(w) ==", StringComparison.Ordinal)..];
        IEnumerable<string> actions = Regex.Matches(steps, "[A-Z][A-Za-z]*_[A-Za-z]+").Select(m => m.Value);

        Assert.Equal(actions.Append("Shift").Distinct().Order(), Enum.GetNames<Step>().Order());
    }

    [Fact]
    public void Invariants_are_those_of_the_specification()
    {
        IEnumerable<string> names = Regex.Matches(Specification.Read("Invariants"), "^([SG][0-9]+_[A-Za-z0-9]+) ==", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value);

        Assert.Equal(names, Invariants.All.Select(i => i.Name));
    }

    [Property(MaxTest = 30)]
    public void Free_running_positions_keep_every_invariant_for_long(int seed)
    {
        ModelConfig config = (seed & 1) == 0 ? Models.Flush : Models.OddUnits;
        var twin = new Twin(config with { Writers = [1, 2], Shifts = false, LossModulus = 0 });
        var random = new Random(seed);
        State s = twin.Initial();
        for (int i = 0; i < 3000; i++)
        {
            List<(Move Move, State Next)> next = ExplorerTests.Successors(twin, s);
            State t = next[random.Next(next.Count)].Next;
            Assert.NotEqual(AbstractStep.Forbidden, Refinement.StepOf(twin, s, t));
            Assert.True(Counters.NeverGoBack(twin, s, t));
            s = t;
            foreach (Invariant invariant in Invariants.All)
            {
                Assert.True(invariant.Holds(twin, s), invariant.Name);
            }
        }

        Assert.True(s.Wpos > twin.B);
    }

    [Property(MaxTest = 30)]
    public void A_packed_state_comes_back(int seed)
    {
        var twin = new Twin(Models.FlushLttng with { Writers = [1, 2], Shifts = false, LossModulus = 0 });
        var codec = new StateCodec(twin);
        var random = new Random(seed);
        byte[] bytes = new byte[StateCodec.MaxBytes];
        State s = twin.Initial();
        s.Lost[0] = (short)random.Next(short.MinValue, short.MaxValue);
        for (int i = 0; i < 500; i++)
        {
            codec.Unpack(bytes.AsSpan(0, codec.Pack(s, bytes)), out State back);
            Assert.Equal(s, back);
            Assert.Equal(s.GetHashCode(), back.GetHashCode());
            List<(Move Move, State Next)> next = ExplorerTests.Successors(twin, s);
            s = next[random.Next(next.Count)].Next;
        }
    }

    [Property(MaxTest = 20)]
    public void The_table_is_a_set(int[] values)
    {
        var table = new StateTable();
        Dictionary<int, int> expected = [];
        foreach (int value in values.Concat(values))
        {
            byte[] key = BitConverter.GetBytes(value);
            // All keys share one hash: only the comparison of contents can tell them apart.
            Assert.Equal(expected.TryAdd(value, expected.Count), table.TryAdd(key, 42, -1, out int number));
            Assert.Equal(expected[value], number);
            Assert.Equal(key, table[number]);
        }

        Assert.Equal(expected.Count, table.Count);
    }

    [Fact]
    public void A_position_beyond_16_bits_is_an_error_and_no_wrong_state()
    {
        var twin = new Twin(Models.TwoWritersFour with { Shifts = false });
        State s = twin.Initial();
        s.Wpos = short.MaxValue;
        s.Loc[0].O = short.MaxValue;
        s.Loc[0].N = 1;
        s.Pc[0] = Label.Reserve_Cas;

        Assert.Throws<ModelLimitException>(() => twin.Enabled(s, 1));
    }

    [Fact]
    public void Too_many_reservations_are_an_error_and_no_wrong_state()
    {
        var twin = new Twin(Models.TwoWritersFour);
        State s = twin.Initial();
        s.ResCount = Limits.MaxReservations;
        s.Wpos = s.Loc[0].O = s.Loc[0].N = 1;
        s.Pc[0] = Label.Reserve_Cas;

        Assert.Throws<ModelLimitException>(() => twin.Enabled(s, 1));
    }

    [Fact]
    public void Buffers_that_are_too_small_are_refused()
    {
        var twin = new Twin(Models.TwoWriters);
        State s = twin.Initial();

        Assert.Throws<ArgumentException>(() => twin.Successors(s, new Move[1], new State[1]));
    }

    [Fact]
    public void The_model_is_refined_step_by_step()
    {
        var twin = new Twin(Models.Sizes);
        HashSet<AbstractStep> seen = [];
        StateGraph graph = Models.Explore(Models.Sizes).Graph;
        for (int i = 0; i < graph.Count; i += 3)
        {
            State s = graph[i];
            foreach ((Move move, State next) in ExplorerTests.Successors(twin, s))
            {
                AbstractStep step = Refinement.StepOf(twin, s, next);
                seen.Add(step);
                Assert.Equal(move.Step is Step.ReserveSlow_Cas or Step.Reserve_Cas, step == AbstractStep.Accept);
            }
        }

        // With one counter modulo 1 a loss is a stutter.
        Assert.Equal(
            [AbstractStep.Stutter, AbstractStep.Accept, AbstractStep.Finish, AbstractStep.Read, AbstractStep.Release],
            seen.Order());
    }
}
