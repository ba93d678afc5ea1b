using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// The public face against the sequential model. A reservation lives on the stack, so the last one reserved is the first to end:
/// writers nest as they do in a signal handler.
/// </summary>
internal sealed class FacadeRun(Workload workload)
{
    private readonly SequentialModel _model = new(workload.Size, workload.Count);
    private int _next;
    private int _nextId;

    public static void Check(Workload workload) => new FacadeRun(workload).Run();

    private void Run()
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = workload.Size, SubBufferCount = workload.Count });
        using RingBufferReader reader = ring.OpenReader();
        while (_next < workload.Ops.Count)
        {
            Nest(ring, reader);
        }

        _model.Flush(FlushMode.Active);
        ring.Flush();
        while (Read(reader))
        {
        }

        Assert.Equal(_model.Losses, ring.Losses);
    }

    /// <summary>Runs operations until one ends the reservation that this level is in.</summary>
    private OpKind Nest(RingBuffer ring, RingBufferReader reader)
    {
        while (_next < workload.Ops.Count)
        {
            Op op = workload.Ops[_next++];
            switch (op.Kind)
            {
                case OpKind.Reserve:
                    Reserve(ring, reader, op.Number);
                    break;
                case OpKind.Commit or OpKind.Abandon:
                    return op.Kind;
                case OpKind.FlushActive or OpKind.FlushFinal:
                    FlushMode mode = op.Kind == OpKind.FlushFinal ? FlushMode.Final : FlushMode.Active;
                    _model.Flush(mode);
                    ring.Flush(mode);
                    break;
                case OpKind.Get:
                    Read(reader);
                    break;
            }

            Assert.Equal(_model.Losses, ring.Losses);
        }

        return OpKind.Commit;
    }

    private void Reserve(RingBuffer ring, RingBufferReader reader, int length)
    {
        int id = _nextId++;
        bool expected = _model.Reserve(id, length) == ReserveResult.Ok;
        if (length % 4 == 3) // some in one go
        {
            Assert.Equal(expected, ring.TryWrite(Payloads.Of(id, length)));
            if (expected)
            {
                _model.End(id, RecordState.Kept);
            }

            return;
        }

        Assert.Equal(expected, ring.TryReserve(length, out Reservation slot));
        if (expected)
        {
            Payloads.Fill(slot.Span, id);
            bool keep = Nest(ring, reader) == OpKind.Commit;
            _model.End(id, keep ? RecordState.Kept : RecordState.Abandoned);
            if (keep)
            {
                slot.Commit();
            }

            slot.Dispose();
        }
    }

    private bool Read(RingBufferReader reader)
    {
        (long Position, List<byte[]> Payloads)? expected = _model.Next();
        Assert.Equal(expected is not null, reader.TryRead(out SubBuffer sub));
        if (expected is not { } next)
        {
            return false;
        }

        using (sub)
        {
            Assert.Equal(next.Position, sub.Position);
            int n = 0;
            foreach (Record record in sub)
            {
                Assert.Equal(next.Payloads[n++], record.Payload.ToArray());
            }

            Assert.Equal(next.Payloads.Count, n);
        }

        _model.Release();
        return true;
    }
}
