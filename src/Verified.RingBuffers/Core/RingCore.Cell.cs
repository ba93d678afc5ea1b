using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>Where a reader of cells stands: its own, and nobody else's.</summary>
/// <param name="At">The offset in the region of the next record that it takes, if there is room for one.</param>
/// <param name="Last">The last offset in the same sub-buffer at which there is.</param>
public record struct CellCursor(nint At, nint Last)
{
    /// <summary>Has the sub-buffer room for one more record?</summary>
    public readonly bool HasCell
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => At <= Last;
    }
}

/// <summary>What a look of a reader of cells found.</summary>
public enum CellResult
{
    /// <summary>Nothing, now.</summary>
    None,

    /// <summary>A record, at <see cref="CellCursor.At"/>: take it with <c>TakeCell</c>, after its bytes were read.</summary>
    Record,

    /// <summary>A sub-buffer that is complete, and of which all was taken: give it back with <c>MoveCells</c>, and look again.</summary>
    Whole,

    /// <summary>Nothing, and nothing will come.</summary>
    EndOfData,
}

/// <content>
/// Reading record by record (<c>tla/CellRead.tla</c>), in discard mode, the lean form, without a clock, where all records have one length: so their headers
/// stand at the same places in every lap. No header is 0, and the reader leaves 0 where it took a record, before it releases the sub-buffer: where a header
/// is, it was stored in this lap, after the record's bytes. (The mark of an open <see cref="Reservation"/>, which no queue has, is none either.)
/// </content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>Where the reader stands that has taken nothing of the sub-buffer at a position.</summary>
    /// <param name="position">The read position.</param>
    /// <param name="payloadLength">Bytes of each record's payload, from 1.</param>
    /// <returns>The cursor.</returns>
    public CellCursor FirstCell(long position, int payloadLength)
    {
        nint begin = Cell(_geometry.Index(position), _geometry.Floor(position)).Offset;
        return new CellCursor(begin + Geometry.PacketHeaderSize, begin + _geometry.SubBufferSize - Geometry.RecordSize(payloadLength));
    }

    /// <summary>Looks for the next record. For the one reader of a ring, which takes its records in no other way. Wait-free.</summary>
    /// <param name="memory">This ring's (<see cref="Memory"/>), loaded once by the caller.</param>
    /// <param name="cursor">Where the reader stands; past abandoned records it goes on.</param>
    /// <param name="payloadLength">As for <see cref="FirstCell"/>.</param>
    /// <param name="whole">Its position, if the result is <see cref="CellResult.Whole"/>.</param>
    /// <returns>What it found.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CellResult TryGetCell(in TMemory memory, ref CellCursor cursor, int payloadLength, out long whole)
    {
        // Acquire pairs with the release of the header, the last store of a record: its bytes come with it.
        int header = cursor.HasCell ? memory.LoadHeader(CellAt(cursor.At), Steps.Cell_LoadHeader) : 0;
        if (header != payloadLength)
        {
            return TryGetCellSlow(ref cursor, payloadLength, header, out whole);
        }

        memory.BeginRead(CellAt(cursor.At), Geometry.RecordSize(payloadLength), Steps.Cell_Record);
        whole = 0;
        return CellResult.Record;
    }

    /// <summary>Takes the record that <see cref="TryGetCell"/> found: its header is 0 from now on, so that the next lap's is told from it.</summary>
    /// <param name="memory">As there.</param>
    /// <param name="cursor">As there; it goes on behind the record.</param>
    /// <param name="payloadLength">As there.</param>
    /// <remarks>A plain store: what gives the sub-buffer to writers (<see cref="MoveCells"/>) is a release.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeCell(in TMemory memory, ref CellCursor cursor, int payloadLength)
    {
        memory.StoreHeader(CellAt(cursor.At), TRules.CellNotCleared ? payloadLength : 0, Steps.Cell_StoreHeader);
        cursor.At += Geometry.RecordSize(payloadLength);
    }

    /// <summary>Releases a sub-buffer of which all was taken.</summary>
    /// <param name="cursor">Where the reader stands: at the next sub-buffer from now on.</param>
    /// <param name="whole">What <see cref="TryGetCell"/> gave, exactly once.</param>
    /// <param name="payloadLength">As there.</param>
    public void MoveCells(ref CellCursor cursor, long whole, int payloadLength)
    {
        Release(whole);
        cursor = FirstCell(_geometry.Next(whole), payloadLength);
    }

    /// <summary>No record to see at the next cell: an abandoned one, none yet, or no cell.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private CellResult TryGetCellSlow(ref CellCursor cursor, int payloadLength, int header, out long whole)
    {
        whole = 0;
        int abandoned = payloadLength | Reserved.AbandonedFlag;
        while (true)
        {
            bool passesOver = header == abandoned;
            if (passesOver)
            {
                TakeCell(_memory, ref cursor, payloadLength);
            }
            else
            {
                long cur = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Get_LoadReadPosition); // G2
                if (Delivered(cur) != Taken.Yes)
                {
                    return NoData(cur) == GetResult.EndOfData ? CellResult.EndOfData : CellResult.None;
                }

                if (!HasCellsLeft(cur, cursor))
                {
                    whole = cur;
                    return CellResult.Whole;
                }
            }

            // Delivered and not all taken: it is there. Behind an abandoned record it may be.
            header = cursor.HasCell ? _memory.LoadHeader(CellAt(cursor.At), Steps.Cell_LoadHeader) : 0;
            if (header == payloadLength)
            {
                _memory.BeginRead(CellAt(cursor.At), Geometry.RecordSize(payloadLength), Steps.Cell_Record);
                return CellResult.Record;
            }

            if (header != abandoned && !passesOver)
            {
                return CellResult.None; // damaged: delivered, and not there
            }
        }
    }

    /// <summary>Has the content of the delivered sub-buffer at the read position more records?</summary>
    private bool HasCellsLeft(long cur, in CellCursor cursor)
    {
        int sub = _geometry.Index(cur);
        Span<long> end = stackalloc long[EndBlockWords];
        _memory.LoadBlock(RegionLayout.ContentSize(_geometry, sub), end, Steps.Cell_LoadSize);
        return cursor.HasCell && cursor.At - Cell(sub, cur).Offset < end[0] && !TRules.CellsLeftBehind;
    }
}
