using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verified.Model;

/// <summary>What the write position's word says of the buffer (<c>gate</c>).</summary>
public enum Gate : short
{
    /// <summary>Records are taken.</summary>
    Open,

    /// <summary>Records are refused until the buffer is resumed.</summary>
    Paused,

    /// <summary>Records are refused for ever.</summary>
    Closed,
}

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

/// <summary>What the reader does (<c>op</c>).</summary>
public enum ReaderOp : short
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It takes the oldest sub-buffer, reads it, releases it.</summary>
    Read,

    /// <summary>It reads all that is there and releases nothing.</summary>
    Snapshot,

    /// <summary>It releases all that is delivered, unread.</summary>
    Clear,

    /// <summary>It sleeps until the next sub-buffer is delivered.</summary>
    Wait,
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

/// <summary>Losses sampled for a packet (<c>NoSample</c> is the default).</summary>
public record struct LossSample
{
    /// <summary>Records lost as "full".</summary>
    public short Full;

    /// <summary>Records lost as "wrapped".</summary>
    public short Wrapped;

    /// <summary>Records lost as "tooBig".</summary>
    public short TooBig;
}

/// <summary>The begin block of a packet header.</summary>
public record struct BeginBlock
{
    /// <summary>Position of the sub-buffer; <see cref="Twin.None"/> is released or never written.</summary>
    public short Pos;

    /// <summary>Time of the packet's first reservation.</summary>
    public short Time;
}

/// <summary>The end block of a packet header, or of a descriptor (<c>NoEnd</c> is the default).</summary>
public record struct EndBlock
{
    /// <summary>Content size in units; 0 is released or never written.</summary>
    public short Size;

    /// <summary>Time of the packet's last reservation.</summary>
    public short Time;

    /// <summary>The losses that the packet states.</summary>
    public LossSample Loss;
}

/// <summary>A slot's word.</summary>
/// <param name="Sub">The physical sub-buffer that serves the slot.</param>
/// <param name="Noref">Does no writer refer to it?</param>
/// <param name="Lap">The lap whose content it then holds; <see cref="Twin.None"/> for none.</param>
public record struct SlotWord(byte Sub, bool Noref, short Lap);

/// <summary>A producer's locals (<c>loc</c>).</summary>
public struct Locals
{
    /// <summary>Write position sampled.</summary>
    public short O;

    /// <summary>Record size; a flusher's mode.</summary>
    public short N;

    /// <summary>Time read.</summary>
    public short T;

    /// <summary>1 if the time is kept in full.</summary>
    public short F;

    /// <summary>Count or position sampled.</summary>
    public short V;

    /// <summary>End block loaded.</summary>
    public EndBlock K;

    /// <summary>Losses sampled.</summary>
    public LossSample S;

    /// <summary>Slot word sampled.</summary>
    public SlotWord W;

    /// <summary>The sub-buffer that the slot resolved to.</summary>
    public short X;

    /// <summary>What is committed.</summary>
    public Job Job;
}

/// <summary>The reader's locals (<c>rd</c>).</summary>
public struct Reading
{
    /// <summary>What the reader does.</summary>
    public ReaderOp Op;

    /// <summary>The sub-buffer it is at.</summary>
    public short Cur;

    /// <summary>Where its snapshot ends, or the sub-buffer that it awaits; <see cref="Twin.None"/> for none.</summary>
    public short Upto;

    /// <summary>Count or position sampled.</summary>
    public short V;

    /// <summary>Slot word sampled.</summary>
    public SlotWord W;

    /// <summary>Begin block loaded.</summary>
    public BeginBlock Begin;

    /// <summary>End block loaded.</summary>
    public EndBlock Size;

    /// <summary>Length of <see cref="Out"/>.</summary>
    public short OutCount;

    /// <summary>The batch that the reader holds: record lengths; 999 is garbage.</summary>
    public OutArray Out;

    /// <summary>Length of <see cref="Times"/>: that of <see cref="Out"/> where records carry a time, else 0.</summary>
    public short TimesCount;

    /// <summary>The times of those records.</summary>
    public OutArray Times;
}

/// <summary>What a producer is to do next for the committed prefix (Recovery.tla).</summary>
public enum DueStep : short
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Load the write position.</summary>
    Load,

    /// <summary>Store the prefix.</summary>
    Store,

    /// <summary>Add, with the write position loaded already: of a mutant.</summary>
    Add,
}

/// <summary>What a producer owes to the committed prefix (<c>due</c>).</summary>
/// <param name="Step">What is to be done.</param>
/// <param name="B">Where the committed piece began.</param>
/// <param name="Sum">What the add returned; before the add, the write position.</param>
public record struct Due(DueStep Step, short B, short Sum);

/// <summary>How far the reader has read into a sub-buffer that is not complete.</summary>
/// <param name="Upto">The position up to which it has.</param>
/// <param name="Time">The time of the last record there.</param>
public record struct Taken(short Upto, short Time);

/// <summary>A ghost reservation (an entry of <c>res</c>).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
public struct Reservation
{
    /// <summary>First unit.</summary>
    public short B;

    /// <summary>One past the last unit.</summary>
    public short E;

    /// <summary>Time of it.</summary>
    public short T;

    /// <summary>What it is for.</summary>
    public ReservationKind Kind;

    /// <summary>The process that owes its commit; 0 once it is committed.</summary>
    public byte By;

    /// <summary>Is it a record, abandoned or not?</summary>
    internal readonly bool IsRecord => Kind >= ReservationKind.Rec;
}

/// <summary>One number for each slot.</summary>
[InlineArray(Limits.MaxSlots)]
public struct SlotArray
{
    private short _first;
}

/// <summary>One word for each slot.</summary>
[InlineArray(Limits.MaxSlots)]
public struct WordArray
{
    private SlotWord _first;
}

/// <summary>One begin block for each physical sub-buffer.</summary>
[InlineArray(Limits.MaxSubs)]
public struct BeginArray
{
    private BeginBlock _first;
}

/// <summary>One end block for each physical sub-buffer.</summary>
[InlineArray(Limits.MaxSubs)]
public struct EndArray
{
    private EndBlock _first;
}

/// <summary>One cell for each unit of the sub-buffers.</summary>
[InlineArray(Limits.MaxUnits)]
public struct CellArray
{
    private short _first;
}

/// <summary>One counter for each cause of loss.</summary>
[InlineArray(Twin.CauseCount)]
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

/// <summary>What each producer owes to the committed prefix.</summary>
[InlineArray(Limits.MaxProducers)]
public struct DueArray
{
    private Due _first;
}

/// <summary>Numbers of the records that the reader holds.</summary>
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
