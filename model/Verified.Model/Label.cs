namespace Verified.Model;

/// <summary>The values of the specification's <c>pc</c>: a process that stands at a label takes an action of that name next.</summary>
public enum Label : short
{
    /// <summary>The process is in no operation.</summary>
    Idle,

    /// <summary>Before <see cref="Step.Reserve_ReadClock"/>.</summary>
    Reserve_ReadClock,

    /// <summary>Before <see cref="Step.Reserve_LoadLastTime"/>.</summary>
    Reserve_LoadLastTime,

    /// <summary>Before <see cref="Step.Reserve_Cas"/>.</summary>
    Reserve_Cas,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadWritePosition"/>.</summary>
    ReserveSlow_LoadWritePosition,

    /// <summary>Before <see cref="Step.ReserveSlow_ReadClock"/>.</summary>
    ReserveSlow_ReadClock,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadLastTime"/>.</summary>
    ReserveSlow_LoadLastTime,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadDelivered"/>.</summary>
    ReserveSlow_LoadDelivered,

    /// <summary>Before <see cref="Step.ReserveSlow_RecheckWritePosition"/>.</summary>
    ReserveSlow_RecheckWritePosition,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadReadPosition"/>.</summary>
    ReserveSlow_LoadReadPosition,

    /// <summary>Before <see cref="Step.ReserveSlow_Cas"/>.</summary>
    ReserveSlow_Cas,

    /// <summary>Before <see cref="Step.Lose_Wrapped"/>.</summary>
    Lose_Wrapped,

    /// <summary>Before <see cref="Step.Lose_Full"/>.</summary>
    Lose_Full,

    /// <summary>Before <see cref="Step.Lose_Refused"/>.</summary>
    Lose_Refused,

    /// <summary>Before <see cref="Step.Reserve_StoreLastTime"/>.</summary>
    Reserve_StoreLastTime,

    /// <summary>Before <see cref="Step.Sample_LoadFull"/>.</summary>
    Sample_LoadFull,

    /// <summary>Before <see cref="Step.Sample_LoadWrapped"/>.</summary>
    Sample_LoadWrapped,

    /// <summary>Before <see cref="Step.Sample_LoadTooBig"/>.</summary>
    Sample_LoadTooBig,

    /// <summary>Before <see cref="Step.Push_LoadReadPosition"/>.</summary>
    Push_LoadReadPosition,

    /// <summary>Before <see cref="Step.Push_Cas"/>.</summary>
    Push_Cas,

    /// <summary>Before <see cref="Step.ClearNoref_LoadSlot"/>.</summary>
    ClearNoref_LoadSlot,

    /// <summary>Before <see cref="Step.ClearNoref_Cas"/>.</summary>
    ClearNoref_Cas,

    /// <summary>Before <see cref="Step.OldEnd_StoreSize"/>.</summary>
    OldEnd_StoreSize,

    /// <summary>Before <see cref="Step.OldEnd_StoreDataSize"/>.</summary>
    OldEnd_StoreDataSize,

    /// <summary>Before <see cref="Step.NewStart_StoreBegin"/>.</summary>
    NewStart_StoreBegin,

    /// <summary>Before <see cref="Step.OldStart_StoreBegin"/>.</summary>
    OldStart_StoreBegin,

    /// <summary>Before <see cref="Step.NewEnd_StoreSize"/>.</summary>
    NewEnd_StoreSize,

    /// <summary>Before <see cref="Step.NewEnd_StoreDataSize"/>.</summary>
    NewEnd_StoreDataSize,

    /// <summary>Before <see cref="Step.Write_Begin"/>.</summary>
    Write_Begin,

    /// <summary>Before <see cref="Step.Write_End"/>.</summary>
    Write_End,

    /// <summary>Before <see cref="Step.Lose_Abandoned"/>.</summary>
    Lose_Abandoned,

    /// <summary>Before <see cref="Step.Commit_AddCount"/>.</summary>
    Commit_AddCount,

    /// <summary>Before <see cref="Step.Commit_LoadCount"/>.</summary>
    Commit_LoadCount,

    /// <summary>Before <see cref="Step.Deliver_Lock"/>.</summary>
    Deliver_Lock,

    /// <summary>Before <see cref="Step.Deliver_LoadDataSize"/>.</summary>
    Deliver_LoadDataSize,

    /// <summary>Before <see cref="Step.Deliver_StoreSize"/>.</summary>
    Deliver_StoreSize,

    /// <summary>Before <see cref="Step.Deliver_StoreSlot"/>.</summary>
    Deliver_StoreSlot,

    /// <summary>Before <see cref="Step.Deliver_Publish"/>.</summary>
    Deliver_Publish,

    /// <summary>Before <see cref="Step.Wake_LoadWaiting"/>.</summary>
    Wake_LoadWaiting,

