using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// What a ring buffer does when one operation follows another, said with lists and no positions arithmetic of the algorithm's:
/// sub-buffers in a row, each with room, records, and a reader that has released so many of them.
/// </summary>
internal sealed class SequentialModel(int size, int count)
{
    private const int HeaderSize = 16;
    private readonly List<SubBufferModel> _subBuffers = [];
    private int _full;
    private int _wrapped;
    private int _tooBig;

    public int Released { get; private set; }

    public Losses Losses => new(_full, _wrapped, _tooBig);

    public List<int> Open => [.. _subBuffers.SelectMany(s => s.Records).Where(r => r.State == RecordState.Open).Select(r => r.Id)];

    private SubBufferModel? Current => _subBuffers.Count > 0 && !_subBuffers[^1].Closed ? _subBuffers[^1] : null;

    public ReserveResult Reserve(int id, int length)
    {
        int room = (4 + length + 7) / 8 * 8;
        if (room > size - HeaderSize)
        {
            _tooBig++;
            return ReserveResult.TooBig;
        }

        if (Current is not { } current || current.Used + room > size)
        {
            ReserveResult may = MayEnter();
            if (may != ReserveResult.Ok)
            {
                _ = may == ReserveResult.Wrapped ? _wrapped++ : _full++;
                return may;
            }

            Close();
            _subBuffers.Add(new SubBufferModel { Used = HeaderSize });
        }

        SubBufferModel sub = _subBuffers[^1];
        sub.Records.Add(new RecordModel(id, length));
        sub.Used += room;
        sub.Closed = sub.Used == size;
        return ReserveResult.Ok;
    }

    public void End(int id, RecordState state) =>
        _subBuffers.SelectMany(s => s.Records).Single(r => r.Id == id).State = state;

    public void Flush(FlushMode mode)
    {
        if (Current is not null)
        {
            Close();
        }
        else if (mode == FlushMode.Final && MayEnter() == ReserveResult.Ok)
        {
            _subBuffers.Add(new SubBufferModel { Closed = true });
        }
    }

    /// <summary>The sub-buffer that the reader must get, or null.</summary>
    public (long Position, List<byte[]> Payloads)? Next() =>
        Released < _subBuffers.Count && _subBuffers[Released].Complete
            ? ((long)Released * size, [.. _subBuffers[Released].Records
                .Where(r => r.State == RecordState.Kept).Select(r => Payloads.Of(r.Id, r.Length))])
            : null;

    public void Release() => Released++;

    private void Close()
    {
        if (Current is { } current)
        {
            current.Closed = true;
        }
    }

    private ReserveResult MayEnter()
    {
        int number = _subBuffers.Count;
        if (number >= count && !_subBuffers[number - count].Complete)
        {
            return ReserveResult.Wrapped;
        }

        return number - Released >= count ? ReserveResult.Full : ReserveResult.Ok;
    }

    private sealed class SubBufferModel
    {
        public List<RecordModel> Records { get; } = [];

        public int Used { get; set; }

        public bool Closed { get; set; }

        public bool Complete => Closed && Records.TrueForAll(r => r.State != RecordState.Open);
    }

    private sealed class RecordModel(int id, int length)
    {
        public int Id => id;

        public int Length => length;

        public RecordState State { get; set; }
    }
}

internal enum RecordState
{
    Open,
    Kept,
    Abandoned,
}
