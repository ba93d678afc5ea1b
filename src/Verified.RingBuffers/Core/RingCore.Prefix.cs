using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <content>The committed prefix of a sub-buffer that is not complete (C5): what a recovery may take of it when a writer died in it.</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>
    /// C5: keeps <paramref name="sum"/> if all that was reserved of the sub-buffer was committed when the committed count had that value.
    /// </summary>
    /// <param name="begin">The begin of the piece that was committed.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="sum">The committed count with it; not full.</param>
    /// <param name="early">The position that mutant <c>prefix-position-before-count</c> loaded.</param>
    /// <remarks>
    /// Sound: the write position only grows and is loaded after the add. If it is still inside this sub-buffer, all that was ever reserved of
    /// this lap is [floor, w), w - floor bytes; so many bytes of the lap are committed; so all of them are, and they stay so. The
    /// store may come late: then it goes back to an older prefix, or to one of an earlier lap, which a recovery does not take.
    /// The add is a full fence, so the piece's bytes come before the store, and those of every earlier committer before its own add.
    /// <para>LTTng's <c>seq</c> compares the count with the end of the committer's own record instead. That is no prefix: A, B and D of one size are
    /// reserved in that order, D and B are committed; the count equals B's end, and A is a hole.</para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StorePrefix(long begin, int size, long sum, long early)
    {
        long reserved = TRules.PrefixOfOwnEnd ? begin + size : TRules.PrefixPositionBeforeCount ? early : LoadForPrefix();
        if (_geometry.Floor(reserved) == _geometry.Floor(begin) && WrappedCount(sum - _geometry.CleanCount(begin)) == _geometry.Offset(reserved))
        {
            _memory.StoreRelease(RegionLayout.Prefix(_geometry.Index(begin)), sum, Steps.Prefix_Store);
        }
    }

    private long LoadForPrefix() => PositionWord.Position(
        _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Prefix_LoadWritePosition));
}
