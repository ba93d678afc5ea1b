namespace Verified.Model;

/// <summary>The kinds of shared-memory access that an action can be.</summary>
public enum AccessKind
{
    /// <summary>No access (<see cref="Step.Shift"/>, <see cref="Step.Forget"/>).</summary>
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

    /// <summary>The clock is read: a load of <see cref="Variables.Now"/>.</summary>
    ReadClock,

    /// <summary>A load of a block that belongs to one process.</summary>
    LoadBlock,

    /// <summary>A store of a block that belongs to one process.</summary>
    StoreBlock,

    /// <summary>A word that is 1 is made 0; the process waited for that.</summary>
    TakeWhenSet,
}

/// <summary>The numbers of a block: position and time of a begin block; size, time, losses full, wrapped and tooBig of an
/// end block.</summary>
/// <param name="Count">How many there are: 0, 2 or 5.</param>
/// <param name="V0">The first.</param>
/// <param name="V1">The second.</param>
/// <param name="V2">The third.</param>
/// <param name="V3">The fourth.</param>
/// <param name="V4">The fifth.</param>
public readonly record struct Block(short Count, short V0, short V1, short V2, short V3, short V4)
{
    /// <summary>One of the numbers.</summary>
    /// <param name="index">0..<see cref="Count"/>-1.</param>
    public int this[int index] => index >= Count ? throw new ArgumentOutOfRangeException(nameof(index)) : index switch
    {
        0 => V0,
        1 => V1,
        2 => V2,
        3 => V3,
        4 => V4,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    internal static Block Of(in BeginBlock b) => new(2, b.Pos, b.Time, 0, 0, 0);

    internal static Block Of(in EndBlock b) => new(5, b.Size, b.Time, b.Loss.Full, b.Loss.Wrapped, b.Loss.TooBig);
}

/// <summary>What an action does to shared memory, in the specification's units.</summary>
/// <param name="Kind">The kind of access.</param>
/// <param name="Name">The specification's variable (<see cref="Variables"/>), empty for <see cref="AccessKind.None"/>.</param>
/// <param name="Index">Of cc, dc, prefix and slot: the slot; of begin, csize and dsize: the physical sub-buffer; of lost: the cause (0
/// full, 1 wrapped, 2 tooBig, 3 refused, 4 abandoned); of mem: the unit, physical sub-buffer * S + offset; else 0.</param>
/// <param name="Old">Value before. For loads, and for a lost compare-exchange, the value seen. Of wpos it is
/// <see cref="HeadValue"/>, of slot <see cref="SlotValue(int, bool, int)"/>, of waiting the position or
/// <see cref="Twin.None"/>; 0 for blocks.</param>
/// <param name="New">Value after. Equals <paramref name="Old"/> for loads and a lost compare-exchange. For
/// <see cref="AccessKind.BeginWrite"/> the units of the record; for <see cref="AccessKind.BeginRead"/> the content size in
/// units; for <see cref="AccessKind.EndWrite"/> the cell, <see cref="Twin.Whole"/> or <see cref="Twin.Skip"/>.</param>
/// <param name="StaleOld">The location was never written or is released: <paramref name="Old"/>, or <see cref="OldBlock"/>, is
/// the specification's poison, stands for anything, and must not be compared. What a load makes of it is anything too.</param>
public readonly record struct Access(AccessKind Kind, string Name, int Index, int Old, int New, bool StaleOld)
{
    /// <summary>No access to shared memory.</summary>
    public static Access None { get; } = new(AccessKind.None, "", 0, 0, 0, false);

    /// <summary>The block before; empty unless the access is of a block.</summary>
    public Block OldBlock { get; init; }

    /// <summary>The block after; equals <see cref="OldBlock"/> for a load; empty unless the access is of a block.</summary>
    public Block NewBlock { get; init; }

    /// <summary>The word of the write position as one number: position + gate * 2^20 (0 open, 1 paused, 2 closed).</summary>
    /// <param name="position">The position in units.</param>
    /// <param name="gate">The gate.</param>
    /// <returns>The number.</returns>
    public static int HeadValue(int position, Gate gate) => position + ((int)gate << 20);

    /// <summary>A slot's word as one number: sub + 16 * noref (0 or 1) + 32 * (lap + 1000); so "no lap" counts as 0.</summary>
    /// <param name="sub">The physical sub-buffer.</param>
    /// <param name="noref">Does no writer refer to it?</param>
    /// <param name="lap">The lap, or <see cref="Twin.None"/>.</param>
    /// <returns>The number.</returns>
    public static int SlotValue(int sub, bool noref, int lap) => sub + (noref ? 16 : 0) + (32 * (lap - Twin.None));

    internal static int SlotValue(SlotWord word) => SlotValue(word.Sub, word.Noref, word.Lap);

    internal static Access Load(string name, int index, int value) => new(AccessKind.Load, name, index, value, value, false);

    internal static Access Store(string name, int index, int old, int value) =>
        new(AccessKind.Store, name, index, old, value, false);

    internal static Access Swap(string name, int index, int old, int value) =>
        new(AccessKind.CompareExchange, name, index, old, value, false);

    /// <summary>A compare-exchange that succeeds; or, where a mutant makes it one, a store that does not ask.</summary>
    internal static Access Replace(bool stores, string name, int index, int old, int value) =>
        stores ? Store(name, index, old, value) : Swap(name, index, old, value);

    internal static Access SwapFailed(string name, int index, int seen) =>
        new(AccessKind.CompareExchange, name, index, seen, seen, false);

    internal static Access Add(string name, int index, int old, int sum) => new(AccessKind.Add, name, index, old, sum, false);

    internal static Access LoadBegin(int sub, in BeginBlock value) =>
        new(AccessKind.LoadBlock, Variables.Begin, sub, 0, 0, value.Pos == Twin.None)
        {
            OldBlock = Block.Of(value),
            NewBlock = Block.Of(value),
        };

    internal static Access StoreBegin(int sub, in BeginBlock old, in BeginBlock value) =>
        new(AccessKind.StoreBlock, Variables.Begin, sub, 0, 0, old.Pos == Twin.None)
        {
            OldBlock = Block.Of(old),
            NewBlock = Block.Of(value),
        };

    internal static Access LoadEnd(string name, int sub, in EndBlock value) =>
        new(AccessKind.LoadBlock, name, sub, 0, 0, value.Size == 0) { OldBlock = Block.Of(value), NewBlock = Block.Of(value) };

    internal static Access StoreEnd(string name, int sub, in EndBlock old, in EndBlock value) =>
        new(AccessKind.StoreBlock, name, sub, 0, 0, old.Size == 0) { OldBlock = Block.Of(old), NewBlock = Block.Of(value) };
}

/// <summary>The names of the specification's shared variables, as they stand in <see cref="Access.Name"/>.</summary>
public static class Variables
{
    /// <summary>The write position, and the gate in the same word.</summary>
    public const string Wpos = "wpos";

    /// <summary>The read position.</summary>
    public const string Rpos = "rpos";

    /// <summary>Committed counts, by slot.</summary>
    public const string Cc = "cc";

    /// <summary>Delivered counts, by slot.</summary>
    public const string Dc = "dc";

    /// <summary>Committed prefixes, by slot (Recovery.tla).</summary>
    public const string Prefix = "prefix";

    /// <summary>The slots' words.</summary>
    public const string Slot = "slot";

    /// <summary>Begin blocks of the packet headers, by physical sub-buffer.</summary>
    public const string Begin = "begin";

    /// <summary>End blocks of the packet headers, by physical sub-buffer.</summary>
    public const string Csize = "csize";

    /// <summary>End blocks in the descriptors, by physical sub-buffer (Lttng form).</summary>
    public const string Dsize = "dsize";

    /// <summary>The cells, by unit of the physical sub-buffers.</summary>
    public const string Mem = "mem";

    /// <summary>Loss counters: 0 full, 1 wrapped, 2 tooBig, 3 refused, 4 abandoned.</summary>
    public const string Lost = "lost";

    /// <summary>The clock.</summary>
    public const string Now = "now";

    /// <summary>The time of about the last record.</summary>
    public const string Last = "last";

    /// <summary>1 once the buffer was completed.</summary>
    public const string Final = "final";

    /// <summary>The position whose delivery a reader awaits.</summary>
    public const string Waiting = "waiting";

    /// <summary>1 when a waiting reader was woken.</summary>
    public const string Signal = "signal";
}
