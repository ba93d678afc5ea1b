using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// What a position of a ring whose counters wrap stands for: the latest one so far that has this remainder. It counts what the write
/// position does, access by access.
/// </summary>
/// <param name="bits">Bits of a position.</param>
internal sealed class Positions(int bits)
{
    private readonly long _modulus = 1L << bits;
    private long _head;

    /// <summary>The furthest that the write position came, in any schedule.</summary>
    public long Furthest { get; private set; }

    /// <summary>Begins a schedule.</summary>
    public void Reset() => _head = 0;

    /// <summary>Follows the write position.</summary>
    public void OnAccess(in MemoryAccess access)
    {
        if (access.At.Name == Variables.Wpos && access.Kind is MemoryAccessKind.Store or MemoryAccessKind.CompareExchange)
        {
            _head += Remainder(PositionWord.Position(access.New) - PositionWord.Position(access.Old));
            Furthest = Math.Max(Furthest, _head);
        }
    }

    /// <summary>The position that a remainder stands for: none is later than the write position, nor earlier by a modulus.</summary>
    public long Of(long position) => bits == PositionWord.PositionBits ? position : _head - Remainder(_head - position);

    private long Remainder(long difference) => difference & (_modulus - 1);
}
