using Xunit;

namespace Verified.Model.Tests;

/// <summary>An access says exactly what its action does to shared memory: lockstep rests on that.</summary>
public class AccessTests
{
    [Theory]
    [InlineData(nameof(Models.Flush))]
    [InlineData(nameof(Models.FlushLttng))]
    [InlineData(nameof(Models.TooBig))]
    [InlineData(nameof(Models.TwoWriters))]
    [InlineData(nameof(Models.TwoWritersLttng))]
    [InlineData(nameof(Models.OddUnits))]
    public void Access_is_the_one_change_of_shared_memory(string model) => CheckAll(Models.Find(model));

    [Theory]
    [InlineData(Mutants.DeliverWithoutLock)]
    [InlineData(Mutants.CountBeforeData)]
    [InlineData(Mutants.NoFullTest)]
    public void So_it_is_in_mutants(string mutant) => CheckAll(Models.OfMutant(mutant));

    [Fact]
    public void Enabled_moves_are_the_successors_by_process()
    {
        var twin = new Twin(Models.Flush);
        StateGraph graph = Models.Explore(twin.Config).Graph;
        for (int i = 0; i < graph.Count; i += 7)
        {
            State s = graph[i];
            List<(Move Move, State Next)> all = ExplorerTests.Successors(twin, s);
            (Move Move, State Next)[] byProcess = [.. new[] { 1, 3, 9 }.SelectMany(p => twin.Enabled(s, p))];
            Assert.Equal(all.Where(m => m.Move.Step != Step.Shift), byProcess);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => twin.Enabled(twin.Initial(), 2));
    }

    [Fact]
    public void Accesses_of_a_record_are_those_of_the_contract()
    {
        var twin = new Twin(Models.OneWriter);
        State s = twin.Initial();
        Access[] expected =
        [
            new(AccessKind.Load, "wpos", 0, 0, 0, false),
            new(AccessKind.Load, "wpos", 0, 0, 0, false),
            new(AccessKind.Load, "dc", 0, 0, 0, false),
            new(AccessKind.Load, "wpos", 0, 0, 0, false),
            new(AccessKind.Load, "rpos", 0, 0, 0, false),
            new(AccessKind.CompareExchange, "wpos", 0, 0, 2, false),
            new(AccessKind.Store, "begin", 0, -1, 0, true),
            new(AccessKind.Add, "cc", 0, 0, 1, false),
            new(AccessKind.Store, "csize", 0, 0, 2, true),
            new(AccessKind.BeginWrite, "mem", 1, 0, 1, true),
            new(AccessKind.EndWrite, "mem", 1, 1000, 1, false),
            new(AccessKind.Add, "cc", 0, 1, 2, false),
            new(AccessKind.Store, "dc", 0, 0, 2, false),
        ];

        foreach (Access access in expected)
        {
            (Move move, s) = Assert.Single(twin.Enabled(s, 1));
            Assert.Equal(access, move.Access);
        }

        Assert.Equal(Label.Idle, twin.LabelOf(s, 1));
        Assert.Equal(2, s.Dc[0]);
    }

    private static void CheckAll(ModelConfig config)
    {
        var twin = new Twin(config);
        StateGraph graph = Models.Explore(config).Graph;
        var before = new short[Offset("lost") + 3];
        var after = new short[before.Length];
        for (int i = 0; i < graph.Count; i++)
        {
            State s = graph[i];
            Fill(before, s);
            foreach ((Move move, State next) in ExplorerTests.Successors(twin, s))
            {
                Fill(after, next);
                Check(twin, move, before, after);
            }
        }
    }

    private static void Check(Twin twin, Move move, short[] before, short[] after)
    {
        // A release also turns what it gives back into poison, and a Shift renames every position: both by design of the model.
        Access access = move.Access;
        if (move.Step is Step.Shift or Step.Move_Cas or Step.Move_StoreReadPosition)
        {
            Assert.Equal(move.Step == Step.Shift, access.Kind == AccessKind.None);
            return;
        }

        if (access.Kind == AccessKind.BeginRead)
        {
            Assert.Equal(0, access.Index % twin.S);
            Assert.Equal(before, after);
            return;
        }

        int place = Offset(access.Name) + access.Index;
        Assert.Equal(before[place], access.Old);
        Assert.Equal(access.Kind == AccessKind.BeginWrite ? Twin.Torn : access.New, after[place]);
        Assert.True(before.AsSpan(0, place).SequenceEqual(after.AsSpan(0, place)));
        Assert.True(before.AsSpan(place + 1).SequenceEqual(after.AsSpan(place + 1)));
        Assert.True(access.Kind != AccessKind.Load || access.Old == access.New);
        int poison = access.Name == "begin" ? Twin.NoBegin : 0;
        bool isPoison = access.Name is "begin" or "csize" or "dsize" or "mem" && access.Old == poison;
        bool stores = access.Kind is AccessKind.Store or AccessKind.BeginWrite or AccessKind.EndWrite;
        Assert.Equal(stores && isPoison, access.StaleOld);
    }

    /// <summary>Where a variable's values begin in the flat copy of shared memory.</summary>
    private static int Offset(string name) => name switch
    {
        "wpos" => 0,
        "rpos" => 1,
        "cc" => 2,
        "dc" => 2 + Limits.MaxSlots,
        "begin" => 2 + (2 * Limits.MaxSlots),
        "csize" => 2 + (3 * Limits.MaxSlots),
        "dsize" => 2 + (4 * Limits.MaxSlots),
        "mem" => 2 + (5 * Limits.MaxSlots),
        "lost" => 2 + (5 * Limits.MaxSlots) + Limits.MaxUnits,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no shared variable"),
    };

    private static void Fill(short[] words, in State s)
    {
        words[Offset("wpos")] = s.Wpos;
        words[Offset("rpos")] = s.Rpos;
        Copy(s.Cc, words, "cc");
        Copy(s.Dc, words, "dc");
        Copy(s.Begin, words, "begin");
        Copy(s.Csize, words, "csize");
        Copy(s.Dsize, words, "dsize");
        Copy(s.Mem, words, "mem");
        Copy(s.Lost, words, "lost");
    }

    private static void Copy(ReadOnlySpan<short> values, short[] words, string name) => values.CopyTo(words.AsSpan(Offset(name)));
}
