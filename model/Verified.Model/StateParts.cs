using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verified.Model;

/// <summary>What a producer commits next (<c>job</c>).</summary>
public enum Job : short
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A record.</summary>
    Rec,

    /// <summary>A packet header.</summary>
    Hdr,

    /// <summary>The padding at the end of a sub-buffer.</summary>
    Pad,
}

/// <summary>What a reservation is for (<c>kind</c>).</summary>
public enum ReservationKind : byte
{
    /// <summary>A packet header.</summary>
    Hdr,

    /// <summary>The padding at the end of a sub-buffer.</summary>
    Pad,

    /// <summary>A record.</summary>
    Rec,

    /// <summary>An abandoned record.</summary>
    Skip,
}

/// <summary>A producer's locals (<c>loc</c>).</summary>
public struct Locals
{
    /// <summary>Write position sampled.</summary>
    public short O;

    /// <summary>Record size; a flusher's mode.</summary>
    public short N;

    /// <summary>Delivered count sampled.</summary>
    public short V;

    /// <summary>Data size loaded.</summary>
    public short K;

    /// <summary>What is committed.</summary>
    public Job Job;
}

/// <summary>The reader's locals (<c>rd</c>).</summary>
public struct Reading
{
    /// <summary>Read position sampled.</summary>
    public short Cur;

    /// <summary>Delivered count sampled.</summary>
    public short V;

    /// <summary>Begin position loaded.</summary>
    public short Begin;

    /// <summary>Content size loaded.</summary>
    public short Size;

    /// <summary>Length of <see cref="Out"/>.</summary>
    public short OutCount;

    /// <summary>The batch that the reader holds: record lengths; 999 is garbage.</summary>
    public OutArray Out;
}

/// <summary>A ghost reservation (an entry of <c>res</c>).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
public struct Reservation
{
    /// <summary>First unit.</summary>
    public short B;

    /// <summary>One past the last unit.</summary>
    public short E;

    /// <summary>What it is for.</summary>
    public ReservationKind Kind;

    /// <summary>The process that owes its commit; 0 once it is committed.</summary>
    public byte By;

    /// <summary>Is it a record, abandoned or not?</summary>
    internal readonly bool IsRecord => Kind >= ReservationKind.Rec;
}

/// <summary>One value for each slot.</summary>
[InlineArray(Limits.MaxSlots)]
public struct SlotArray
{
    private short _first;
}

/// <summary>One cell for each unit of the ring.</summary>
[InlineArray(Limits.MaxUnits)]
public struct CellArray
{
    private short _first;
}

/// <summary>One counter for each cause of loss.</summary>
[InlineArray(3)]
public struct LostArray
{
    private short _first;
}

/// <summary>One label for each process; the reader's follows those of the producers.</summary>
[InlineArray(Limits.MaxProducers + 1)]
public struct LabelArray
{
    private Label _first;
}

/// <summary>Locals of each producer.</summary>
[InlineArray(Limits.MaxProducers)]
public struct LocalsArray
{
    private Locals _first;
}

/// <summary>Record lengths that the reader holds.</summary>
[InlineArray(Limits.MaxOut)]
public struct OutArray
{
    private short _first;
}

/// <summary>The reservations.</summary>
[InlineArray(Limits.MaxReservations)]
public struct ReservationArray
{
    private Reservation _first;
}
