using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// Judges the end of a schedule in which a lane stopped for ever. Writers and flushers have returned: nothing that another lane
/// does holds them up. The reader may be held up, but by the stopped lane alone: by a sub-buffer that it owes, or by its signal.
/// What is left is then used again: a fresh round of records, a flush, and the reader as far as it can go.
/// </summary>
internal sealed class StopJudge(Scenario scenario, Bench bench, OperationWatch watch, StopCounts counts)
{
    private readonly Debts _debts = new(scenario.Settings.Geometry);
    private readonly string?[] _lastSteps = new string?[scenario.Lanes.Count];
    private readonly int[] _laneOf = [.. Enumerable.Range(0, Scenario.Reader + 1).Select(scenario.LaneOf)];
    private int _stopped = -1;

    /// <summary>Forgets the schedule before.</summary>
    public void Clear()
    {
        _debts.Clear();
        Array.Clear(_lastSteps);
        _stopped = -1;
    }

    /// <summary>A lane has stopped.</summary>
    public void OnStopped(int lane)
    {
        _stopped = lane;
        string? last = _lastSteps[lane];
        watch.Circumstance = $"; lane {lane} has stopped {(last is null ? "before its first step" : "after " + last)}";
        counts.StoppedAfter(last);
    }

    /// <summary>An access of any process.</summary>
    public void OnAccess(in MemoryAccess access)
    {
        _debts.OnAccess(access);
        int lane = _laneOf[access.Lane];
        if (lane >= 0)
        {
            _lastSteps[lane] = access.Step;
        }
    }

    /// <summary>Judges, and drains what can be drained.</summary>
    /// <exception cref="ScheduleViolationException">The end is not as it must be.</exception>
    public void Judge(OperationRunner runner, Ledger ledger, IReadOnlyList<int> waiting)
    {
        IReadOnlySet<int> stopped = scenario.ProcessesOf(_stopped);
        bool reads = !stopped.Contains(Scenario.Reader) && WakesReader(runner, waiting);
        RequireSettled(stopped);
        Recover(ledger);
        int flusher = stopped.Contains(Scenario.Flusher) ? Scenario.OtherFlusher : Scenario.Flusher;
        runner.Drain(flusher, reads);
        long wrapped = Lost(Twin.Wrapped);
        foreach (Operation write in scenario.RoundOfRecords(_stopped))
        {
            runner.Run(write);
        }

        counts.LostInRound(Lost(Twin.Wrapped) - wrapped);
        runner.Drain(flusher, reads);
        RequireSettled(stopped);
        long? heldUp = reads ? HeldUpAt(stopped) : null;
        ledger.Judge(RingEnd.Of(bench), ExcuseOf(runner, stopped, reads, heldUp));
        if (stopped.Contains(Scenario.Reader))
        {
            bench.Region.EndRead(Scenario.Reader); // what it held when it stopped is still as it was
        }

        counts.Ended(heldUp is not null, reads, stopped.Contains(Scenario.Reader));
    }

    /// <summary>What would be recovered if all processes died now.</summary>
    private void Recover(Ledger ledger)
    {
        if (!bench.Settings.Recoverable)
        {
            return;
        }

        RecoveredRing ring;
        try
        {
            ring = RingBuffer.Recover(bench.Region.Bytes(0, bench.Region.Length).ToArray());
        }
        catch (InvalidDataException e)
        {
            throw new ScheduleViolationException($"the region can not be recovered: {e.Message}{watch.Circumstance}");
        }

        ledger.JudgeRecovered(ring, at => _debts.DebtorsOf(at).Count > 0);
        counts.HasRecovered(ring.SubBuffers.Sum(s => s.RecordCount));
    }

    /// <summary>Only the reader may wait, and only for what nobody but the stopped lane would give. It is woken if that can be.</summary>
    private bool WakesReader(OperationRunner runner, IReadOnlyList<int> waiting)
    {
        if (waiting.Count == 0)
        {
            return true;
        }

        Operation[] waits = [.. watch.Unfinished.Where(o => o.Kind == OperationKind.Wait && o.Process == Scenario.Reader)];
        Require(waits.Length == 1 && waiting.All(l => l == scenario.LaneOf(Scenario.Reader)), () =>
            $"lane {string.Join(", ", waiting)} did not end: it waits{watch.Circumstance}");
        RequireReasonToSleep(runner.Awaited);
        counts.Slept();
        return runner.TryWake(waits[0]);
    }

    /// <summary>Nothing that is awaited is there, or the stopped lane was about to give the signal.</summary>
    private void RequireReasonToSleep(long? awaited)
    {
        Geometry geometry = bench.Settings.Geometry;
        bool isThere = awaited is not { } target
            || RingEnd.Word(bench.Region, RegionLayout.DeliveredCount(geometry.Index(target))) >= geometry.FullCount(target)
            || RingEnd.Word(bench.Region, RegionLayout.Final) == 1;
        bool owesSignal = _lastSteps[_stopped] is nameof(Step.Deliver_Publish) or nameof(Step.Complete_StoreFinal)
            or nameof(Step.Wake_LoadWaiting) or nameof(Step.Wake_Cas);
        Require(!isThere || owesSignal, () => $"the reader sleeps though what it awaits is there, and nobody is to wake it{watch.Circumstance}");
    }

    /// <summary>Whoever has returned owes nothing.</summary>
    private void RequireSettled(IReadOnlySet<int> stopped)
    {
        foreach (int process in _debts.Debtors.Where(p => !stopped.Contains(p)))
        {
            Require(false, () => $"process {process} has returned, and owes bytes or a delivery");
        }
    }

    /// <summary>Where the reader can go no further, which must be a sub-buffer of the stopped lane's; null if it has come to the end.</summary>
    private long? HeldUpAt(IReadOnlySet<int> stopped)
    {
        long at = RingEnd.Word(bench.Region, RegionLayout.ReadPosition);
        if (at == PositionWord.Position(RingEnd.Word(bench.Region, RegionLayout.WritePosition)))
        {
            return null;
        }

        Require(_debts.DebtorsOf(at).Any(stopped.Contains), () =>
            $"the reader can not go past the sub-buffer at {at}, to which the stopped lane {_stopped} owes nothing{watch.Circumstance}");
        return at;
    }

    private Excuse ExcuseOf(OperationRunner runner, IReadOnlySet<int> stopped, bool reads, long? heldUp)
    {
        long at = RingEnd.Word(bench.Region, RegionLayout.ReadPosition);
        bool isUnsaid = RingEnd.Word(bench.Region, RegionLayout.Final) == 0
            && watch.Unfinished.Any(o => o is { Kind: OperationKind.Flush, Mode: FlushMode.Complete });
        return new Excuse(
            stopped,
            reads ? heldUp : at,
            runner.ClearsFrom is { } from ? (from, at) : null,
            !reads || heldUp is not null || isUnsaid);
    }

    private long Lost(int cause) => RingEnd.Word(bench.Region, RegionLayout.Lost(cause));

    private static void Require(bool condition, Func<string> message)
    {
        if (!condition)
        {
            throw new ScheduleViolationException(message());
        }
    }
}
