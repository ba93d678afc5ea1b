using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Xunit;

namespace Verified.Model.Tests;

public class TwinTests
{
    private static readonly ModelConfig[] s_free =
    [
        Models.Flush with { Writers = [1, 2] },
        Models.OddUnits with { Writers = [1, 2] },
        Models.Wait with { Writers = [1, 2], Watermark = 1 },
        Models.OverwriteSnapshot with
        {
            S = 5,
            Sizes = [1, 3],
            Writers = [1, 2],
            Flushers = [4],
            FlushModes = ["Pause", "Resume", "Final"],
        },
        Models.OverwriteWait with { N = 3, S = 4, Sizes = [1, 2], Writers = [1, 2], Form = Form.Lttng, Abandons = true },
        Models.OverwriteClock with { S = 5, Writers = [1, 2, 3], LastTick = 50, ShortTime = 2, Form = Form.Lttng },
        Models.OneThread with { S = 4, Sizes = [1, 2], Flushers = [3], FlushModes = ["Active", "Final"], Abandons = true },
        Models.OneThread with { S = 4, Mode = Mode.Overwrite, Flushers = [3], FlushModes = ["Final"] },
        Models.Parts with { Sizes = [1, 2], Flushers = [3], FlushModes = ["Active", "Final"], Abandons = true },
        Models.Cells with { N = 3, S = 6, Sizes = [2], Flushers = [3], FlushModes = ["Active", "Final"] },
        Models.Clock with { S = 6, Writers = [1, 2], Sizes = [1, 2], LastTick = 50, Flushers = [3], FlushModes = ["Active"] },
    ];

    [Fact]
    public void Steps_are_the_actions_of_the_specification()
    {
        string text = Specification.Read("ReserveCommit");
        string recovery = Specification.Read("Recovery");
        string oneWriter = Specification.Read("OneWriter");
        string parts = Specification.Read("PartRead");
        string cells = Specification.Read("CellRead");
        string steps = text[text.IndexOf("WriterStep(w) ==", StringComparison.Ordinal)..]
            + recovery[recovery.IndexOf("RecoveryNext ==", StringComparison.Ordinal)..recovery.IndexOf("allVars ==", StringComparison.Ordinal)]
            + oneWriter[oneWriter.IndexOf("OneWriterNext ==", StringComparison.Ordinal)..oneWriter.IndexOf("OneWriterSpec ==", StringComparison.Ordinal)]
            + parts[parts.IndexOf("PartNext ==", StringComparison.Ordinal)..parts.IndexOf("partVars ==", StringComparison.Ordinal)]
            + cells[cells.IndexOf("CellNext ==", StringComparison.Ordinal)..cells.IndexOf("cellVars ==", StringComparison.Ordinal)];
        IEnumerable<string> actions = Regex.Matches(steps, "[A-Z][A-Za-z]*_[A-Za-z]+").Select(m => m.Value);

        Assert.Equal(actions.Concat(["Shift", "Forget", "Tick", "ShiftAll", "ForgetAll", "Crash", "WriterOversleeps", "ReaderOversleeps"]).Distinct().Order(), Enum.GetNames<Step>().Order());
    }

    [Fact]
    public void Labels_are_those_of_the_specification()
    {
        string text = string.Concat(new[] { "Memory", "Reserve", "Commit", "Flush", "Read", "PartRead", "CellRead" }.Select(Specification.Read));
        IEnumerable<string> labels = Regex.Matches(text, "\"([A-Z][A-Za-z]*_[A-Za-z]+|Idle|Ended|Asleep|Woken)\"")
            .Select(m => m.Groups[1].Value);

        Assert.Equal(labels.Distinct().Order(), Enum.GetNames<Label>().Order());
    }

    [Fact]
    public void Mutants_are_those_of_the_specification()
    {
        string[] modules = ["Memory", "Reserve", "Commit", "Flush", "Read", "Recovery", "OneWriter", "PartRead", "CellRead"];
        IEnumerable<string> lines = modules.SelectMany(m => Specification.Read(m).Split('\n'))
            .Where(l => l.Contains("Mutant", StringComparison.Ordinal));
        IEnumerable<string> names = Regex.Matches(string.Concat(lines), "\"([a-z]+-[a-z-]+)\"").Select(m => m.Groups[1].Value);

        Assert.Equal(names.Append(Mutants.LossMiscounted).Distinct().Order(), Mutants.All.Order());
        Assert.Equal(
            Mutants.All.Select(m => m.Replace("-", "", StringComparison.Ordinal)),
            Enum.GetNames<Broken>().Skip(1).Select(n => n.ToLowerInvariant()));
    }

