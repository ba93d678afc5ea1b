namespace Verified.Model;

/// <summary>
/// A set of packed states with numbers from 0 in order of arrival. The hash only finds candidates: states are always
/// compared byte by byte, so that two states are never taken for one.
/// </summary>
internal sealed class StateTable
{
    private const int ChunkBits = 22;
    private const int ChunkSize = 1 << ChunkBits;
    private const int LengthBytes = 2;

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkSize;
    private long[] _offsets = new long[1024];
    private int[] _parents = new int[1024];
    private Slot[] _slots = new Slot[4096];

    internal int Count { get; private set; }

    /// <summary>Adds a state unless it is there; tells its number.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> packed, int parent, out int index)
    {
        ulong hash = StateHash.Of(packed);
        int at = Probe(packed, hash, out index);
        if (index >= 0)
        {
            return false;
        }

        index = Count;
        if (Count == _offsets.Length)
        {
            Array.Resize(ref _offsets, checked(Count * 2));
            Array.Resize(ref _parents, checked(Count * 2));
        }

        _offsets[index] = Store(packed);
        _parents[index] = parent;
        _slots[at] = new Slot { Number = index + 1, Tag = (uint)(hash >> 32) };
        Count++;
        if (Count * 5L > _slots.Length * 3L)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Finds a state's number, or -1.</summary>
    internal int Find(ReadOnlySpan<byte> packed)
    {
        Probe(packed, StateHash.Of(packed), out int index);
        return index;
    }

    /// <summary>The state from which this one was found first; -1 for the initial state.</summary>
    internal int ParentOf(int index) => _parents[index];

    internal ReadOnlySpan<byte> this[int index]
    {
        get
        {
            byte[] chunk = _chunks[(int)(_offsets[index] >> ChunkBits)];
            int at = (int)(_offsets[index] & (ChunkSize - 1));
            return chunk.AsSpan(at + LengthBytes, chunk[at] | (chunk[at + 1] << 8));
        }
    }

    private int Probe(ReadOnlySpan<byte> packed, ulong hash, out int index)
    {
        int mask = _slots.Length - 1;
        uint tag = (uint)(hash >> 32);
        int at = (int)hash & mask;
        while (_slots[at].Number != 0)
        {
            if (_slots[at].Tag == tag && this[_slots[at].Number - 1].SequenceEqual(packed))
            {
                index = _slots[at].Number - 1;
                return at;
            }

            at = (at + 1) & mask;
        }

        index = -1;
        return at;
    }

    private long Store(ReadOnlySpan<byte> packed)
    {
        if (_used + LengthBytes + packed.Length > ChunkSize)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkSize));
            _used = 0;
        }

        byte[] chunk = _chunks[^1];
        long offset = ((long)(_chunks.Count - 1) << ChunkBits) | (uint)_used;
        chunk[_used] = (byte)packed.Length;
        chunk[_used + 1] = (byte)(packed.Length >> 8);
        packed.CopyTo(chunk.AsSpan(_used + LengthBytes));
        _used += LengthBytes + packed.Length;
        return offset;
    }

    private void Grow()
    {
        _slots = new Slot[checked(_slots.Length * 2)];
        int mask = _slots.Length - 1;
        for (int index = 0; index < Count; index++)
        {
            ulong hash = StateHash.Of(this[index]);
            int at = (int)hash & mask;
            while (_slots[at].Number != 0)
            {
                at = (at + 1) & mask;
            }

            _slots[at] = new Slot { Number = index + 1, Tag = (uint)(hash >> 32) };
        }
    }

    private struct Slot
    {
        internal int Number;
        internal uint Tag;
    }
}
