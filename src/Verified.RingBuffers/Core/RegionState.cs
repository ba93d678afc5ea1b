namespace Verified.RingBuffers.Core;

/// <summary>Tests whether a region is at rest: what a ring may go on with. Everything else is for a recovery.</summary>
internal static class RegionState
{
    /// <summary>Refuses a region with a reservation that is open, a piece that is not committed, a delivery that is not done, or a sub-buffer that is held.</summary>
    /// <param name="image">The region; its words are in range.</param>
    /// <exception cref="InvalidOperationException">It is not at rest.</exception>
    /// <remarks>What is tested is all that the algorithm relies on between operations, for each slot: its counts, and in overwrite mode its word.</remarks>
    public static void RequireAtRest(in RegionImage image)
    {
        Geometry geometry = image.Geometry;
        long floor = geometry.Floor(image.WritePosition);
        int offset = geometry.Offset(image.WritePosition);
        for (int k = 0; k < geometry.SubBufferCount; k++)
        {
            // The newest position of each slot that is not beyond the write position; before the first lap there is none.
            RequireSlotAtRest(image, floor - ((long)k * geometry.SubBufferSize), k == 0 ? offset : geometry.SubBufferSize);
        }

        if (image.Header.Settings.Overwrites)
        {
            Require(image.Word(RegionLayout.Mine) == image.Spare, "the reader");
            Require(floor - image.ReadPosition < geometry.BufferSize || offset == 0 && floor - image.ReadPosition == geometry.BufferSize, "a writer");
        }

        Require(image.Word(RegionLayout.Final) == (image.Gate == Gate.Closed ? 1 : 0), "the completion");
    }

    /// <param name="image">The region.</param>
    /// <param name="q">The position of the sub-buffer; negative if the slot was never entered.</param>
    /// <param name="reserved">Bytes reserved of it.</param>
    private static void RequireSlotAtRest(in RegionImage image, long q, int reserved)
    {
        Geometry geometry = image.Geometry;
        int i = geometry.Index(q);
        long clean = q < 0 ? 0 : geometry.CleanCount(q);
        long committed = q < 0 ? 0 : clean + reserved;
        bool isFull = q >= 0 && reserved == geometry.SubBufferSize;
        Require(image.Word(RegionLayout.CommitCount(i)) == committed, "a writer");
        Require(image.Word(RegionLayout.DeliveredCount(i)) == (isFull ? committed : clean), "a writer");
        if (!image.Header.Settings.Overwrites)
        {
            return;
        }

        long word = image.Word(RegionLayout.Slot(i));
        bool isClaimed = q >= 0 && reserved > 0 && !isFull;
        Require(SlotWord.IsNoref(word) != isClaimed, "a writer");

        // What was not entered yet in this lap holds what the last lap left, which was delivered.
        long last = reserved > 0 ? q : q - geometry.BufferSize;
        bool isUnread = last >= image.ReadPosition && last >= 0;
        bool isOfLast = last >= 0 && SlotWord.IsOf(word, geometry.Lap(last));
        Require(isClaimed || isOfLast || (!isUnread && SlotWord.IsOf(word, SlotWord.NoLap)), "the reader");
    }

    private static void Require(bool holds, string who)
    {
        if (!holds)
        {
            throw new InvalidOperationException(
                $"The file of the ring buffer was not left in order: {who} ended inside an operation. Recover it (RingBuffer.Recover), and make another.");
        }
    }
}
