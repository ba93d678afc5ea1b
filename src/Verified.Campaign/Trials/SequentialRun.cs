using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>Runs a workload on a core and on the model at once, and compares every answer.</summary>
internal sealed class SequentialRun<TRules, TSync>(CoreRing<TRules, TSync> ring, SequentialModel model)
    where TRules : struct, IRules
    where TSync : struct, ISynchronisation
{
    private Held? _held;
    private int _number;
    private SnapshotCursor? _snapshot;
    private int _end;
    private int _overwritten;
    private int _unfinished;
    private (int Number, long Target)? _awaited;
    private int _nextId;

    public static void Check(Workload workload, long laps = 0)
    {
        var run = new SequentialRun<TRules, TSync>(new CoreRing<TRules, TSync>(workload.Settings, laps), new SequentialModel(workload.Settings));
        foreach (Op op in workload.Ops)
        {
            run.Step(op);
        }

        run.Finish();
    }

    private void Step(Op op)
    {
        int arrived = Arrived();
        if (op.Kind is OpKind.Get or OpKind.Release or OpKind.Snapshot or OpKind.Clear or OpKind.Wait or OpKind.Cancel)
        {
            Read(op);
        }
        else
        {
            Write(op);
        }

        Same(model.Losses, ring.Losses);
        bool wakes = op.Kind != OpKind.Wait && Arrived() > arrived;
        Require(wakes == ring.Woke, $"{op}: woken {ring.Woke}, and should be {wakes}");
        if (wakes)
        {
            ring.Core.TakeSignal();
            (ring.Woke, _awaited) = (false, null);
        }
    }

    private void Write(Op op)
    {
        switch (op.Kind)
        {
            case OpKind.Reserve:
                int id = _nextId++;
                Same(model.Reserve(id, op.Number), ring.Reserve(id, op.Number));
                break;
            case OpKind.Commit or OpKind.Abandon when model.Open is { Count: > 0 } open:
                End(open[op.Number % open.Count], op.Kind == OpKind.Commit);
                break;
            case OpKind.FlushActive or OpKind.FlushFinal or OpKind.Pause or OpKind.Resume or OpKind.Complete:
                model.Flush(op.FlushMode);
                ring.Flush(op.FlushMode);
                break;
            case OpKind.Tick:
                ring.Now = model.Now += op.Number;
                break;
        }
    }

    private void Read(Op op)
    {
        switch (op.Kind)
        {
            case OpKind.Release when _held is not null:
                Release();
                break;
            case OpKind.Cancel when _awaited is { } awaited:
                Require(ring.Core.CancelWait(awaited.Target), "a wait that nobody ended can not be cancelled");
                _awaited = null;
                break;
            case OpKind.Get when _held is null && _awaited is null:
                Get();
                break;
            case OpKind.Snapshot or OpKind.Clear or OpKind.Wait when _held is null && _awaited is null && _snapshot is null:
                Begin(op);
                break;
        }
    }

    private void Begin(Op op)
    {
        switch (op.Kind)
        {
            case OpKind.Snapshot:
                _snapshot = ring.Core.BeginSnapshot();
                (_number, _end, _overwritten, _unfinished) = (model.Kept - 1, model.Written, 0, 0);
                break;
            case OpKind.Clear:
                Same(model.Clear(), ring.Core.Clear());
                break;
            case OpKind.Wait:
                int watermark = op.Number % ring.Core.Geometry.SubBufferCount;
                bool mustWait = !model.IsComplete(model.Oldest + watermark) && !model.IsCompleted;
                Same(mustWait, ring.Core.PrepareToWait(watermark + 1, out long target));
                _awaited = mustWait ? (model.Oldest + watermark, target) : null;
                break;
        }
    }

    /// <summary>What wakes the reader: a delivery of what it awaits or of a later one, and completion.</summary>
    private int Arrived() => _awaited is { } awaited ? model.CompleteFrom(awaited.Number) + (model.IsCompleted ? 1 : 0) : 0;

    private void End(int id, bool keep)
    {
        model.End(id, keep ? RecordState.Kept : RecordState.Abandoned);
        ring.End(id, keep);
    }

    private bool Get() => _snapshot is null ? GetOldest() : GetNext();

    private bool GetOldest()
    {
        Batch? expected = model.Next();
        GetResult result = ring.Core.TryGet(out Held held);
        Same(expected is not null ? GetResult.Ok : model.IsEnd ? GetResult.EndOfData : GetResult.NoData, result);
        return Hold(model.Oldest, expected, result == GetResult.Ok ? held : null);
    }

    private bool GetNext()
    {
        for (_number++; _number < _end && (!model.IsComplete(_number) || model.IsOverwritten(_number)); _number++)
        {
            _ = model.IsOverwritten(_number) ? _overwritten++ : _unfinished++;
        }

        SnapshotCursor cursor = _snapshot!.Value;
        bool got = ring.Core.TryGetNext(ref cursor, out Held held);
        _snapshot = got ? cursor : null;
        Same((_overwritten, _unfinished), (cursor.Overwritten, cursor.Unfinished));
        return Hold(_number, _number < _end ? model.Content(_number) : null, got ? held : null);
    }

    private bool Hold(int number, Batch? expected, Held? held)
    {
        Same(expected?.ToString(), held is { } got ? ring.ReadHeld(got).ToString() : null);
        (_number, _held) = (number, held);
        return held is not null;
    }

    private void Release()
    {
        Held held = _held!.Value;
        Same(model.Content(_number).ToString(), ring.ReadHeld(held).ToString()); // nothing written under the reader's hands
        if (_snapshot is not null)
        {
            ring.Core.Put(held);
        }
        else
        {
            ring.Core.Move(held);
            model.Release(_number);
        }

        _held = null;
    }

    /// <summary>Ends everything that is open, and reads all there is.</summary>
    private void Finish()
    {
        Step(new Op(OpKind.Cancel, 0));
        foreach (int id in model.Open)
        {
            End(id, keep: true);
        }

        Step(new Op(OpKind.FlushActive, 0));
        do
        {
            if (_held is not null)
            {
                Release();
            }
        }
        while (Get() || (_held is null && GetOldest()));
        Same(model.Losses, ring.Losses);
    }

    private static void Same<T>(T expected, T found) =>
        Require(EqualityComparer<T>.Default.Equals(expected, found), $"the model says {Text(expected)}, and the ring {Text(found)}");

    private static string Text<T>(T value) => value?.ToString() ?? "nothing";

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
