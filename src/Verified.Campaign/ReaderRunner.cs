using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>Carries out what a reader does on the real code, and enters in the ledger what it saw.</summary>
internal sealed class ReaderRunner(Bench bench, Ledger ledger)
{
    /// <summary>More sub-buffers than there are to be found, so that a broken ring does not hold a reader for ever.</summary>
    public const int MostReads = 64;

    private readonly List<Seen> _parts = [];
    private PartCursor _cursor;
    private CellCursor? _cells;

    /// <summary>Did the last read get a sub-buffer, or a part of one?</summary>
    public bool GotOne { get; private set; }

    /// <summary>What the reader awaits in a sleep that it may still cancel, or null.</summary>
    public long? Awaited { get; private set; }

    /// <summary>The read position when an unfinished clear began, or null.</summary>
    public long? ClearsFrom { get; private set; }

    /// <summary>Carries out one operation.</summary>
    public void Run(Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Read:
                Read(operation.Process);
                break;
            case OperationKind.Snapshot:
                Snapshot(operation.Process);
                break;
            case OperationKind.Clear:
                Clear(operation.Process);
                break;
            case OperationKind.Wait:
                Wait(operation);
                break;
            default:
                throw new ArgumentException($"{operation.Kind} is no operation of a reader", nameof(operation));
        }
    }

    private void Read(int process)
    {
        if (bench.ReadsCells)
        {
            ReadCell(process);
            return;
        }

        GetResult got = bench.ReadsParts ? bench.Ring.TryGetPart(process, ref _cursor, out Held held) : bench.Ring.TryGet(process, out held);
        GotOne = got == GetResult.Ok;
        if (GotOne && held.IsPart)
        {
            _parts.AddRange(Look(held, isTaken: false).Records);
        }
        else if (GotOne)
        {
            View rest = Look(held, isTaken: true);
            ledger.See(rest with { Records = [.. _parts, .. rest.Records] });
            _parts.Clear();
            bench.Ring.Move(process, held);
        }
        else if (got == GetResult.EndOfData)
        {
            ledger.End();
        }
    }

    private void ReadCell(int process)
    {
        int length = bench.Units.PayloadLength(bench.CellUnits);
        int size = bench.CellUnits * bench.Units.Bytes;
        CellCursor cursor = _cells ?? bench.Ring.FirstCell(0, length);
        CellResult got;
        while ((got = bench.Ring.TryGetCell(process, ref cursor, length, out long whole)) == CellResult.Whole)
        {
            ledger.See(new View(new Held(True(whole), whole, bench.Settings.Geometry.SubBufferSize), IsTaken: true, [.. _parts]));
            _parts.Clear();
            bench.Ring.MoveCells(process, ref cursor, whole, length);
            _cells = cursor;
        }

        GotOne = got == CellResult.Record;
        if (GotOne)
        {
            ReadOnlySpan<byte> record = bench.Region.Bytes(cursor.At, size);
            int at = 0;
            if (!RecordParser.TryNext(record, ref at, isClocked: false, out ParsedRecord parsed) || at != size)
            {
                throw new ScheduleViolationException($"the bytes at {cursor.At} are no record of {size} bytes");
            }

            (int writer, int sequence) = PayloadPattern.Read(record.Slice(parsed.Payload, parsed.Length));
            _parts.Add(new Seen(writer, sequence, 0));
            bench.Ring.TakeCell(process, ref cursor, length);
        }
        else if (got == CellResult.EndOfData)
        {
            ledger.End();
        }

        _cells = cursor;
    }

    private void Snapshot(int process)
    {
        SnapshotCursor cursor = Begin(process);
        long first = True(cursor.Position);
        long end = True(cursor.End);
        long overwritten = cursor.Overwritten;
        long last = -1;
        int shown = 0;
        for (; bench.Ring.TryGetNext(process, ref cursor, out Held held); shown++)
        {
            long position = True(held.Position);
            if (position <= last || position < first || position >= end)
            {
                throw new ScheduleViolationException(
                    $"a snapshot of the sub-buffers from {first} to {end} shows the one at {position} after that at {last}");
            }

            last = position;
            ledger.See(Look(held, isTaken: false));
            bench.Ring.Put(process, held);
        }

        long all = Math.Max(0, end - first) / bench.Settings.Geometry.SubBufferSize;
        if (shown + cursor.Overwritten - overwritten + cursor.Unfinished != all)
        {
            throw new ScheduleViolationException($"a snapshot of {all} sub-buffers showed {shown}, and says that " +
                $"{cursor.Overwritten - overwritten} were overwritten and {cursor.Unfinished} unfinished");
        }
    }

    /// <summary>What is overwritten at once lies between the read position, as it was sampled meanwhile, and the first sub-buffer.</summary>
    private SnapshotCursor Begin(int process)
    {
        long before = True(RingEnd.Word(bench.Region, RegionLayout.ReadPosition));
        SnapshotCursor cursor = bench.Ring.BeginSnapshot(process);
        long after = True(RingEnd.Word(bench.Region, RegionLayout.ReadPosition));
        long sampled = True(cursor.Position) - ((long)cursor.Overwritten * bench.Settings.Geometry.SubBufferSize);
        return sampled >= before && sampled <= after
            ? cursor
            : throw new ScheduleViolationException($"a snapshot from {cursor.Position} on says that {cursor.Overwritten} sub-buffers " +
                $"were overwritten before; but the read position was from {before} to {after}");
    }

    private void Clear(int process)
    {
        long from = True(RingEnd.Word(bench.Region, RegionLayout.ReadPosition));
        ClearsFrom = from;
        int released = bench.Ring.Clear(process);
        ClearsFrom = null;
        ledger.Clear(from, True(RingEnd.Word(bench.Region, RegionLayout.ReadPosition)), released);
    }

    private void Wait(Operation operation)
    {
        if (!bench.Ring.PrepareToWait(operation.Process, bench.Watermark, out long target))
        {
            return;
        }

        Awaited = target;
        bool isCancelled = operation.Cancel && bench.Ring.CancelWait(operation.Process, target);
        Awaited = operation.Cancel ? null : target;
        if (!isCancelled)
        {
            bench.Ring.TakeSignal(operation.Process);
        }

        Awaited = null;
    }

    /// <summary>Goes on with a sleep whose thread runs no more: cancels it, or takes the signal that was given meanwhile.</summary>
    /// <returns>False if only a signal can end it, and there is none.</returns>
    public bool TryWake(int process)
    {
        if (Awaited is { } target && bench.Ring.CancelWait(process, target))
        {
            return true;
        }

        if (RingEnd.Word(bench.Region, RegionLayout.Signal) != 1)
        {
            return false;
        }

        bench.Ring.TakeSignal(process);
        return true;
    }

    private long True(long position) => bench.Positions.Of(position);

    private View Look(in Held held, bool isTaken)
    {
        if (held.Begin != held.Position)
        {
            throw new ScheduleViolationException($"the packet read at {held.Position} says that it begins at {held.Begin}");
        }

        if (held.Size < Geometry.PacketHeaderSize || held.Size > bench.Settings.Geometry.SubBufferSize)
        {
            throw new ScheduleViolationException($"the packet read at {held.Position} says that its content has {held.Size} bytes");
        }

        ReadOnlySpan<byte> content = bench.Region.Bytes(RegionLayout.Begin(bench.Settings.Geometry, held.Sub).Offset, (int)held.Size);
        var records = new List<Seen>();
        int at = Math.Max(Geometry.PacketHeaderSize, held.From);
        long time = held.From > 0 ? held.FromTime : held.BeginTime;
        while (at < content.Length)
        {
            int from = at;
            if (!RecordParser.TryNext(content, ref at, bench.Units.IsClocked, out ParsedRecord record))
            {
                throw new ScheduleViolationException($"the bytes at {from} of the packet read at {held.Position} are no record");
            }

            time = bench.Units.IsClocked ? record.TimeAfter(time) : 0;
            if (!record.IsAbandoned)
            {
                (int writer, int sequence) = PayloadPattern.Read(content.Slice(record.Payload, record.Length));
                records.Add(new Seen(writer, sequence, time));
            }
        }

        _cursor.Time = time;
        return new View(held with { Position = True(held.Position) }, isTaken, records);
    }
}
