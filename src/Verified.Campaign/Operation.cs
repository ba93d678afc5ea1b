using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>What a process of a scenario does: one call of the ring buffer, or a reserve and a commit.</summary>
public enum OperationKind
{
    /// <summary>Reserves, fills and commits (or abandons) one record.</summary>
    Write,

    /// <summary>Flushes.</summary>
    Flush,

    /// <summary>Takes a sub-buffer, if one is there, reads its records and releases it.</summary>
    Read,
}

/// <summary>One operation of a process.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Process">The specification's process number.</param>
/// <param name="Units">Size of the record, for a write.</param>
/// <param name="Abandon">True if the reservation is abandoned.</param>
/// <param name="Mode">The mode, for a flush.</param>
/// <param name="Inside">Operations done between reserve and commit, on the same thread, as an interrupt would.</param>
public sealed record Operation(
    OperationKind Kind,
    int Process,
    int Units = 0,
    bool Abandon = false,
    FlushMode Mode = FlushMode.Active,
    IReadOnlyList<Operation>? Inside = null)
{
    /// <summary>This operation and those inside it.</summary>
    public IEnumerable<Operation> All() => (Inside ?? []).SelectMany(o => o.All()).Prepend(this);
}
