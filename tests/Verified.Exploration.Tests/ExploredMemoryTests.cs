using Verified.Atomics;
using Verified.Exploration;
using Xunit;

namespace Verified.Exploration.Tests;

public sealed class ExploredMemoryTests : IAccessObserver, IDisposable
{
    private readonly ExploredRegion _region = new(256);
    private readonly List<MemoryAccess> _seen = [];

    public ExploredMemoryTests() => _region.Reset(NoInterleaver.Instance, this);

    [Fact]
    public void Each_access_is_reported_with_old_and_new_value()
    {
        var memory = new ExploredMemory(_region, 3);
        var word = new Location("word", 1, 8);

        memory.StoreRelease(word, 5, "Store");
        Assert.Equal(7, memory.Add(word, 2, "Add"));
        Assert.True(memory.CompareExchange(word, 7, 9, "Cas", "CasFail"));
        Assert.False(memory.CompareExchange(word, 7, 11, "Cas", "CasFail"));
        Assert.Equal(9, memory.LoadAcquire(word, "Load"));

        Assert.Equal(
            [
                new MemoryAccess(3, MemoryAccessKind.Store, word, 0, 5, 0, 8, "Store"),
                new MemoryAccess(3, MemoryAccessKind.Add, word, 5, 7, 0, 8, "Add"),
                new MemoryAccess(3, MemoryAccessKind.CompareExchange, word, 7, 9, 7, 8, "Cas"),
                new MemoryAccess(3, MemoryAccessKind.CompareExchange, word, 9, 9, 7, 8, "CasFail") { HasFailed = true },
                new MemoryAccess(3, MemoryAccessKind.Load, word, 9, 9, 0, 8, "Load"),
            ],
            _seen);
    }

    [Fact]
    public void An_observation_is_no_step()
    {
        Assert.Equal(0, new ExploredMemory(_region, 1).LoadRelaxed(new Location("word", 0, 0), ""));
        Assert.Empty(_seen);
    }

    [Fact]
    public void An_announced_write_poisons_its_bytes_until_they_are_written()
    {
        new ExploredMemory(_region, 1).BeginWrite(Bytes(64), 16, "Begin");

        Assert.Equal(ExploredRegion.Poison, _region.Bytes(64, 16)[15]);
        Assert.Equal(1, _region.OpenWrites);
    }

    [Fact]
    public void Reading_what_is_being_written_is_torn()
    {
        var memory = new ExploredMemory(_region, 1);
        memory.BeginWrite(Bytes(64), 16, "Begin");

        Assert.Contains("torn", Violation(() => new ExploredMemory(_region, 2).BeginRead(Bytes(72), 64, "Read")), StringComparison.Ordinal);

        memory.EndWrite(Bytes(64), 12, "End");
        new ExploredMemory(_region, 2).BeginRead(Bytes(72), 64, "Read");
        _region.EndRead(2);
    }

