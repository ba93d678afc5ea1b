namespace Verified.Model;

/// <summary>The values of the specification's <c>pc</c>: a process that stands at a label takes an action of that name next.</summary>
public enum Label : short
{
    /// <summary>The process is in no operation.</summary>
    Idle,

    /// <summary>Before <see cref="Step.Reserve_Cas"/>.</summary>
    Reserve_Cas,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadWritePosition"/>.</summary>
    ReserveSlow_LoadWritePosition,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadDelivered"/>.</summary>
    ReserveSlow_LoadDelivered,

    /// <summary>Before <see cref="Step.ReserveSlow_RecheckWritePosition"/>.</summary>
    ReserveSlow_RecheckWritePosition,

    /// <summary>Before <see cref="Step.Lose_Wrapped"/>.</summary>
    Lose_Wrapped,

    /// <summary>Before <see cref="Step.ReserveSlow_LoadReadPosition"/>.</summary>
    ReserveSlow_LoadReadPosition,

    /// <summary>Before <see cref="Step.Lose_Full"/>.</summary>
    Lose_Full,

    /// <summary>Before <see cref="Step.ReserveSlow_Cas"/>.</summary>
    ReserveSlow_Cas,

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

    /// <summary>Before <see cref="Step.Deliver_Publish"/>.</summary>
    Deliver_Publish,

    /// <summary>Before <see cref="Step.Flush_LoadWritePosition"/>.</summary>
    Flush_LoadWritePosition,

    /// <summary>Before <see cref="Step.Flush_LoadDelivered"/>.</summary>
    Flush_LoadDelivered,

    /// <summary>Before <see cref="Step.Flush_LoadReadPosition"/>.</summary>
    Flush_LoadReadPosition,

    /// <summary>Before <see cref="Step.Flush_Cas"/>.</summary>
    Flush_Cas,

    /// <summary>Before <see cref="Step.Get_LoadDelivered"/>.</summary>
    Get_LoadDelivered,

    /// <summary>Before <see cref="Step.Get_LoadWritePosition"/>.</summary>
    Get_LoadWritePosition,

    /// <summary>Before <see cref="Step.Get_LoadBegin"/>.</summary>
    Get_LoadBegin,

    /// <summary>Before <see cref="Step.Get_LoadSize"/>.</summary>
    Get_LoadSize,

    /// <summary>Before <see cref="Step.Read_Records"/>.</summary>
    Read_Records,

    /// <summary>Before <see cref="Step.Move_LoadReadPosition"/>.</summary>
    Move_LoadReadPosition,

    /// <summary>Before <see cref="Step.Move_Cas"/>.</summary>
    Move_Cas,

    /// <summary>Before <see cref="Step.Move_StoreReadPosition"/>.</summary>
    Move_StoreReadPosition,
}
