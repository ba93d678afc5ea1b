using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>What a process of a scenario does: one call of the ring buffer, or the calls that belong together.</summary>
public enum OperationKind
{
    /// <summary>Reserves, fills and commits (or abandons) one record.</summary>
    Write,

    /// <summary>Flushes, pauses, resumes or completes.</summary>
    Flush,

    /// <summary>Takes a sub-buffer, if one is there, reads its records and releases it.</summary>
    Read,

    /// <summary>Reads all that is there, and puts it back.</summary>
    Snapshot,

    /// <summary>Releases unread what is delivered.</summary>
    Clear,

    /// <summary>Sleeps until there is something to read, or until it is cancelled.</summary>
    Wait,

    /// <summary>The clock goes on by one.</summary>
    Tick,
}

/// <summary>One operation of a process.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Process">The specification's process number; 0 for the clock.</param>
/// <param name="Units">Size of the record, for a write.</param>
/// <param name="Abandon">True if the reservation is abandoned.</param>
/// <param name="Mode">The mode, for a flush.</param>
/// <param name="Cancel">For a wait: does the user lose patience as soon as it sleeps?</param>
/// <param name="Inside">Operations done between reserve and commit, on the same thread, as an interrupt would.</param>
/// <param name="AtOnce">For a write of a record that fits: in one call, with nothing inside.</param>
public sealed record Operation(
    OperationKind Kind,
    int Process,
    int Units = 0,
    bool Abandon = false,
    FlushMode Mode = FlushMode.Active,
    bool Cancel = false,
    IReadOnlyList<Operation>? Inside = null,
    bool AtOnce = false)
{
    /// <summary>This operation and those inside it.</summary>
    public IEnumerable<Operation> All() => (Inside ?? []).SelectMany(o => o.All()).Prepend(this);
}
