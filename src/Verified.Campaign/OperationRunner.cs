using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>Carries out operations on the real code, tells the lockstep what is meant, and keeps the ledger.</summary>
internal sealed class OperationRunner(RingDriver ring, Geometry geometry, ExploredRegion region, Ledger ledger, Lockstep? lockstep)
{
    /// <summary>More sub-buffers than a drain can find, so that a broken ring does not hold it for ever.</summary>
    private const int MostReads = 64;

    /// <summary>Carries out one operation.</summary>
    public void Run(Operation operation)
    {
        lockstep?.Announce(operation);
        switch (operation.Kind)
        {
            case OperationKind.Write:
                Write(operation);
                break;
            case OperationKind.Flush:
                ring.Flush(operation.Process, operation.Mode);
                break;
            default:
                Read(operation.Process);
                break;
        }

        lockstep?.Ended(operation);
    }

    /// <summary>Flushes and reads until nothing is left.</summary>
    public void Drain()
    {
        Run(new Operation(OperationKind.Flush, Scenario.Flusher));
        for (int i = 0; i < MostReads; i++)
        {
            var read = new Operation(OperationKind.Read, Scenario.Reader);
            lockstep?.Announce(read);
            bool more = Read(Scenario.Reader);
            lockstep?.Ended(read);
            if (!more)
            {
                return;
            }
        }

        throw new ScheduleViolationException($"after {MostReads} sub-buffers the final drain still finds more");
    }

    private void Write(Operation operation)
    {
        int process = operation.Process;
        int sequence = ledger.Attempt(process);
        int length = Units.PayloadLength(operation.Units);
        ReserveResult result = ring.TryReserve(process, length, out Reserved slot);
        if (result != ReserveResult.Ok)
        {
            ledger.Lose(result);
            return;
        }

        ledger.Accept(process, sequence, slot.Begin, operation.Abandon);
        nint payload = RegionLayout.Data(geometry, geometry.DataIndex(slot.Begin)).Offset + Geometry.RecordHeaderSize;

        // In two halves, so that whoever looks in between sees an unfinished record.
        PayloadPattern.Fill(region.Bytes(payload, length), process, sequence, 0, length / 2);
        foreach (Operation inner in operation.Inside ?? [])
        {
            Run(inner);
        }

        PayloadPattern.Fill(region.Bytes(payload, length), process, sequence, length / 2, length);
        if (operation.Abandon)
        {
            ring.Abandon(process, slot);
        }
        else
        {
            ring.Commit(process, slot);
        }
    }

    private bool Read(int process)
    {
        if (!ring.TryGet(process, out Held held))
        {
            return false;
        }

        if (held.Begin != held.Position)
        {
            throw new ScheduleViolationException($"the packet read at {held.Position} says that it begins at {held.Begin}");
        }

        if (held.Size < Geometry.PacketHeaderSize || held.Size > geometry.SubBufferSize)
        {
            throw new ScheduleViolationException($"the packet read at {held.Position} says that its content has {held.Size} bytes");
        }

        ReadOnlySpan<byte> content = region.Bytes(RegionLayout.Data(geometry, geometry.DataIndex(held.Position)).Offset, (int)held.Size);
        int at = Geometry.PacketHeaderSize;
        while (at < content.Length)
        {
            int from = at;
            if (!RecordParser.TryNext(content, ref at, out ParsedRecord record))
            {
                throw new ScheduleViolationException($"the bytes at {from} of the packet read at {held.Position} are no record");
            }

            if (!record.IsAbandoned)
            {
                (int writer, int sequence) = PayloadPattern.Read(content.Slice(record.Payload, record.Length));
                ledger.Read(writer, sequence);
            }
        }

        ring.Move(process, held);
        return true;
    }
}
