namespace Verified.Model;

/// <summary>The kinds of shared-memory access that an action can be.</summary>
public enum AccessKind
{
    /// <summary>No access (<see cref="Step.Shift"/>).</summary>
    None,

    /// <summary>A load of one word.</summary>
    Load,

    /// <summary>A store of one word.</summary>
    Store,

    /// <summary>A compare-exchange, won or lost.</summary>
    CompareExchange,

    /// <summary>An atomic addition.</summary>
    Add,

    /// <summary>A record's bytes begin to be written.</summary>
    BeginWrite,

    /// <summary>The last store of a record's bytes.</summary>
    EndWrite,

    /// <summary>The bytes of a sub-buffer begin to be read.</summary>
    BeginRead,
}

/// <summary>What an action does to shared memory, in the specification's units.</summary>
/// <param name="Kind">The kind of access.</param>
/// <param name="Name">The specification's variable (<see cref="Variables"/>), empty for <see cref="AccessKind.None"/>.</param>
/// <param name="Index">Slot, loss cause (0 full, 1 wrapped, 2 tooBig) or unit of the ring (0..B-1); else 0.</param>
/// <param name="Old">Value before. For loads, and for a lost compare-exchange, the value seen.</param>
/// <param name="New">Value after. Equals <paramref name="Old"/> for loads and a lost compare-exchange. For
/// <see cref="AccessKind.BeginWrite"/> the units of the record; for <see cref="AccessKind.BeginRead"/> the content size in units.</param>
/// <param name="StaleOld">Before this store the location was never written or is released: <paramref name="Old"/> is the
/// specification's poison, stands for anything, and must not be compared.</param>
public readonly record struct Access(AccessKind Kind, string Name, int Index, int Old, int New, bool StaleOld)
{
    /// <summary>No access to shared memory.</summary>
    public static Access None { get; } = new(AccessKind.None, "", 0, 0, 0, false);

    internal static Access Load(string name, int index, int value) => new(AccessKind.Load, name, index, value, value, false);

    internal static Access Store(string name, int index, int old, int value, bool staleOld) =>
        new(AccessKind.Store, name, index, old, value, staleOld);

    internal static Access Swap(string name, int index, int old, int value) =>
        new(AccessKind.CompareExchange, name, index, old, value, false);

    internal static Access SwapFailed(string name, int index, int seen) =>
        new(AccessKind.CompareExchange, name, index, seen, seen, false);

    internal static Access Add(string name, int index, int old, int sum) => new(AccessKind.Add, name, index, old, sum, false);
}

/// <summary>The names of the specification's shared variables, as they stand in <see cref="Access.Name"/>.</summary>
public static class Variables
{
    /// <summary>The write position.</summary>
    public const string Wpos = "wpos";

    /// <summary>The read position.</summary>
    public const string Rpos = "rpos";

    /// <summary>Committed counts, by slot.</summary>
    public const string Cc = "cc";

    /// <summary>Delivered counts, by slot.</summary>
    public const string Dc = "dc";

    /// <summary>Begin positions in the packet headers, by slot.</summary>
    public const string Begin = "begin";

    /// <summary>Content sizes in the packet headers, by slot.</summary>
    public const string Csize = "csize";

    /// <summary>Data sizes in the descriptors, by slot (Lttng form).</summary>
    public const string Dsize = "dsize";

    /// <summary>The cells, by unit of the ring.</summary>
    public const string Mem = "mem";

    /// <summary>Loss counters: 0 full, 1 wrapped, 2 tooBig.</summary>
    public const string Lost = "lost";
}
