using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// The ring buffer under test with its rules hidden, so that a campaign picks them by name. Each member is the one of
/// <see cref="RingCore{TMemory, TRules, TSync}"/> with the same name, in the name of a process of the specification.
/// </summary>
public abstract class RingDriver
{
    private protected RingDriver()
    {
    }

    /// <summary>Writes what a region holds before its first use.</summary>
    public abstract void Initialize();

    /// <summary>Where a reservation's payload goes in the region.</summary>
    /// <param name="slot">The place.</param>
    public abstract nint PayloadOffset(in Reserved slot);

    /// <summary>Reserves.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="payloadLength">Bytes.</param>
    /// <param name="slot">The place.</param>
    public abstract ReserveResult TryReserve(int process, int payloadLength, out Reserved slot);

    /// <summary>Begins a write in one call, on its fast path.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="payloadLength">Bytes, not more than fit.</param>
    /// <param name="record">The record.</param>
    /// <returns>False if <see cref="TryReserveSlow"/> must go on.</returns>
    public abstract bool TryBegin(int process, int payloadLength, out OpenRecord record);

    /// <summary>Ends it.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="record">The record.</param>
    /// <param name="payloadLength">Bytes.</param>
    public abstract void End(int process, in OpenRecord record, int payloadLength);

    /// <summary>Reserves where <see cref="TryBegin"/> could not.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="payloadLength">Bytes.</param>
    /// <param name="slot">The place.</param>
    public abstract ReserveResult TryReserveSlow(int process, int payloadLength, out Reserved slot);

    /// <summary>Commits.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="slot">The place.</param>
    public abstract void Commit(int process, in Reserved slot);

    /// <summary>Abandons.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="slot">The place.</param>
    public abstract void Abandon(int process, in Reserved slot);

    /// <summary>Flushes, pauses, resumes or completes.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="mode">The mode.</param>
    public abstract void Flush(int process, FlushMode mode);

    /// <summary>Gets a sub-buffer.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract GetResult TryGet(int process, out Held held);

    /// <summary>Gets a sub-buffer, or a part of one.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="cursor">How far the reader has read.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract GetResult TryGetPart(int process, ref PartCursor cursor, out Held held);

    /// <summary>Where a reader of cells begins.</summary>
    /// <param name="position">The read position.</param>
    /// <param name="payloadLength">Bytes of each record's payload.</param>
    public abstract CellCursor FirstCell(long position, int payloadLength);

    /// <summary>Looks for the next record.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="cursor">Where the reader stands.</param>
    /// <param name="payloadLength">Bytes of each record's payload.</param>
    /// <param name="whole">The position of a sub-buffer of which all was taken.</param>
    public abstract CellResult TryGetCell(int process, ref CellCursor cursor, int payloadLength, out long whole);

    /// <summary>Takes the record that was found.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="cursor">Where the reader stands.</param>
    /// <param name="payloadLength">Bytes of each record's payload.</param>
    public abstract void TakeCell(int process, ref CellCursor cursor, int payloadLength);

    /// <summary>Releases a sub-buffer of which all was taken.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="cursor">Where the reader stands.</param>
    /// <param name="whole">Its position.</param>
    /// <param name="payloadLength">Bytes of each record's payload.</param>
    public abstract void MoveCells(int process, ref CellCursor cursor, long whole, int payloadLength);

    /// <summary>Releases a sub-buffer.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract void Move(int process, in Held held);

    /// <summary>Begins a snapshot.</summary>
    /// <param name="process">The specification's process number.</param>
    public abstract SnapshotCursor BeginSnapshot(int process);

    /// <summary>Gets the next sub-buffer of a snapshot.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="cursor">The snapshot.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract bool TryGetNext(int process, ref SnapshotCursor cursor, out Held held);

    /// <summary>Puts a sub-buffer of a snapshot back.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract void Put(int process, in Held held);

    /// <summary>Clears.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <returns>Sub-buffers released unread.</returns>
    public abstract int Clear(int process);

    /// <summary>Says what is awaited, and looks once more.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="watermark">Sub-buffers.</param>
    /// <param name="target">What is awaited.</param>
    /// <returns>False if there is nothing to wait for.</returns>
    public abstract bool PrepareToWait(int process, int watermark, out long target);

    /// <summary>Waits no more.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="target">What was awaited.</param>
    /// <returns>False if a signal is on its way.</returns>
    public abstract bool CancelWait(int process, long target);

    /// <summary>Waits for the signal, and takes it.</summary>
    /// <param name="process">The specification's process number.</param>
    public abstract void TakeSignal(int process);
}

