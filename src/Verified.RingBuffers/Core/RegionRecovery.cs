namespace Verified.RingBuffers.Core;

/// <summary>What a recovery takes of one sub-buffer.</summary>
/// <param name="Held">Where it is and what its packet header says; of a part of one, the size is the committed prefix's.</param>
/// <param name="IsWhole">All of it is committed; otherwise a committed prefix of it.</param>
/// <param name="Records">How many records it has, without the abandoned.</param>
internal readonly record struct RecoveredPart(Held Held, bool IsWhole, int Records);

/// <summary>
/// What can be taken of a region whose processes are dead: of each position from the read position on the whole sub-buffer if it is complete, else
/// its committed prefix, else nothing. Specification: <c>tla/Recovery.tla</c>.
/// </summary>
/// <remarks>
/// <para>Nobody runs, so all words are of one instant. Let q be the position of a sub-buffer, i its slot, and count the bytes committed of its lap, cc[i] - Lap(q)·S.
/// S pieces of a lap are disjoint and make up the sub-buffer (S1, S3), and a piece is counted after its bytes are stored. So count = S means
/// that all of it is there, packet header included, whether or not the deliverer lived to say so.</para>
/// <para>Otherwise prefix[i] says how far there is no hole (see <c>StorePrefix</c>); one of an earlier lap is not above Lap(q)·S. And where the write position is still in
/// the sub-buffer and count reaches it, all that was reserved is committed, though a late store may have put back an older prefix.</para>
/// <para>Which bytes: in discard mode those of i; no writer enters them before the read position is behind q. In overwrite mode by the slot's word. Not
/// noref: a writer has claimed its sub-buffer for the newest lap of i that was entered; pushing the read position comes before claiming, so an
/// older lap of i is no longer asked for. Noref, and of q's lap: delivered, and nobody has claimed it since. Any other noref: the reader has
/// taken what was there, and left its spare. Then the one sub-buffer that no slot has is what it took, if its packet header says q: a sub-buffer
/// that was given back says less than the read position.</para>
/// <para>A sub-buffer whose bytes contradict this is damaged: it is left out whole, and said.</para>
/// </remarks>
internal sealed class RegionRecovery
{
    private readonly List<RecoveredPart> _parts = [];
    private readonly List<string> _damage = [];

    /// <summary>What is taken, in order.</summary>
    public IReadOnlyList<RecoveredPart> Parts => _parts;

    /// <summary>What is left out since its bytes can not be right: a line each.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>Sub-buffers of which nothing is taken, since a writer in them had not committed.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Sub-buffers of which nothing is taken, since a writer had begun to overwrite them.</summary>
    public int Overwritten { get; private set; }

    /// <summary>Bytes reserved after the read position, headers and padding included, that are not taken; without the overwritten.</summary>
    public long BytesNotRecovered { get; private set; }

    /// <summary>Looks at every sub-buffer from the read position to the write position.</summary>
    /// <param name="image">The region; not more than two rings lie between them.</param>
    public static RegionRecovery Of(in RegionImage image)
    {
        var recovery = new RegionRecovery();
        for (long q = image.ReadPosition; q < image.WritePosition; q += image.Geometry.SubBufferSize)
        {
            recovery.Add(image, q);
        }

        return recovery;
    }

    private void Add(in RegionImage image, long q)
    {
        long reserved = Math.Min(image.WritePosition - q, image.Geometry.SubBufferSize);
        long taken = 0;
        try
        {
            taken = Take(image, q, reserved);
            if (taken == 0 && q + image.Geometry.BufferSize < image.WritePosition)
            {
                Overwritten++;
                return;
            }

            Unfinished += taken == 0 ? 1 : 0;
        }
        catch (InvalidDataException e)
        {
            _damage.Add(e.Message);
        }

        BytesNotRecovered += reserved - taken;
    }

    /// <returns>Bytes of what is taken, with the padding of a whole sub-buffer.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    private long Take(in RegionImage image, long q, long reserved)
    {
        Geometry geometry = image.Geometry;
        long count = image.Word(RegionLayout.CommitCount(geometry.Index(q))) - geometry.CleanCount(q);
        RegionImage.Require(
            count <= reserved || reserved == geometry.SubBufferSize, $"at position {q} {count} bytes are committed, and {reserved} reserved");
        int sub = Serving(image, q, count);
        if (sub < 0)
        {
            return 0;
        }

        bool isWhole = count >= geometry.SubBufferSize; // more than that: the reader holds it, and its slot is entered again
        long prefix = isWhole ? 0 : PrefixOf(image, q, count, reserved);
        if (!isWhole && prefix == 0)
        {
            return 0;
        }

        Held held = image.Packet(q, sub);
        held = isWhole ? held : held with { Size = prefix };
        int records = 0;
        var all = new RecordEnumerator(image.SubBuffer(sub), held, image.Header.Settings);
        while (all.MoveNext())
        {
            records++;
        }

        _parts.Add(new RecoveredPart(held, isWhole, records));
        return isWhole ? geometry.SubBufferSize : prefix;
    }

    /// <summary>The physical sub-buffer whose bytes are those of position q, or -1.</summary>
    private static int Serving(in RegionImage image, long q, long count)
    {
        int i = image.Geometry.Index(q);
        int size = image.Geometry.SubBufferSize;
        if (!image.Header.Settings.Overwrites)
        {
            return count > 0 && count <= size ? i : -1;
        }

        long word = image.Word(RegionLayout.Slot(i));
        if (!SlotWord.IsNoref(word))
        {
            return count > 0 && count <= size ? SlotWord.Sub(word) : -1;
        }

        if (SlotWord.IsOf(word, image.Geometry.Lap(q)))
        {
            RegionImage.Require(count == size, $"at position {q} a sub-buffer is delivered of which {count} bytes of {size} are committed");
            return SlotWord.Sub(word);
        }

        return count >= size && image.Packet(q, image.Spare).Begin == q ? image.Spare : -1;
    }

    /// <summary>How far a sub-buffer that is not complete is committed without a hole; 0 if that is not known.</summary>
    private static long PrefixOf(in RegionImage image, long q, long count, long reserved)
    {
        if (count == reserved)
        {
            return count; // the write position is in it
        }

        Geometry geometry = image.Geometry;
        long prefix = image.Word(RegionLayout.Prefix(geometry.Index(q))) - geometry.CleanCount(q);
        if (prefix <= 0 || prefix >= geometry.SubBufferSize)
        {
            return 0;
        }

        RegionImage.Require(
            prefix <= count && count < reserved, $"at position {q} a prefix of {prefix} bytes, {count} are committed, {reserved} reserved");
        return prefix;
    }
}
