using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Runs a workload on a ring and on the model at once, and compares every answer.</summary>
internal sealed class SequentialRun(IRing ring, SequentialModel model)
{
    private bool _holds;
    private int _nextId;

    public static void Check(Workload workload, IRing ring)
    {
        var run = new SequentialRun(ring, new SequentialModel(workload.Size, workload.Count));
        foreach (Op op in workload.Ops)
        {
            run.Do(op);
        }

        run.Finish();
    }

    private void Do(Op op)
    {
        switch (op.Kind)
        {
            case OpKind.Reserve:
                int id = _nextId++;
                Assert.Equal(model.Reserve(id, op.Number), ring.Reserve(id, op.Number));
                break;
            case OpKind.Commit or OpKind.Abandon when model.Open is { Count: > 0 } open:
                End(open[op.Number % open.Count], op.Kind == OpKind.Commit);
                break;
            case OpKind.FlushActive or OpKind.FlushFinal:
                FlushMode mode = op.Kind == OpKind.FlushFinal ? FlushMode.Final : FlushMode.Active;
                model.Flush(mode);
                ring.Flush(mode);
                break;
            case OpKind.Get when !_holds:
                Get();
                break;
            case OpKind.Release when _holds:
                Release();
                break;
        }

        Assert.Equal(model.Losses, ring.Losses);
    }

    private void End(int id, bool keep)
    {
        model.End(id, keep ? RecordState.Kept : RecordState.Abandoned);
        if (keep)
        {
            ring.Commit(id);
        }
        else
        {
            ring.Abandon(id);
        }
    }

    private bool Get()
    {
        (long Position, List<byte[]> Payloads)? expected = model.Next();
        (long Position, List<byte[]> Payloads)? actual = ring.Get();
        Assert.Equal(expected?.Position, actual?.Position);
        Assert.Equal(expected?.Payloads, actual?.Payloads);
        _holds = actual is not null;
        return _holds;
    }

    private void Release()
    {
        Assert.Equal(model.Next()?.Payloads, ring.ReadHeld()); // nothing written under the reader's hands
        model.Release();
        ring.Release();
        _holds = false;
    }

    /// <summary>Ends everything that is open, and reads all there is.</summary>
    private void Finish()
    {
        foreach (int id in model.Open)
        {
            End(id, keep: true);
        }

        Do(new Op(OpKind.FlushActive, 0));
        do
        {
            if (_holds)
            {
                Release();
            }
        }
        while (Get());
        Assert.Equal(model.Losses, ring.Losses);
    }
}
