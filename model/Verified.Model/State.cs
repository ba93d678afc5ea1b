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

    /// <summary>Read position, in units.</summary>
    public short Rpos;

    /// <summary>Ghost: attempts less decided ones.</summary>
    public short Account;

    /// <summary>Committed counts.</summary>
    public SlotArray Cc;

    /// <summary>Delivered counts.</summary>
    public SlotArray Dc;

    /// <summary>Positions in the packet headers; -1 is released or never written.</summary>
    public SlotArray Begin;

    /// <summary>Content sizes in the packet headers; 0 is released or never written.</summary>
    public SlotArray Csize;

    /// <summary>Data sizes in the descriptors; 0 is released or never written.</summary>
    public SlotArray Dsize;

    /// <summary>Ghost: deliveries begun.</summary>
    public SlotArray Claims;

    /// <summary>Cells: 0 stale, 1000 torn, n whole, -n abandoned.</summary>
    public CellArray Mem;

    /// <summary>Loss counters: full, wrapped, tooBig.</summary>
    public LostArray Lost;

    /// <summary>The action that each process takes next.</summary>
    public LabelArray Pc;

    /// <summary>The producers' locals.</summary>
    public LocalsArray Loc;

    /// <summary>The reader's locals.</summary>
    public Reading Rd;

    /// <summary>Length of <see cref="Res"/>.</summary>
    public short ResCount;

    /// <summary>Ghost: reservations from the read position on.</summary>
    public ReservationArray Res;

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
    internal void Reserve(int begin, int end, ReservationKind kind, int by)
    {
        if (ResCount == Limits.MaxReservations)
        {
            throw new ModelLimitException($"more than {Limits.MaxReservations} reservations are unread");
        }

        Res[ResCount++] = new Reservation
        {
            B = Limits.Narrow(begin),
            E = Limits.Narrow(end),
            Kind = kind,
            By = (byte)by,
        };
    }

    private readonly ReadOnlySpan<byte> Bytes() =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in this, 1));
}
