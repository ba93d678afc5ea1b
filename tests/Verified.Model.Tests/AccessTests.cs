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
    [InlineData(nameof(Models.Gates))]
    [InlineData(nameof(Models.Wait))]
    [InlineData(nameof(Models.Snapshot))]
    [InlineData(nameof(Models.Clock))]
    [InlineData(nameof(Models.Overwrite))]
    [InlineData(nameof(Models.OverwriteLttng))]
    [InlineData(nameof(Models.OverwriteFlush))]
    [InlineData(nameof(Models.OverwriteSnapshot))]
    [InlineData(nameof(Models.OverwriteWait))]
    public void Access_is_the_one_change_of_shared_memory(string model) => CheckAll(Models.Find(model));

    [Theory]
    [InlineData(Mutants.DeliverWithoutLock)]
    [InlineData(Mutants.CountBeforeData)]
    [InlineData(Mutants.NoFullTest)]
    [InlineData(Mutants.FlushWithoutCas)]
    [InlineData(Mutants.LapOfNextByte)]
    [InlineData(Mutants.ReaderWithoutNorefTest)]
    public void So_it_is_in_mutants(string mutant) => CheckAll(Models.OfMutant(mutant));

    [Theory]
    [InlineData(nameof(Models.Flush))]
    [InlineData(nameof(Models.Clock))]
    [InlineData(nameof(Models.Nested))]
    public void Enabled_moves_are_the_successors_by_process(string model)
    {
        var twin = new Twin(Models.Find(model));
        int[] processes = [.. Enumerable.Range(0, twin.ProducerCount + 1).Select(twin.ProcessAt), Twin.NoProcess];
        StateGraph graph = Models.Explore(twin.Config).Graph;
        for (int i = 0; i < graph.Count; i += 7)
        {
            State s = graph[i];
            List<(Move Move, State Next)> all = ExplorerTests.Successors(twin, s);
            (Move Move, State Next)[] byProcess = [.. processes.SelectMany(p => twin.Enabled(s, p))];
            Assert.Equal(all.Where(m => m.Move.Step is not (Step.Shift or Step.Forget)), byProcess);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => twin.Enabled(twin.Initial(), 8));
    }

    [Fact]
    public void Accesses_of_a_record_are_those_of_the_contract()
    {
        var twin = new Twin(Models.OneWriter);
        State s = twin.Initial();
        Block header = new(2, 0, 0, 0, 0, 0);
        Block end = new(5, 2, 0, 0, 0, 0);
        Access[] expected =
        [
            new(AccessKind.Load, "wpos", 0, 0, 0, false),
            new(AccessKind.Load, "wpos", 0, 0, 0, false),
            new(AccessKind.Load, "dc", 0, 0, 0, false),
            new(AccessKind.Load, "wpos", 0, 0, 0, false),
            new(AccessKind.Load, "rpos", 0, 0, 0, false),
            new(AccessKind.Load, "lost", Twin.Full, 0, 0, false),
            new(AccessKind.Load, "lost", Twin.Wrapped, 0, 0, false),
            new(AccessKind.Load, "lost", Twin.TooBig, 0, 0, false),
            new(AccessKind.CompareExchange, "wpos", 0, 0, 2, false),
            new(AccessKind.StoreBlock, "begin", 0, 0, 0, true) { OldBlock = header with { V0 = Twin.None }, NewBlock = header },
            new(AccessKind.Add, "cc", 0, 0, 1, false),
            new(AccessKind.StoreBlock, "csize", 0, 0, 0, true) { OldBlock = end with { V0 = 0 }, NewBlock = end },
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

    [Fact]
    public void Accesses_of_overwrite_mode_are_those_of_the_contract()
    {
        var twin = new Twin(Models.OverwriteWait with { S = 3 });
        State s = twin.Initial();
        int initial = Access.SlotValue(0, true, Twin.None);
        int claimed = Access.SlotValue(0, false, Twin.None);
        int delivered = Access.SlotValue(0, true, 0);
        Assert.Equal((16, 0, 16 + 32_000), (initial, claimed, delivered));
        Dictionary<string, Access> expected = new()
        {
            ["Push_LoadReadPosition(1)"] = new(AccessKind.Load, "rpos", 0, 0, 0, false),
            ["ClearNoref_LoadSlot(1)"] = new(AccessKind.Load, "slot", 0, initial, initial, false),
            ["ClearNoref_Cas(1)"] = new(AccessKind.CompareExchange, "slot", 0, initial, claimed, false),
            ["Deliver_StoreSlot(1)"] = new(AccessKind.Store, "slot", 0, claimed, delivered, false),
            ["Wake_LoadWaiting(1)"] = new(AccessKind.Load, "waiting", 0, 0, 0, false),
            ["Wake_Cas(1)"] = new(AccessKind.CompareExchange, "waiting", 0, 0, Twin.None, false),
            ["Wake_Signal(1)"] = new(AccessKind.Store, "signal", 0, 0, 1, false),
            ["Wait_StoreWaiting"] = new(AccessKind.Store, "waiting", 0, Twin.None, 0, false),
            ["Wait_TakeSignal"] = new(AccessKind.TakeWhenSet, "signal", 0, 1, 0, false),
            ["Get_Exchange"] = new(AccessKind.CompareExchange, "slot", 0, delivered, Access.SlotValue(2, true, Twin.None), false),
            ["Read_Records"] = new(AccessKind.BeginRead, "mem", 0, 3, 3, false),
            ["Move_Cas"] = new(AccessKind.CompareExchange, "rpos", 0, 0, 3, false),
        };
        Dictionary<string, Access> seen = [];

        // The reader sleeps, the writer delivers a sub-buffer of two records and wakes it, the reader reads.
        while (twin.LabelOf(s, 9) != Label.Asleep)
        {
            Take(9, Step.Wait_LoadReadPosition);
        }

        while (s.Signal == 0)
        {
            Take(1, default);
        }

        while (s.Rpos == 0)
        {
            Take(9, Step.Get_LoadReadPosition);
        }

        Assert.All(expected, e => Assert.Equal(e.Value, seen[e.Key]));

        void Take(int process, Step wanted)
        {
            IReadOnlyList<(Move Move, State Next)> enabled = twin.Enabled(s, process);
            (Move move, s) = enabled.Where(m => m.Move.Step is not Step.Wait_Cancel)
                .OrderBy(m => m.Move.Step == wanted ? 0 : 1).First();
            seen.TryAdd(move.Label, move.Access);
        }
    }

    [Fact]
    public void The_gate_is_in_the_word_of_the_write_position()
    {
        Assert.Equal((7, 7 + (1 << 20), 7 + (2 << 20)),
            (Access.HeadValue(7, Gate.Open), Access.HeadValue(7, Gate.Paused), Access.HeadValue(7, Gate.Closed)));
    }

    [Fact]
    public void The_clock_is_a_process_of_its_own()
    {
        var twin = new Twin(Models.Clock);
        State s = twin.Initial();
        for (int now = 0; now < 3; now++)
        {
            (Move move, s) = Assert.Single(twin.Enabled(s, Twin.NoProcess));
            Assert.Equal(new Move(Step.Tick, 0, 0, new Access(AccessKind.Store, "now", 0, now, now + 1, false)), move);
            Assert.Equal("Tick", move.Label);
        }

        Assert.Empty(twin.Enabled(s, Twin.NoProcess));
    }

    [Fact]
    public void A_block_has_as_many_numbers_as_it_says()
    {
        var block = new Block(5, 1, 2, 3, 4, 5);
        Assert.Equal([1, 2, 3, 4, 5], Enumerable.Range(0, 5).Select(i => block[i]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Block(2, 1, 2, 0, 0, 0)[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => block[-1]);
    }

    private static void CheckAll(ModelConfig config)
    {
        var twin = new Twin(config);
        var explorer = new Explorer(twin, new ExploreOptions { Invariants = [], MaxStates = 20_000 });
        StateGraph graph = explorer.Run(TestContext.Current.CancellationToken).Graph;
        for (int i = 0; i < graph.Count; i += 3)
        {
            State s = graph[i];
            int[] before = SharedMemory.Of(twin, s);
            foreach ((Move move, State next) in ExplorerTests.Successors(twin, s))
            {
                Check(twin, move, before, SharedMemory.Of(twin, next));
            }
        }
    }

    private static void Check(Twin twin, Move move, int[] before, int[] after)
    {
        Access access = move.Access;
        if (access.Kind == AccessKind.None)
        {
            Assert.True(move.Step is Step.Shift or Step.Forget);
            return;
        }

        Assert.False(move.Step is Step.Shift or Step.Forget);
        if (access.Kind == AccessKind.BeginRead)
        {
            Assert.Equal(0, access.Index % twin.S);
            Assert.Equal(before, after);
            return;
        }

        // What gives a sub-buffer up also turns its bytes into poison, by design of the model: only its own words are compared.
        bool wipes = move.Step is Step.Move_LoadReadPosition or Step.Move_Cas or Step.Move_StoreReadPosition or Step.Put_CasFail
            or Step.ClearNoref_Cas;
        int first = SharedMemory.Place(access.Name, access.Index);
        int count = Math.Max(1, (int)access.OldBlock.Count);
        for (int place = 0; place < before.Length; place++)
        {
            bool isOwn = place >= first && place < first + count;
            if (!isOwn && !(wipes && SharedMemory.IsOfPacket(place)))
            {
                Assert.Equal(before[place], after[place]);
            }
        }

        CheckValues(access, before.AsSpan(first, count), after.AsSpan(first, count));
        Assert.True(access.Kind is not (AccessKind.Load or AccessKind.LoadBlock or AccessKind.ReadClock) || access.Old == access.New);
    }

    private static void CheckValues(Access access, Span<int> before, Span<int> after)
    {
        bool isBlock = access.Kind is AccessKind.StoreBlock or AccessKind.LoadBlock;
        Assert.Equal(isBlock, access.OldBlock.Count > 0);
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(before[i], isBlock ? access.OldBlock[i] : access.Old);
            Assert.Equal(access.Kind == AccessKind.BeginWrite ? Twin.Torn : isBlock ? access.NewBlock[i] : access.New, after[i]);
        }

        int poison = access.Name == "begin" ? Twin.None : 0;
        bool canBePoison = access.Name is "begin" or "csize" or "dsize" or "mem";
        Assert.Equal(canBePoison && before[0] == poison, access.StaleOld);
    }
}
