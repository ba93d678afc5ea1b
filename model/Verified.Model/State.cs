using System.Runtime.InteropServices;

namespace Verified.Model;

/// <summary>
/// A state of ReserveCommit.tla: a value of fixed size without references. Fields carry the names of the specification's
/// variables. What lies beyond the configuration's bounds stays zero, so that equality is equality of bytes.
/// </summary>
/// <remarks>Processes are kept by index: producers in ascending order of their numbers, then the reader. A value has no
/// thread affinity.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
public struct State : IEquatable<State>
{
    /// <summary>Write position, in units.</summary>
    public short Wpos;

    /// <summary>The gate, in the same word as the write position.</summary>
    public Gate Gate;

    /// <summary>Read position, in units.</summary>
    public short Rpos;

    /// <summary>The reader's own physical sub-buffer (overwrite mode).</summary>
    public short Mine;

    /// <summary>The clock.</summary>
    public short Now;

    /// <summary>The time of about the last record.</summary>
    public short Last;

    /// <summary>1 once the buffer was completed.</summary>
    public short Final;

    /// <summary>The position whose delivery the reader awaits; <see cref="Twin.None"/> for none.</summary>
    public short Waiting;

    /// <summary>1 when a waiting reader was woken.</summary>
    public short Signal;

    /// <summary>Ghost: attempts less decided ones.</summary>
    public short Account;

    /// <summary>Committed counts.</summary>
    public SlotArray Cc;

    /// <summary>Delivered counts.</summary>
    public SlotArray Dc;

    /// <summary>Ghost: deliveries begun.</summary>
    public SlotArray Claims;

    /// <summary>The slots' words.</summary>
    public WordArray Slot;

    /// <summary>Begin blocks of the packet headers.</summary>
    public BeginArray Begin;

    /// <summary>End blocks of the packet headers.</summary>
    public EndArray Csize;

    /// <summary>End blocks in the descriptors.</summary>
    public EndArray Dsize;

    /// <summary>Cells: 0 stale, 1000 torn, else <see cref="Twin.Whole"/> or <see cref="Twin.Skip"/>.</summary>
    public CellArray Mem;

    /// <summary>Loss counters, by <see cref="Twin.Full"/> and so on.</summary>
    public LostArray Lost;

    /// <summary>The action that each process takes next.</summary>
    public LabelArray Pc;

    /// <summary>The producers' locals.</summary>
    public LocalsArray Loc;

    /// <summary>The reader's locals.</summary>
    public Reading Rd;

    /// <summary>Length of <see cref="Res"/>.</summary>
    public short ResCount;

    /// <summary>Ghost: reservations not yet read, overwritten, cleared.</summary>
    public ReservationArray Res;

    /// <summary>Committed prefixes (Recovery.tla).</summary>
    public SlotArray Prefix;

    /// <summary>What producers owe to the prefix (Recovery.tla).</summary>
    public DueArray Due;

    /// <summary>How far the reader has read into a sub-buffer that is not complete (PartRead.tla).</summary>
    public Taken Taken;

    /// <summary>A bit for each process that never steps again, by its index (Recovery.tla).</summary>
    public short Dead;

    /// <summary>The reservations in use.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal readonly ReadOnlySpan<Reservation> Reservations => ((ReadOnlySpan<Reservation>)Res)[..ResCount];

    /// <summary>Tells whether two states are equal, field by field.</summary>
    /// <param name="left">One state.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they are equal.</returns>
    public static bool operator ==(in State left, in State right) => left.Bytes().SequenceEqual(right.Bytes());

    /// <summary>Tells whether two states differ.</summary>
    /// <param name="left">One state.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they differ.</returns>
    public static bool operator !=(in State left, in State right) => !(left == right);

    /// <inheritdoc/>
    public readonly bool Equals(State other) => this == other;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is State other && this == other;

    /// <inheritdoc/>
    public override readonly int GetHashCode() => (int)StateHash.Of(Bytes());

    /// <summary>Appends a reservation.</summary>
    /// <exception cref="ModelLimitException">There are <see cref="Limits.MaxReservations"/> already.</exception>
    internal void Reserve(int begin, int end, ReservationKind kind, int by, short time)
    {
        if (ResCount == Limits.MaxReservations)
        {
            throw new ModelLimitException($"more than {Limits.MaxReservations} reservations are kept");
        }

        Res[ResCount++] = new Reservation
        {
            B = Limits.Narrow(begin),
            E = Limits.Narrow(end),
            T = time,
            Kind = kind,
            By = (byte)by,
        };
    }

    private readonly ReadOnlySpan<byte> Bytes() =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in this, 1));
}
