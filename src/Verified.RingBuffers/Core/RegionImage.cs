using Verified.Atomics;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The bytes of a region that nobody writes to any more, and its words, none of which is believed before it was tested. Every access is
/// one of a span, so that none is outside.
/// </summary>
internal readonly ref struct RegionImage
{
    private const int SmallestRecord = Geometry.RecordAlignment;
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Reads the header and tests the words that positions and sub-buffers are found by.</summary>
    /// <param name="bytes">The region.</param>
    /// <exception cref="InvalidDataException">A word can not be right.</exception>
    public RegionImage(ReadOnlySpan<byte> bytes)
    {
        Header = bytes.Length >= RegionLayout.HeaderSize ? RegionHeader.Read(bytes, bytes.Length) : Short(bytes.Length);
        _bytes = bytes;
        Spare = -1;
        Geometry = Header.Settings.Geometry;
        long word = Word(RegionLayout.WritePosition);
        Gate = PositionWord.Gate(word);
        WritePosition = PositionWord.Position(word);
        ReadPosition = Word(RegionLayout.ReadPosition);
        RequirePositions();
        Losses = ReadLosses();
        Spare = Header.Settings.Overwrites ? FindSpare() : -1;
    }

    /// <summary>The header.</summary>
    public RegionHeader Header { get; }

    /// <summary>The sizes.</summary>
    public Geometry Geometry { get; }

    /// <summary>The write position, without the gate.</summary>
    public long WritePosition { get; }

    /// <summary>The gate.</summary>
    public Gate Gate { get; }

    /// <summary>The read position.</summary>
    public long ReadPosition { get; }

    /// <summary>The loss counters.</summary>
    public Losses Losses { get; }

    /// <summary>
    /// The physical sub-buffer that no slot has: the reader's, held or spare. -1 in discard mode. Found by what the slots have, and not by the
    /// word "mine": a process can die between the exchange and its store.
    /// </summary>
    public int Spare { get; }

    /// <summary>A word of the region.</summary>
    /// <param name="at">Where; of the layout of this header, hence inside.</param>
    /// <returns>Its value.</returns>
    public long Word(Location at) => ReadInt64LittleEndian(_bytes[(int)at.Offset..]);

    /// <summary>The bytes of a physical sub-buffer.</summary>
    /// <param name="sub">The sub-buffer.</param>
    /// <returns>S bytes.</returns>
    public ReadOnlySpan<byte> SubBuffer(int sub) =>
        _bytes.Slice((int)RegionLayout.Begin(Geometry, sub).Offset, Geometry.SubBufferSize);

    /// <summary>The packet header of a physical sub-buffer, as it is.</summary>
    /// <param name="position">Where the sub-buffer should be.</param>
    /// <param name="sub">The sub-buffer.</param>
    /// <returns>What a reader gets of it.</returns>
    public Held Packet(long position, int sub)
    {
        Location begin = RegionLayout.Begin(Geometry, sub);
        Location end = RegionLayout.ContentSize(Geometry, sub);
        return new Held(position, Word(begin), Word(end))
        {
            Sub = sub,
            BeginTime = Word(begin, 1),
            EndTime = Word(end, 1),
            Losses = new LossSample(Word(end, 2), Word(end, 3), Word(end, 4)),
        };
    }

    /// <summary>Throws what says that the region is damaged.</summary>
    /// <param name="holds">What must hold.</param>
    /// <param name="otherwise">What is said if it does not.</param>
    /// <exception cref="InvalidDataException">It does not hold.</exception>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Damaged ring buffer: {otherwise}.");
        }
    }

    private static RegionHeader Short(int length) =>
        throw new InvalidDataException($"Damaged ring buffer: {length} bytes, less than a header.");

    private long Word(Location block, int index) => ReadInt64LittleEndian(_bytes[((int)block.Offset + (index * sizeof(long)))..]);

    /// <remarks>
    /// In discard mode writers never go more than a ring ahead of the reader (S14_WindowIsTheRing). In overwrite mode a writer that has entered a
    /// sub-buffer, and not pushed the reader yet, keeps the ring from being gone round once more (the sub-buffer is not delivered), and
    /// whoever entered the one before had pushed: less than two rings.
    /// </remarks>
    private void RequirePositions()
    {
        long limit = 1L << 61; // half of what a position can be: 2^61 bytes are for ever
        Require(WritePosition < limit && Gate is Gate.Open or Gate.Paused or Gate.Closed, $"write position {WritePosition}, gate {(int)Gate}");
        int offset = Geometry.Offset(WritePosition);
        bool isPlace = offset == 0
            || (offset >= Geometry.PacketHeaderSize + SmallestRecord && offset % Geometry.RecordAlignment == 0);
        Require(isPlace, $"write position {WritePosition} is in no record");
        Require(Gate == Gate.Open || offset == 0, $"the gate is shut at write position {WritePosition}, within a sub-buffer");
        Require(ReadPosition >= 0 && Geometry.Offset(ReadPosition) == 0, $"read position {ReadPosition} is no sub-buffer's");
        long ahead = Geometry.Floor(WritePosition) - ReadPosition;
        long most = Header.Settings.Overwrites ? 2L * Geometry.BufferSize : Geometry.BufferSize - (offset == 0 ? 0 : Geometry.SubBufferSize);
        Require(ahead >= 0 && ahead <= most, $"write position {WritePosition} is {ahead} bytes ahead of read position {ReadPosition}");
    }

    private Losses ReadLosses()
    {
        Span<long> lost = stackalloc long[5];
        for (int cause = 0; cause < lost.Length; cause++)
        {
            lost[cause] = Word(RegionLayout.Lost(cause));
            Require(lost[cause] >= 0, $"loss counter {cause} is {lost[cause]}");
        }

        return new Losses(lost[0], lost[1], lost[2], lost[3], lost[4]);
    }

    /// <summary>The words of slots and the spare are a permutation of the sub-buffers (S10_SubBuffersArePermuted).</summary>
    private int FindSpare()
    {
        bool[] seen = new bool[Geometry.SubBufferCount + 1];
        long sum = (long)Geometry.SubBufferCount * (Geometry.SubBufferCount + 1) / 2;
        for (int i = 0; i < Geometry.SubBufferCount; i++)
        {
            int sub = SlotWord.Sub(Word(RegionLayout.Slot(i)));
            Require(sub <= Geometry.SubBufferCount && !seen[sub], $"slot {i} has sub-buffer {sub}, which there is not, or another slot has");
            seen[sub] = true;
            sum -= sub;
        }

        return (int)sum;
    }
}
