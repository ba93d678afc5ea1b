using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Verified.Model;

/// <summary>
/// A set of packed states with numbers from 0 in order of arrival. The hash only finds candidates: states are always
/// compared byte by byte, so that two states are never taken for one.
/// </summary>
/// <remarks>A slot of the hash table holds 24 bits of the hash and the 40-bit place of the entry plus one; an entry is
/// number (4 bytes), length (2 bytes), packed state. So a lookup touches two places of memory, not three.</remarks>
internal sealed class StateTable
{
    private const int ChunkBits = 22;
    private const int ChunkSize = 1 << ChunkBits;
    private const int HeadBytes = sizeof(int) + sizeof(ushort);
    private const int PlaceBits = 40;
    private const ulong PlaceMask = (1UL << PlaceBits) - 1;

    private byte[][] _chunks = [];
    private int _used = ChunkSize;
    private long[] _places = new long[1024];
    private int[] _parents = new int[1024];
    private ulong[] _slots = new ulong[4096];

    internal int Count { get; private set; }

    internal ReadOnlySpan<byte> this[int number] => PackedAt(_places[number], out _);

    /// <summary>Asks the processor to bring the slot of a hash near. Changes nothing.</summary>
    internal unsafe void PrefetchSlot(ulong hash)
    {
        if (Sse.IsSupported)
        {
            // The array may move after its address is taken: a prefetch of a wrong address does no harm.
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[IndexOf(hash)]));
        }
    }

    /// <summary>Asks the processor to bring the first candidate for a hash near. Changes nothing.</summary>
    internal unsafe void PrefetchEntry(ulong hash)
    {
        ulong slot = _slots[IndexOf(hash)];
        if (Sse.IsSupported && slot != 0)
        {
            long place = (long)(slot & PlaceMask) - 1;
            Sse.Prefetch0(Unsafe.AsPointer(ref _chunks[place >> ChunkBits][place & (ChunkSize - 1)]));
        }
    }

    /// <summary>Adds a state unless it is there; tells its number.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> packed, ulong hash, int parent, out int number)
    {
        int at = Probe(packed, hash, out number);
        if (number >= 0)
        {
            return false;
        }

        number = Count;
        if (Count == _places.Length)
        {
            Array.Resize(ref _places, checked(Count * 2));
            Array.Resize(ref _parents, checked(Count * 2));
        }

        long place = Store(packed);
        _places[number] = place;
        _parents[number] = parent;
        _slots[at] = SlotOf(hash, place);
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
        Probe(packed, StateHash.Of(packed), out int number);
        return number;
    }

    /// <summary>The state from which this one was found first; -1 for the initial state.</summary>
    internal int ParentOf(int number) => _parents[number];

    private static ulong SlotOf(ulong hash, long place) => (hash & ~PlaceMask) | (ulong)(place + 1);

    private int IndexOf(ulong hash) => (int)hash & (_slots.Length - 1);

    private ReadOnlySpan<byte> PackedAt(long place, out int number)
    {
        ReadOnlySpan<byte> entry = _chunks[place >> ChunkBits].AsSpan((int)(place & (ChunkSize - 1)));
        number = BinaryPrimitives.ReadInt32LittleEndian(entry);
        return entry.Slice(HeadBytes, BinaryPrimitives.ReadUInt16LittleEndian(entry[sizeof(int)..]));
    }

    private int Probe(ReadOnlySpan<byte> packed, ulong hash, out int number)
    {
        int at = IndexOf(hash);
        ulong slot = _slots[at];
        while (slot != 0)
        {
            if (((slot ^ hash) & ~PlaceMask) == 0
                && PackedAt((long)(slot & PlaceMask) - 1, out number).SequenceEqual(packed))
            {
                return at;
            }

            at = (at + 1) & (_slots.Length - 1);
            slot = _slots[at];
        }

        number = -1;
        return at;
    }

    private long Store(ReadOnlySpan<byte> packed)
    {
        if (_used + HeadBytes + packed.Length > ChunkSize)
        {
            _chunks = [.. _chunks, GC.AllocateUninitializedArray<byte>(ChunkSize)];
            _used = 0;
        }

        Span<byte> entry = _chunks[^1].AsSpan(_used, HeadBytes + packed.Length);
        long place = ((long)(_chunks.Length - 1) << ChunkBits) | (uint)_used;
        BinaryPrimitives.WriteInt32LittleEndian(entry, Count);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[sizeof(int)..], (ushort)packed.Length);
        packed.CopyTo(entry[HeadBytes..]);
        _used += entry.Length;
        return place;
    }

    private void Grow()
    {
        _slots = new ulong[checked(_slots.Length * 4)];
        for (int number = 0; number < Count; number++)
        {
            ulong hash = StateHash.Of(this[number]);
            int at = IndexOf(hash);
            while (_slots[at] != 0)
            {
                at = (at + 1) & (_slots.Length - 1);
            }

            _slots[at] = SlotOf(hash, _places[number]);
        }
    }
}
