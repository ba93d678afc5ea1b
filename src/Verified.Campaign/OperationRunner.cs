using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>Carries out operations on the real code, tells the lockstep what is meant, and keeps the ledger.</summary>
internal sealed class OperationRunner(Bench bench, Ledger ledger, Lockstep? lockstep, OperationWatch? watch = null)
{
    private readonly ReaderRunner _reader = new(bench, ledger);

    /// <summary>Carries out one operation. What a reader is to do after the end of data is left out.</summary>
    public void Run(Operation operation)
    {
        if (ledger.HasEnded && operation.Process == Scenario.Reader)
        {
            return;
        }

        lockstep?.Announce(operation);
        watch?.Begin(operation);
        switch (operation.Kind)
        {
            case OperationKind.Write:
                Write(operation);
                break;
            case OperationKind.Flush:
                bench.Ring.Flush(operation.Process, operation.Mode);
                break;
            case OperationKind.Tick:
                Tick(operation.Process);
                break;
            default:
                _reader.Run(operation);
                break;
        }

        Returned(operation);
    }

    /// <summary>What the reader awaits in a sleep that it may still cancel, or null.</summary>
    public long? Awaited => _reader.Awaited;

    /// <summary>The position from which an unfinished clear goes on, or null.</summary>
    public long? ClearsFrom => _reader.ClearsFrom;

    /// <summary>Goes on with a sleep whose thread runs no more: cancels it, or takes the signal that was given meanwhile.</summary>
    /// <param name="wait">The operation that has not returned.</param>
    /// <returns>False if only a signal can end it, and there is none.</returns>
    public bool TryWake(Operation wait)
    {
        if (!_reader.TryWake(wait.Process))
        {
            return false;
        }

        Returned(wait);
        return true;
    }

    /// <summary>Flushes and reads until nothing is left.</summary>
    /// <param name="flusher">The process that flushes.</param>
    /// <param name="reads">Is there a reader that can read?</param>
    public void Drain(int flusher = Scenario.Flusher, bool reads = true)
    {
        Run(new Operation(OperationKind.Flush, flusher));
        if (!reads)
        {
            return;
        }

        var read = new Operation(OperationKind.Read, Scenario.Reader);
        for (int i = 0; i < ReaderRunner.MostReads && !ledger.HasEnded; i++)
        {
            Run(read);
            if (!_reader.GotOne)
            {
                return;
            }
        }

        if (!ledger.HasEnded)
        {
            throw new ScheduleViolationException($"after {ReaderRunner.MostReads} sub-buffers the final drain still finds more");
        }
    }

    private void Returned(Operation operation)
    {
        watch?.End(operation);
        lockstep?.Ended(operation, ledger.HasEnded && operation.Process == Scenario.Reader);
    }

    private void Write(Operation operation)
    {
        int process = operation.Process;
        int sequence = ledger.Attempt(process);
        int length = bench.Units.PayloadLength(operation.Units);
        if (operation.AtOnce && bench.Ring.TryBegin(process, length, out OpenRecord record))
        {
            WriteAtOnce(process, sequence, length, record);
            return;
        }

        ReserveResult result = operation.AtOnce
            ? bench.Ring.TryReserveSlow(process, length, out Reserved slot)
            : bench.Ring.TryReserve(process, length, out slot);
        if (result != ReserveResult.Ok)
        {
            ledger.Lose(result);
            ledger.Settle(process, sequence);
            return;
        }

        ledger.Accept(new Accepted(bench.Positions.Of(slot.Begin), process, sequence, slot.Time, operation.Abandon));
        nint payload = bench.Ring.PayloadOffset(slot);

        // In two halves, so that whoever looks in between sees an unfinished record.
        PayloadPattern.Fill(bench.Region.Bytes(payload, length), process, sequence, 0, length / 2);
        foreach (Operation inner in operation.Inside ?? [])
        {
            Run(inner);
        }

        PayloadPattern.Fill(bench.Region.Bytes(payload, length), process, sequence, length / 2, length);
        ledger.Close(process, sequence);
        if (operation.Abandon)
        {
            bench.Ring.Abandon(process, slot);
        }
        else
        {
            bench.Ring.Commit(process, slot);
        }

        ledger.Settle(process, sequence);
    }

    private void WriteAtOnce(int process, int sequence, int length, in OpenRecord record)
    {
        ledger.Accept(new Accepted(bench.Positions.Of(record.Begin), process, sequence, record.Time, IsAbandoned: false));
        PayloadPattern.Fill(bench.Region.Bytes(record.PayloadOffset, length), process, sequence, 0, length);
        ledger.Close(process, sequence);
        bench.Ring.End(process, record, length);
        ledger.Settle(process, sequence);
    }

    private void Tick(int process)
    {
        var memory = new ExploredMemory(bench.Region, process);
        memory.StoreRelease(RegionLayout.Now, memory.LoadOwn(RegionLayout.Now) + 1, nameof(Verified.Model.Step.Tick));
    }
}