    /// <summary>Before <see cref="Step.Wake_Cas"/>.</summary>
    Wake_Cas,

    /// <summary>Before <see cref="Step.Wake_Signal"/>.</summary>
    Wake_Signal,

    /// <summary>Before <see cref="Step.Flush_LoadWritePosition"/>.</summary>
    Flush_LoadWritePosition,

    /// <summary>Before <see cref="Step.Flush_ReadClock"/>.</summary>
    Flush_ReadClock,

    /// <summary>Before <see cref="Step.Flush_LoadDelivered"/>.</summary>
    Flush_LoadDelivered,

    /// <summary>Before <see cref="Step.Flush_LoadReadPosition"/>.</summary>
    Flush_LoadReadPosition,

    /// <summary>Before <see cref="Step.Flush_Cas"/>.</summary>
    Flush_Cas,

    /// <summary>Before <see cref="Step.Complete_StoreFinal"/>.</summary>
    Complete_StoreFinal,

    /// <summary>Before <see cref="Step.Get_LoadReadPosition"/>.</summary>
    Get_LoadReadPosition,

    /// <summary>Before <see cref="Step.Get_LoadDelivered"/>.</summary>
    Get_LoadDelivered,

    /// <summary>Before <see cref="Step.Get_LoadWritePosition"/>.</summary>
    Get_LoadWritePosition,

    /// <summary>Before <see cref="Step.Get_LoadSlot"/>.</summary>
    Get_LoadSlot,

    /// <summary>Before <see cref="Step.Get_Exchange"/>.</summary>
    Get_Exchange,

    /// <summary>Before <see cref="Step.Get_LoadBegin"/>.</summary>
    Get_LoadBegin,

    /// <summary>Before <see cref="Step.Get_LoadSize"/>.</summary>
    Get_LoadSize,

    /// <summary>Before <see cref="Step.Read_Records"/>.</summary>
    Read_Records,

    /// <summary>Before <see cref="Step.Get_LoadFinal"/>.</summary>
    Get_LoadFinal,

    /// <summary>Before <see cref="Step.Get_LoadEnd"/>.</summary>
    Get_LoadEnd,

    /// <summary>Before <see cref="Step.Part_LoadCount"/>.</summary>
    Part_LoadCount,

    /// <summary>Before <see cref="Step.Part_LoadWritePosition"/>.</summary>
    Part_LoadWritePosition,

    /// <summary>Before <see cref="Step.Part_LoadBegin"/>.</summary>
    Part_LoadBegin,

    /// <summary>Before <see cref="Step.Part_Records"/>.</summary>
    Part_Records,

    /// <summary>Before <see cref="Step.Cell_LoadHeader"/>.</summary>
    Cell_LoadHeader,

    /// <summary>Before <see cref="Step.Cell_Record"/>.</summary>
    Cell_Record,

    /// <summary>Before <see cref="Step.Cell_StoreHeader"/>.</summary>
    Cell_StoreHeader,

    /// <summary>Before <see cref="Step.Cell_LoadSize"/>.</summary>
    Cell_LoadSize,

    /// <summary>The reader was told that nothing more will come.</summary>
    Ended,

    /// <summary>Before <see cref="Step.Move_LoadReadPosition"/>.</summary>
    Move_LoadReadPosition,

    /// <summary>Before <see cref="Step.Move_Cas"/>.</summary>
    Move_Cas,

    /// <summary>Before <see cref="Step.Move_StoreReadPosition"/>.</summary>
    Move_StoreReadPosition,

    /// <summary>Before <see cref="Step.Snapshot_LoadWritePosition"/>.</summary>
    Snapshot_LoadWritePosition,

    /// <summary>Before <see cref="Step.Put_Cas"/>.</summary>
    Put_Cas,

    /// <summary>Before <see cref="Step.Clear_LoadReadPosition"/>.</summary>
    Clear_LoadReadPosition,

    /// <summary>Before <see cref="Step.Clear_LoadDelivered"/>.</summary>
    Clear_LoadDelivered,

    /// <summary>Before <see cref="Step.Wait_StoreWaiting"/>.</summary>
    Wait_StoreWaiting,

    /// <summary>Before <see cref="Step.Wait_LoadDelivered"/>.</summary>
    Wait_LoadDelivered,

    /// <summary>Before <see cref="Step.Wait_LoadFinal"/>.</summary>
    Wait_LoadFinal,

    /// <summary>Before <see cref="Step.Wait_Cancel"/>.</summary>
    Wait_Cancel,

    /// <summary>The reader sleeps: it may be woken, or give up.</summary>
    Asleep,

    /// <summary>Before <see cref="Step.Wait_TakeSignal"/>, which it may not give up any more.</summary>
    Woken,
}
