using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The order of steps where one thread takes them: overwrite mode, time, gate, and the reader's other operations.</summary>
public class FlightStepTests
{
    private const string Enter = "Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_LoadDelivered " +
        "ReserveSlow_RecheckWritePosition ";

    private const string SampleLosses = "Sample_LoadWrapped Sample_LoadTooBig ";

    [Fact]
    public void Overwrite_mode_claims_pushes_and_hands_over()
    {
        StepTrace<LeanRules> t = new(RingBufferMode.Overwrite);
        Reserved slot = t.Reserve(4);
        t.Expect(Enter + "ReserveSlow_Cas Push_LoadReadPosition ClearNoref_LoadSlot ClearNoref_Cas NewStart_StoreBegin " +
            "Commit_AddCount Write_Begin");
        t.Core.Commit(slot);
        t.Expect("Write_End Commit_AddCount");
        t.Core.Commit(t.Reserve(20));
        t.Expect("Reserve_LoadWritePosition Reserve_Cas Push_LoadReadPosition ClearNoref_LoadSlot Write_Begin Write_End Commit_AddCount");
        t.Core.Commit(t.Reserve(60)); // leaves and fills a sub-buffer
        t.Expect(Enter + SampleLosses + "ReserveSlow_Cas Push_LoadReadPosition ClearNoref_LoadSlot OldEnd_StoreSize Commit_AddCount " +
            "Deliver_StoreSlot Deliver_Publish Wake_LoadWaiting ClearNoref_LoadSlot ClearNoref_Cas NewStart_StoreBegin Commit_AddCount " +
            "NewEnd_StoreSize Write_Begin Write_End Commit_AddCount Deliver_StoreSlot Deliver_Publish Wake_LoadWaiting");
        t.Reserve(4);
        t.Expect(Enter + "ReserveSlow_Cas Push_LoadReadPosition Push_Cas ClearNoref_LoadSlot ClearNoref_Cas NewStart_StoreBegin " +
            "Commit_AddCount Write_Begin");
    }

    [Fact]
    public void Reader_exchanges_its_spare_and_moves_forward_only()
    {
        StepTrace<LeanRules> t = new(RingBufferMode.Overwrite);
        t.Core.Commit(t.Reserve(60));
        t.Log.Clear();
        Held held = t.Get();
        Assert.Equal(0, held.Sub);
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadSlot Get_Exchange Get_LoadBegin Get_LoadSize Read_Records");
        t.Core.Move(held);
        t.Expect("Move_LoadReadPosition Move_Cas");
        t.Core.Commit(t.Reserve(60));
        t.Core.Commit(t.Reserve(60));
        held = t.Get();
        Assert.Equal(128, held.Position);
        t.Core.Commit(t.Reserve(60));
        t.Log.Clear();
        t.Core.Move(held);
        t.Expect("Move_LoadReadPosition"); // pushed there meanwhile
    }

