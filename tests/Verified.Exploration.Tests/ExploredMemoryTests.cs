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
                new MemoryAccess(3, MemoryAccessKind.CompareExchange, word, 9, 9, 7, 8, "CasFail"),
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