    [Fact]
    public void Invariants_are_those_of_the_specification()
    {
        IEnumerable<string> names = Regex.Matches(
            string.Concat(new[] { "Invariants", "Recovery", "Wrap", "OneWriter", "PartRead", "CellRead" }.Select(Specification.Read)), "^([SGL][0-9]+_[A-Za-z0-9]+) ==", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value).Except(StepProperty.OfParts.Concat(StepProperty.OfCells).Select(p => p.Name));

        Assert.Equal(names, Invariants.All.Select(i => i.Name));
    }

    [Property(MaxTest = 40)]
    public void Free_running_positions_keep_every_invariant_for_long(int seed)
    {
        var twin = new Twin(s_free[(int)((uint)seed % s_free.Length)] with { Shifts = false, LossLimit = 1000 });
        var random = new Random(seed);
        State s = twin.Initial();
        for (int i = 0; i < 3000; i++)
        {
            State t = RandomStep(twin, s, random);
            Assert.NotEqual(AbstractStep.Forbidden, Refinement.StepOf(twin, s, t));
            foreach (StepProperty property in StepProperty.All.Concat(StepProperty.OfParts).Concat(StepProperty.OfCells))
            {
                Assert.True(property.Holds(twin, s, t), property.Name);
            }

            s = t;
            foreach (Invariant invariant in Invariants.All)
            {
                Assert.True(invariant.Holds(twin, s), invariant.Name);
            }
        }
    }

    private static State RandomStep(Twin twin, in State s, Random random)
    {
        List<(Move Move, State Next)> next = ExplorerTests.Successors(twin, s);
        return next[random.Next(next.Count)].Next;
    }

    [Property(MaxTest = 40)]
    public void A_packed_state_comes_back(int seed)
    {
        var twin = new Twin(s_free[(int)((uint)seed % s_free.Length)] with { LossLimit = 300 });
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
            s = RandomStep(twin, s, random);
        }
    }

    [Fact]
    public void The_largest_state_can_be_packed()
    {
        var twin = new Twin(Models.Overwrite with { N = 3, S = 16, Writers = [1, 2, 3, 4, 255] });
        var codec = new StateCodec(twin);
        var s = default(State);
        foreach (ref short word in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<State>(ref s))))
        {
            word = 0x0101;
        }

        (s.ResCount, s.Rd.OutCount, s.Rd.TimesCount) = (Limits.MaxReservations, Limits.MaxOut, Limits.MaxOut);
        Assert.InRange(codec.Pack(s, new byte[2 * StateCodec.MaxBytes]), 1, StateCodec.MaxBytes);
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

        // Where counters are not kept a loss is a stutter.
        Assert.Equal(
            [AbstractStep.Stutter, AbstractStep.Accept, AbstractStep.Finish, AbstractStep.Read, AbstractStep.Release],
            seen.Order());
    }

    [Fact]
    public void Every_step_of_the_abstract_buffer_is_taken()
    {
        string[] modes = ["Pause", "Resume"];
        var twin = new Twin(Models.OverwriteSnapshot with { Flushers = [2], FlushModes = modes, LossLimit = 1, Forgets = true });
        HashSet<AbstractStep> seen = [];
        StateGraph graph = new Explorer(twin, new ExploreOptions { Invariants = [], MaxStates = 100_000 })
            .Run(TestContext.Current.CancellationToken).Graph;
        for (int i = 0; i < graph.Count; i += 5)
        {
            State s = graph[i];
            seen.UnionWith(ExplorerTests.Successors(twin, s).Select(m => Refinement.StepOf(twin, s, m.Next)));
        }

        Assert.Equal(Enum.GetValues<AbstractStep>().Except([AbstractStep.Forbidden]), seen.Order());
    }
}