    [Fact]
    public void Lttng_form_in_overwrite_mode()
    {
        StepTrace<LttngRules> t = new(RingBufferMode.Overwrite);
        t.Core.Commit(t.Reserve(60));
        t.Expect(Enter + SampleLosses + "ReserveSlow_Cas Push_LoadReadPosition ClearNoref_LoadSlot ClearNoref_Cas NewStart_StoreBegin " +
            "Commit_AddCount Commit_LoadCount NewEnd_StoreDataSize Write_Begin Write_End Commit_AddCount Commit_LoadCount Deliver_Lock " +
            "Deliver_LoadDataSize Deliver_StoreSize Deliver_StoreSlot Deliver_Publish Wake_LoadWaiting");
        t.Get();
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadWritePosition Get_LoadSlot Get_Exchange Get_LoadBegin Get_LoadSize " +
            "Read_Records");
    }

    [Fact]
    public void Time_is_read_between_two_looks_at_the_write_position()
    {
        StepTrace<LeanRules> t = new(clocked: true);
        t.Core.Commit(t.Reserve(0));
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition ReserveSlow_ReadClock ReserveSlow_LoadLastTime " +
            "ReserveSlow_LoadDelivered ReserveSlow_RecheckWritePosition ReserveSlow_LoadReadPosition ReserveSlow_Cas " +
            "Reserve_StoreLastTime NewStart_StoreBegin Commit_AddCount Write_Begin Write_End Commit_AddCount");
        t.Now = 1;
        Assert.Equal(8, t.Reserve(0).Size);
        t.Expect("Reserve_LoadWritePosition Reserve_ReadClock Reserve_LoadLastTime Reserve_Cas Reserve_StoreLastTime Write_Begin");
        t.Now = 3;
        Reserved slot = t.Reserve(24);
        Assert.True(slot.IsFull);
        Assert.Equal(40, slot.Size);
        t.Expect("Reserve_LoadWritePosition Reserve_ReadClock Reserve_LoadLastTime Reserve_Cas Reserve_StoreLastTime Write_Begin");
        t.Now = 9;
        slot = t.Reserve(0); // has no room with a full time, and needs none at the begin of a packet, whose header has it
        Assert.False(slot.IsFull);
        Assert.Equal(128 + 64, slot.Begin);
    }

    [Fact]
    public void Full_time_may_make_a_record_leave_the_fast_path()
    {
        StepTrace<LeanRules> t = new(clocked: true);
        t.Core.Commit(t.Reserve(40)); // 48 bytes, 16 are left
        t.Log.Clear();
        t.Now = 5;
        Reserved slot = t.Reserve(0);
        Assert.True(slot.IsFull);
        Assert.Equal(16, slot.Size);
        t.Expect("Reserve_LoadWritePosition Reserve_ReadClock Reserve_LoadLastTime ReserveSlow_LoadWritePosition ReserveSlow_ReadClock " +
            "ReserveSlow_LoadLastTime Sample_LoadFull Sample_LoadWrapped Sample_LoadTooBig ReserveSlow_Cas Reserve_StoreLastTime " +
            "NewEnd_StoreSize Write_Begin");
    }

    [Fact]
    public void Gate_is_settled_with_the_write_position()
    {
        StepTrace<LeanRules> t = new(clocked: true);
        t.Core.Commit(t.Reserve(0));
        t.Log.Clear();
        t.Core.Flush(FlushMode.Pause);
        t.Expect("Flush_LoadWritePosition Flush_ReadClock Sample_LoadFull Sample_LoadWrapped Sample_LoadTooBig Flush_Cas " +
            "OldEnd_StoreSize Commit_AddCount Deliver_Publish Wake_LoadWaiting");
        Assert.Equal(ReserveResult.Refused, t.Core.TryReserve(0, out _));
        t.Expect("Reserve_LoadWritePosition ReserveSlow_LoadWritePosition Lose_Refused");
        t.Core.Flush(FlushMode.Final);
        t.Core.Flush(FlushMode.Pause);
        t.Expect("Flush_LoadWritePosition Flush_LoadWritePosition");
        t.Core.Flush(FlushMode.Resume);
        t.Expect("Flush_LoadWritePosition Flush_Cas");
        t.Core.Flush(FlushMode.Complete);
        t.Expect("Flush_LoadWritePosition Flush_Cas Complete_StoreFinal Wake_LoadWaiting");
        t.Core.Flush(FlushMode.Resume);
        t.Expect("Flush_LoadWritePosition");
        t.Core.Move(t.Get());
        t.Log.Clear();
        Assert.Equal(GetResult.EndOfData, t.Core.TryGet(out _));
        t.Expect("Get_LoadReadPosition Get_LoadDelivered Get_LoadFinal Get_LoadEnd");
    }

    [Fact]
    public void Snapshot_puts_back_what_it_takes()
    {
        StepTrace<LeanRules> t = new(RingBufferMode.Overwrite);
        t.Core.Commit(t.Reserve(60));
        t.Core.Commit(t.Reserve(60));
        t.Log.Clear();
        SnapshotCursor cursor = t.Core.BeginSnapshot();
        Assert.True(t.Core.TryGetNext(ref cursor, out Held held));
        t.Expect("Snapshot_LoadReadPosition Snapshot_LoadWritePosition Get_LoadDelivered Get_LoadSlot Get_Exchange Get_LoadBegin " +
            "Get_LoadSize Read_Records");
        t.Core.Put(held);
        t.Expect("Put_Cas");
        Assert.True(t.Core.TryGetNext(ref cursor, out held));
        t.Core.Commit(t.Reserve(60));
        t.Core.Commit(t.Reserve(60));
        t.Log.Clear();
        t.Core.Put(held); // a writer has the slot
        Assert.False(t.Core.TryGetNext(ref cursor, out _));
        t.Expect("Put_CasFail");
        Assert.Equal((0, 0), (cursor.Overwritten, cursor.Unfinished));
    }

    [Fact]
    public void Clear_releases_what_is_delivered()
    {
        StepTrace<LeanRules> t = new();
        t.Core.Commit(t.Reserve(60));
        t.Log.Clear();
        Assert.Equal(1, t.Core.Clear());
        t.Expect("Clear_LoadReadPosition Clear_LoadDelivered Move_StoreReadPosition Clear_LoadReadPosition Clear_LoadDelivered");
        StepTrace<LeanRules> o = new(RingBufferMode.Overwrite);
        o.Core.Commit(o.Reserve(60));
        o.Log.Clear();
        Assert.Equal(1, o.Core.Clear());
        o.Expect("Clear_LoadReadPosition Clear_LoadDelivered Move_LoadReadPosition Move_Cas Clear_LoadReadPosition Clear_LoadDelivered");
    }

    [Fact]
    public void Reader_waits_is_woken_and_may_cancel()
    {
        StepTrace<LeanRules> t = new();
        Assert.True(t.Core.PrepareToWait(1, out long target));
        t.Expect("Wait_LoadReadPosition Wait_StoreWaiting Wait_LoadDelivered Wait_LoadFinal");
        Assert.True(t.Core.CancelWait(target));
        t.Expect("Wait_Cancel");
        Assert.True(t.Core.PrepareToWait(1, out target));
        Reserved slot = t.Reserve(60);
        t.Log.Clear();
        Assert.True(t.Core.Commit(slot));
        t.Expect("Write_End Commit_AddCount Deliver_Publish Wake_LoadWaiting Wake_Cas Wake_Signal");
        Assert.False(t.Core.CancelWait(target));
        t.Core.TakeSignal();
        t.Expect("Wait_CancelFail Wait_TakeSignal");
        Assert.False(t.Core.PrepareToWait(1, out _));
        t.Expect("Wait_LoadReadPosition Wait_StoreWaiting Wait_LoadDelivered Wait_Cancel");
        Assert.True(t.Core.PrepareToWait(2, out _));
        Assert.True(t.Core.Flush(FlushMode.Complete));
        t.Core.TakeSignal();
        t.Log.Clear();
        Assert.False(t.Core.PrepareToWait(2, out _));
        t.Expect("Wait_LoadReadPosition Wait_StoreWaiting Wait_LoadDelivered Wait_LoadFinal Wait_Cancel");
    }

    [Fact]
    public void Reserving_may_wake_the_reader_too()
    {
        StepTrace<LeanRules> t = new();
        t.Core.Commit(t.Reserve(28));
        Assert.True(t.Core.PrepareToWait(1, out _));
        Assert.True(t.Reserve(60).Woke);
    }
}