/// <summary>The shipped source of the ring buffer on explored memory.</summary>
/// <typeparam name="TRules">Form and mutant.</typeparam>
/// <typeparam name="TSync">Who writes.</typeparam>
/// <param name="region">The bytes.</param>
/// <param name="settings">How it is set up.</param>
public sealed class RingDriver<TRules, TSync>(ExploredRegion region, RingSettings settings) : RingDriver
    where TRules : struct, IRules
    where TSync : struct, ISynchronisation
{
    /// <inheritdoc/>
    public override void Initialize() => RegionLayout.Initialize<TRules>(region.Bytes(0, region.Length), settings);

    /// <inheritdoc/>
    public override nint PayloadOffset(in Reserved slot) => Core(0).PayloadOffset(slot);

    /// <inheritdoc/>
    public override ReserveResult TryReserve(int process, int payloadLength, out Reserved slot) =>
        Core(process).TryReserve(payloadLength, out slot);

    /// <inheritdoc/>
    public override bool TryBegin(int process, int payloadLength, out OpenRecord record)
    {
        long time = 0;
        bool isFull = false;
        bool isBegun = settings.Clocked
            ? Core(process).TryBeginClocked(Core(process).Memory, payloadLength, out long begin, out nint offset, out int sub, out time, out isFull)
            : Core(process).TryBegin(Core(process).Memory, payloadLength, out begin, out offset, out sub);
        nint payload = offset + settings.RecordHeaderSize + (isFull ? Geometry.FullTimeSize : 0);
        record = new OpenRecord(begin, offset, payload, sub, time, isFull);
        return isBegun;
    }

    /// <inheritdoc/>
    public override void End(int process, in OpenRecord record, int payloadLength)
    {
        if (settings.Clocked)
        {
            Core(process).EndClocked(Core(process).Memory, payloadLength, record.Begin, record.Offset, record.Sub, record.Time, record.IsFull);
        }
        else
        {
            Core(process).End(Core(process).Memory, payloadLength, record.Begin, record.Offset, record.Sub);
        }
    }

    /// <inheritdoc/>
    public override ReserveResult TryReserveSlow(int process, int payloadLength, out Reserved slot) =>
        Core(process).TryReserveSlow(payloadLength, hasTried: true, out slot);

    /// <inheritdoc/>
    public override void Commit(int process, in Reserved slot) => Core(process).Commit(slot);

    /// <inheritdoc/>
    public override void Abandon(int process, in Reserved slot) => Core(process).Abandon(slot);

    /// <inheritdoc/>
    public override void Flush(int process, FlushMode mode) => Core(process).Flush(mode);

    /// <inheritdoc/>
    public override GetResult TryGet(int process, out Held held) => Core(process).TryGet(out held);

    /// <inheritdoc/>
    public override GetResult TryGetPart(int process, ref PartCursor cursor, out Held held) => Core(process).TryGetPart(ref cursor, out held);

    /// <inheritdoc/>
    public override CellCursor FirstCell(long position, int payloadLength) => Core(0).FirstCell(position, payloadLength);

    /// <inheritdoc/>
    public override CellResult TryGetCell(int process, ref CellCursor cursor, int payloadLength, out long whole) =>
        Core(process).TryGetCell(Core(process).Memory, ref cursor, payloadLength, out whole);

    /// <inheritdoc/>
    public override void TakeCell(int process, ref CellCursor cursor, int payloadLength) => Core(process).TakeCell(Core(process).Memory, ref cursor, payloadLength);

    /// <inheritdoc/>
    public override void MoveCells(int process, ref CellCursor cursor, long whole, int payloadLength) => Core(process).MoveCells(ref cursor, whole, payloadLength);

    /// <inheritdoc/>
    public override void Move(int process, in Held held) => Core(process).Move(held);

    /// <inheritdoc/>
    public override SnapshotCursor BeginSnapshot(int process) => Core(process).BeginSnapshot();

    /// <inheritdoc/>
    public override bool TryGetNext(int process, ref SnapshotCursor cursor, out Held held) => Core(process).TryGetNext(ref cursor, out held);

    /// <inheritdoc/>
    public override void Put(int process, in Held held) => Core(process).Put(held);

    /// <inheritdoc/>
    public override int Clear(int process) => Core(process).Clear();

    /// <inheritdoc/>
    public override bool PrepareToWait(int process, int watermark, out long target) => Core(process).PrepareToWait(watermark, out target);

    /// <inheritdoc/>
    public override bool CancelWait(int process, long target) => Core(process).CancelWait(target);

    /// <inheritdoc/>
    public override void TakeSignal(int process) => Core(process).TakeSignal();

    private RingCore<ExploredMemory, TRules, TSync> Core(int process) => new(new ExploredMemory(region, process), settings);
}