    [Fact]
    public void Two_writes_of_the_same_bytes_are_torn()
    {
        new ExploredMemory(_region, 1).BeginWrite(Bytes(64), 16, "Begin");

        Assert.Contains("torn", Violation(() => new ExploredMemory(_region, 2).BeginWrite(Bytes(79), 8, "Begin")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_held_byte_that_changes_is_seen()
    {
        var reader = new ExploredMemory(_region, 9);
        reader.BeginRead(Bytes(0), 64, "Read");
        new ExploredMemory(_region, 1).StoreRelaxed(new Location("word", 0, 32), 1, "Store");

        Assert.Contains("byte 32", Violation(() => _region.EndRead(9)), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_to_held_bytes_is_torn()
    {
        new ExploredMemory(_region, 9).BeginRead(Bytes(0), 64, "Read");

        Assert.Contains("held", Violation(() => new ExploredMemory(_region, 1).BeginWrite(Bytes(48), 16, "Begin")), StringComparison.Ordinal);
    }

    [Fact]
    public void Ending_a_write_that_was_not_announced_is_refused() =>
        Assert.Contains("not announced", Violation(() => new ExploredMemory(_region, 1).EndWrite(Bytes(0), 1, "End")), StringComparison.Ordinal);

    [Theory]
    [InlineData(-8)]
    [InlineData(250)]
    public void An_access_outside_the_region_is_refused(int offset) =>
        Assert.Contains("outside", Violation(() => new ExploredMemory(_region, 1).LoadAcquire(new Location("word", 0, offset), "Load")), StringComparison.Ordinal);

    [Fact]
    public void The_clock_is_a_word_and_a_fence_is_no_step()
    {
        _region.Bytes(8, 1)[0] = 7;
        var memory = new ExploredMemory(_region, 1);

        memory.Fence("Fence");
        Assert.Equal(7, memory.ReadClock(new Location("now", 0, 8), "Clock"));

        MemoryAccess only = Assert.Single(_seen);
        Assert.Equal((MemoryAccessKind.ReadClock, 7, 7), (only.Kind, only.Old, only.New));
    }

    [Fact]
    public void A_block_is_stored_and_loaded_in_one_step_each()
    {
        var memory = new ExploredMemory(_region, 1);
        long[] loaded = new long[3];

        memory.StoreBlock(new Location("block", 2, 64), [4, 5, 6], "Store");
        memory.LoadBlock(new Location("block", 2, 64), loaded, "Load");

        Assert.Equal([4, 5, 6], loaded);
        Assert.Equal([MemoryAccessKind.StoreBlock, MemoryAccessKind.LoadBlock], _seen.Select(a => a.Kind));
        Assert.Equal(new WordBlock(3, 0, 0, 0, 0, 0), _seen[0].Before);
        Assert.Equal(new WordBlock(3, 4, 5, 6, 0, 0), _seen[0].After);
        Assert.Equal(_seen[0].After, _seen[1].Before);
        Assert.Equal((4L, 6L), (_seen[1].New, _seen[1].After[2]));
    }

    [Fact]
    public void A_block_that_is_written_or_held_is_torn()
    {
        new ExploredMemory(_region, 1).BeginWrite(Bytes(64), 16, "Begin");
        new ExploredMemory(_region, 9).BeginRead(Bytes(128), 16, "Read");
        var memory = new ExploredMemory(_region, 2);

        Assert.Contains("torn", Violation(() => memory.StoreBlock(Bytes(72), [1, 2], "Store")), StringComparison.Ordinal);
        Assert.Contains("torn", Violation(() => memory.LoadBlock(Bytes(56), new long[2], "Load")), StringComparison.Ordinal);
        Assert.Contains("held", Violation(() => memory.StoreBlock(Bytes(136), [1], "Store")), StringComparison.Ordinal);
        memory.LoadBlock(Bytes(136), new long[1], "Load");
    }

    [Fact]
    public void A_header_of_64_bits_ends_a_write_too()
    {
        var memory = new ExploredMemory(_region, 1);
        memory.BeginWrite(Bytes(64), 16, "Begin");
        memory.StoreOwn(Bytes(72), 9);

        memory.EndWrite(Bytes(64), 0x1234_5678_9ABC_DEF0, "End");

        Assert.Equal(0, _region.OpenWrites);
        Assert.Equal((0x1234_5678_9ABC_DEF0, 8), (_seen[^1].New, _seen[^1].Length));
        Assert.Equal(0xF0, _region.Bytes(64, 1)[0]);
        Assert.Equal(9, _region.Bytes(72, 1)[0]);
    }

    [Fact]
    public void A_signal_is_taken_once()
    {
        var memory = new ExploredMemory(_region, 1);
        var signal = new Location("signal", 0, 16);
        memory.StoreRelease(signal, 1, "Signal");

        memory.TakeWhenSet(signal, "Take");

        Assert.Equal(0, memory.LoadRelaxed(signal, ""));
        Assert.Equal((MemoryAccessKind.TakeWhenSet, 1, 0), (_seen[^1].Kind, _seen[^1].Old, _seen[^1].New));
        Assert.Contains("deadlock", Violation(() => memory.TakeWhenSet(signal, "Take")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_without_a_step_belongs_to_one_lane()
    {
        var own = new Location("mine", 0, 24);
        new ExploredMemory(_region, 1).StoreOwn(own, 3);

        Assert.Equal(3, new ExploredMemory(_region, 1).LoadOwn(own));
        Assert.Empty(_seen);
        Assert.Contains("lane 1's own", Violation(() => new ExploredMemory(_region, 2).LoadOwn(own)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_another_thread_stored_is_nobodys_own()
    {
        var word = new Location("word", 0, 24);
        new ExploredMemory(_region, 2).StoreRelease(word, 3, "Store");
        Assert.Contains("last stored by lane 2", Violation(() => new ExploredMemory(_region, 1).LoadOwn(word)), StringComparison.Ordinal);

        new ExploredMemory(_region, 1).CompareExchange(word, 3, 4, "Take", "TakeFail");

        Assert.Equal(4, new ExploredMemory(_region, 1).LoadOwn(word));
    }

    [Fact]
    public void What_one_lane_of_a_thread_owns_the_others_own_too()
    {
        using var region = new ExploredRegion(256) { ThreadOf = lane => lane == 9 ? 9 : 1 };
        var word = new Location("word", 0, 24);
        new ExploredMemory(region, 3).StoreRelease(word, 7, "Store");

        Assert.Equal(7, new ExploredMemory(region, 4).LoadOwn(word));
        Assert.Contains("own", Violation(() => new ExploredMemory(region, 9).LoadOwn(word)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_mutants_load_in_one_step_with_a_block()
    {
        var memory = new ExploredMemory(_region, 1);
        var word = new Location("word", 0, 24);
        Assert.Contains("mutants", Violation(() => memory.LoadWithNextBlock(word)), StringComparison.Ordinal);

        _region.AllowsLoadsWithBlocks = true;
        memory.StoreBlock(Bytes(64), [memory.LoadWithNextBlock(word)], "Store");

        Assert.Equal(MemoryAccessKind.StoreBlock, Assert.Single(_seen).Kind);
    }

    void IAccessObserver.OnAccess(in MemoryAccess access) => _seen.Add(access);

    public void Dispose() => _region.Dispose();

    private static Location Bytes(int offset) => new("mem", offset, offset);

    private static string Violation(Action action) => Assert.Throws<ScheduleViolationException>(action).Message;

    [Fact]
    public void A_load_without_the_name_of_a_step_is_refused_where_names_are_required()
    {
        using var region = new ExploredRegion(256);
        var memory = new ExploredMemory(region, 0);
        var at = new Location("word", 0, 0);
        Assert.Equal(0, memory.LoadRelaxed(at, ""));

        region.RequiresNames = true;

        Assert.Throws<ScheduleViolationException>(() => memory.LoadRelaxed(at, ""));
        Assert.Equal(0, memory.LoadRelaxed(at, "named"));
    }
}
