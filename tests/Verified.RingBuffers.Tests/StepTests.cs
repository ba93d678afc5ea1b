using System.Reflection;
using System.Text.RegularExpressions;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The names of steps and of mutants, and the order of steps where one thread takes them in discard mode.</summary>
public partial class StepTests
{
    [Fact]
    public void Steps_are_the_actions_of_the_specification()
    {
        string text = StepTrace.Specification("ReserveCommit.tla");
        int from = text.IndexOf("\nWriterStep(w) ==", StringComparison.Ordinal);
        int to = text.IndexOf("\nNext ==", StringComparison.Ordinal);
        string recovery = StepTrace.Specification("Recovery.tla");
        int next = recovery.IndexOf("\nRecoveryNext ==", StringComparison.Ordinal);
        int end = recovery.IndexOf("\nallVars ==", StringComparison.Ordinal);
        string more = Next(StepTrace.Specification("OneWriter.tla"), "OneWriterNext", "OneWriterSpec") + Next(StepTrace.Specification("PartRead.tla"), "PartNext", "partVars")
            + Next(StepTrace.Specification("CellRead.tla"), "CellNext", "cellVars");
        IEnumerable<string> actions = Action().Matches(text[from..to] + recovery[next..end] + more).Select(m => m.Value).Distinct();
        IEnumerable<FieldInfo> fields = typeof(Steps).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.Name != "None");
        Assert.Equal(actions.Order(), fields.Select(f => f.Name).Order());
        Assert.All(fields, f => Assert.Equal(f.Name, f.GetRawConstantValue()));
    }

    private static string Next(string module, string from, string to) =>
        module[module.IndexOf($"\n{from} ==", StringComparison.Ordinal)..module.IndexOf($"\n{to} ==", StringComparison.Ordinal)];

    [Fact]
    public void Rules_are_the_mutants_of_the_specification()
    {
        // Besides: the form, how soon positions wrap, and what breaks progress alone, which campaigns show.
        string[] others = ["lttng-form", "position-bits", "wait-for-delivery", "push-without-reload"];
        string text = string.Concat(Directory.GetFiles(StepTrace.SpecificationFolder, "*.tla")
            .Where(f => !f.Contains("_TTrace_", StringComparison.Ordinal)).Select(File.ReadAllText));
        IEnumerable<string> mutants = MutantTest().Matches(text)
            .SelectMany(m => Quoted().Matches(m.Value)).Select(m => m.Groups[1].Value).Where(m => m != "none").Distinct();
        IEnumerable<string> rules = typeof(IRules).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(p => Upper().Replace(p.Name, "-$0").TrimStart('-').ToLowerInvariant()).Except(others);
        Assert.Equal(mutants.Append("loss-miscounted").Distinct().Order(), rules.Order());
    }

    [Fact]
    public void First_record_enters_a_sub_buffer()
    {
        StepTrace<LeanRules> t = new();
        Reserved slot = t.Reserve(4);
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition ReserveSlow_Cas NewStart_StoreBegin Commit_AddCount Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount");
        slot = t.Reserve(4);
        t.Expect("Reserve_LoadWritePosition Reserve_Cas Write_Begin");
        t.Core.Abandon(slot);
        t.Expect("Write_Abandon Lose_Abandoned Commit_AddCount");
    }

    [Fact]
    public void Record_that_fills_the_sub_buffer_delivers_it()
    {
        StepTrace<LeanRules> t = new();
        Reserved slot = t.Reserve(60);
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition Sample_LoadFull Sample_LoadWrapped Sample_LoadTooBig ReserveSlow_Cas " +
            "NewStart_StoreBegin Commit_AddCount NewEnd_StoreSize Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount Deliver_Publish Wake_LoadWaiting");
        Held held = t.Get();
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadBegin Get_LoadSize Read_Records");
        t.Core.Move(held);
        t.Expect("Move_StoreReadPosition");
        Assert.Equal(GetResult.NoData, t.Core.TryGet(out _));
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadFinal");
    }

    [Fact]
    public void Record_that_does_not_fit_pads_the_sub_buffer_that_it_leaves()
    {
        StepTrace<LeanRules> t = new();
        t.Core.Commit(t.Reserve(28));
        t.Log.Clear();
        t.Core.Commit(t.Reserve(36));
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition Sample_LoadFull Sample_LoadWrapped Sample_LoadTooBig ReserveSlow_Cas " +
            "OldEnd_StoreSize Commit_AddCount Deliver_Publish Wake_LoadWaiting NewStart_StoreBegin Commit_AddCount Write_Begin " +
            "Write_End Commit_AddCount");
    }

    [Fact]
    public void Lttng_form_locks_and_finalizes()
    {
        StepTrace<LttngRules> t = new();
        Reserved slot = t.Reserve(60);
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition Sample_LoadFull Sample_LoadWrapped Sample_LoadTooBig ReserveSlow_Cas " +
            "NewStart_StoreBegin Commit_AddCount Commit_LoadCount NewEnd_StoreDataSize Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount Commit_LoadCount Deliver_Lock Deliver_LoadDataSize Deliver_StoreSize Deliver_Publish " +
            "Wake_LoadWaiting");
        Held held = t.Get();
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadWritePosition Get_LoadBegin Get_LoadSize Read_Records");
        t.Core.Move(held);
        t.Expect("Move_LoadReadPosition Move_Cas");
    }

    [Fact]
    public void Flush_ends_what_was_entered_and_final_sends_an_empty_packet()
    {
        StepTrace<LeanRules> t = new();
        t.Core.Flush(FlushMode.Active);
        t.Expect("Flush_LoadWritePosition");
        t.Core.Flush(FlushMode.Final);
        t.Expect("Flush_LoadWritePosition Flush_LoadDelivered Flush_LoadReadPosition Sample_LoadFull Sample_LoadWrapped " +
            "Sample_LoadTooBig Flush_Cas OldStart_StoreBegin Commit_AddCount OldEnd_StoreSize Commit_AddCount Deliver_Publish " +
            "Wake_LoadWaiting");
        t.Core.Commit(t.Reserve(4));
        t.Log.Clear();
        t.Core.Flush(FlushMode.Active);
        t.Expect("Flush_LoadWritePosition Sample_LoadFull Sample_LoadWrapped Sample_LoadTooBig Flush_Cas OldEnd_StoreSize " +
            "Commit_AddCount Deliver_Publish Wake_LoadWaiting");
        t.Core.Flush(FlushMode.Final);
        t.Expect("Flush_LoadWritePosition Flush_LoadDelivered Flush_LoadReadPosition");
    }

    [Fact]
    public void Losses_are_one_step()
    {
        StepTrace<LeanRules> t = new();
        Assert.Equal(ReserveResult.TooBig, t.Core.TryReserve(61, out _));
        t.Expect("Lose_TooBig");
        t.Core.Commit(t.Reserve(60));
        t.Core.Commit(t.Reserve(60));
        t.Log.Clear();
        Assert.Equal(ReserveResult.Full, t.Core.TryReserve(4, out _));
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition " +
            "ReserveSlow_LoadReadPosition Lose_Full");
    }

    [GeneratedRegex("[A-Z][A-Za-z]*_[A-Za-z]+")]
    private static partial Regex Action();

    [GeneratedRegex("""Mutant\s*(?:=|#|\\in)\s*(?:"[a-z-]+"|\{[^}]*\})""")]
    private static partial Regex MutantTest();

    [GeneratedRegex("\"([a-z-]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Upper();
}
