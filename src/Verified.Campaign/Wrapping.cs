using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>The moduli of a ring whose counters wrap, in the twin's units: what the twin, whose counters do not, is compared by.</summary>
/// <param name="units">Bytes and units.</param>
/// <param name="subBuffers">Sub-buffers in the ring.</param>
/// <param name="bits">Bits of a position.</param>
internal sealed class Wrapping(Units units, int subBuffers, int bits)
{
    private const int GateShift = 20;
    private const int PositionMask = (1 << GateShift) - 1;
    private const int LapUnit = 32;

    private readonly bool _wraps = bits < PositionWord.PositionBits;
    private readonly long _positions = (1L << bits) / units.Bytes;

    /// <summary>Does the code's number of a word stand for the twin's?</summary>
    /// <param name="name">The specification's variable.</param>
    /// <param name="real">The code's, as <see cref="Encoding.TryWord"/> makes it.</param>
    /// <param name="twin">The twin's.</param>
    public bool IsSame(string name, int real, int twin) => real == twin || (_wraps && name switch
    {
        Variables.Wpos => real >> GateShift == twin >> GateShift && IsPosition(real & PositionMask, twin & PositionMask),
        Variables.Rpos => IsPosition(real, twin),
        Variables.Waiting => real != Twin.None && twin != Twin.None && IsPosition(real, twin),
        Variables.Dc => IsRemainder(real, twin, _positions / subBuffers),
        Variables.Slot => IsSlot(real, twin),
        _ => false,
    });

    /// <summary>Does the position that a packet's begin states stand for the twin's?</summary>
    public bool IsPosition(int real, int twin) => real == twin || (_wraps && IsRemainder(real, twin, _positions));

    // The lap stands above sub-buffer and noref, plus 1000; a lap that is none counts as 0.
    private bool IsSlot(int real, int twin) =>
        real % LapUnit == twin % LapUnit && real / LapUnit != 0 && twin / LapUnit != 0
        && IsRemainder((real / LapUnit) + Twin.None, (twin / LapUnit) + Twin.None, _positions / (subBuffers * units.SubBuffer));

    private static bool IsRemainder(int real, int twin, long modulus) => real >= 0 && real < modulus && (twin - real) % modulus == 0;
}
