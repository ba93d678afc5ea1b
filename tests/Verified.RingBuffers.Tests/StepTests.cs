using System.Reflection;
using System.Text.RegularExpressions;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The names of steps, and their order where one thread takes them.</summary>
public partial class StepTests
{
    [Fact]
    public void Steps_are_the_actions_of_the_specification()
    {
        string text = File.ReadAllText(Path.Combine(Root(), "tla", "ReserveCommit.tla"));
        int from = text.IndexOf("\nWriterStep(w) ==", StringComparison.Ordinal);
        int to = text.IndexOf("\nNext ==", StringComparison.Ordinal);
        IEnumerable<string> actions = Action().Matches(text[from..to]).Select(m => m.Value).Distinct();
        IEnumerable<FieldInfo> fields = typeof(Steps).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.Name != "None");
        Assert.Equal(actions.Order(), fields.Select(f => f.Name).Order());
        Assert.All(fields, f => Assert.Equal(f.Name, f.GetRawConstantValue()));
    }

    [Fact]
    public void First_record_enters_a_sub_buffer()
    {
        Trace<LeanRules> t = new();
        Reserved slot = t.Reserve(4);
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition ReserveSlow_Cas NewStart_StoreBegin Commit_AddCount Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount");
        slot = t.Reserve(4);
        t.Expect("Reserve_LoadWritePosition Reserve_Cas Write_Begin");
        t.Core.Abandon(slot);
        t.Expect("Write_Abandon Commit_AddCount");
    }

    [Fact]
    public void Record_that_fills_the_sub_buffer_delivers_it()
    {
        Trace<LeanRules> t = new();
        Reserved slot = t.Reserve(44);
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition ReserveSlow_Cas NewStart_StoreBegin Commit_AddCount NewEnd_StoreSize Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount Deliver_Publish");
        Assert.True(t.Core.TryGet(out Held held));
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadBegin Get_LoadSize Read_Records");
        t.Core.Move(held);
        t.Expect("Move_StoreReadPosition");
        Assert.False(t.Core.TryGet(out _));
        t.Expect("Get_LoadReadPosition Get_LoadDelivered");
    }

    [Fact]
    public void Lttng_form_locks_and_finalizes()
    {
        Trace<LttngRules> t = new();
        Reserved slot = t.Reserve(44);
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition ReserveSlow_Cas NewStart_StoreBegin Commit_AddCount Commit_LoadCount NewEnd_StoreDataSize Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount Commit_LoadCount Deliver_Lock Deliver_LoadDataSize Deliver_StoreSize Deliver_Publish");
        Assert.True(t.Core.TryGet(out Held held));
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadWritePosition Get_LoadBegin Get_LoadSize Read_Records");
        t.Core.Move(held);
        t.Expect("Move_LoadReadPosition Move_Cas");
    }

    [Fact]
    public void Flush_ends_what_was_entered_and_final_sends_an_empty_packet()
    {
        Trace<LeanRules> t = new();
        t.Core.Flush(FlushMode.Active);
        t.Expect("Flush_LoadWritePosition");
        t.Core.Flush(FlushMode.Final);
        t.Expect("Flush_LoadWritePosition Flush_LoadDelivered Flush_LoadReadPosition Flush_Cas OldStart_StoreBegin Commit_AddCount " +
            "OldEnd_StoreSize Commit_AddCount Deliver_Publish");
        t.Core.Commit(t.Reserve(4));
        t.Log.Clear();
        t.Core.Flush(FlushMode.Active);
        t.Expect("Flush_LoadWritePosition Flush_Cas OldEnd_StoreSize Commit_AddCount Deliver_Publish");
        t.Core.Flush(FlushMode.Final);
        t.Expect("Flush_LoadWritePosition Flush_LoadDelivered Flush_LoadReadPosition");
    }

    [Fact]
    public void Losses_are_one_step()
    {
        Trace<LeanRules> t = new();
        Assert.Equal(ReserveResult.TooBig, t.Core.TryReserve(45, out _));
        t.Expect("Lose_TooBig");
        t.Core.Commit(t.Reserve(44));
        t.Core.Commit(t.Reserve(44));
        t.Log.Clear();
        Assert.Equal(ReserveResult.Full, t.Core.TryReserve(4, out _));
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition Lose_Full");
    }

    private static string Root()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !Directory.Exists(Path.Combine(at, "tla")))
        {
            at = Path.GetDirectoryName(at);
        }

        return at ?? throw new DirectoryNotFoundException("No tla folder above the tests.");
    }

    [GeneratedRegex("[A-Z][A-Za-z]*_[A-Za-z]+")]
    private static partial Regex Action();

    private sealed class Trace<TRules>
        where TRules : struct, IRules
    {
        private readonly Hook _hook;

        public Trace()
        {
            Region region = Region.Allocate(new Geometry(64, 2));
            _hook = new Hook(region);
            Core = new(new HookedMemory(region, _hook), region.Geometry);
        }

        public RingCore<HookedMemory, TRules> Core { get; }

        public List<string> Log => _hook.Log;

        public Reserved Reserve(int length)
        {
            Assert.Equal(ReserveResult.Ok, Core.TryReserve(length, out Reserved slot));
            return slot;
        }

        public void Expect(string steps)
        {
            Assert.Equal(steps, string.Join(' ', Log));
            Log.Clear();
        }
    }
}
