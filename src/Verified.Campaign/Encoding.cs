using Verified.Model;
using Verified.RingBuffers.Core;
using Gate = Verified.Model.Gate;
using RealSlotWord = Verified.RingBuffers.Core.SlotWord;

namespace Verified.Campaign;

/// <summary>What a word of the code stands for in the twin.</summary>
internal sealed class Encoding(Units units)
{
    /// <summary>The twin's number for a word.</summary>
    /// <param name="name">The specification's variable.</param>
    /// <param name="value">The word.</param>
    /// <param name="number">The number, as <see cref="Access.Old"/> has it.</param>
    /// <returns>False if the word stands for nothing.</returns>
    public bool TryWord(string name, long value, out int number)
    {
        switch (name)
        {
            case Variables.Wpos:
                Gate gate = (Gate)(int)PositionWord.Gate(value);
                bool isPosition = TryPlace(PositionWord.Position(value), out int position);
                number = Access.HeadValue(position, gate);
                return isPosition && Enum.IsDefined(gate);
            case Variables.Dc:
                return units.TryValue(value, out number); // only a delivered count can be odd: locked
            case Variables.Rpos or Variables.Cc or Variables.Prefix:
                return TryPlace(value, out number);
            case Variables.Waiting:
                number = Twin.None;
                return value == 0 || TryPlace(value - 1, out number);
            case Variables.Mem:
                int header = (int)value;
                bool isAbandoned = header < 0;
                bool isRecord = units.TryRecord(header & ~Reserved.AbandonedFlag, isFull: false, out number) && header == value;
                number = header == 0 ? 0 : isAbandoned ? -number : number;
                return header == 0 || isRecord;
            case Variables.Slot:
                long lap = RealSlotWord.Lap(value);
                number = Access.SlotValue(
                    RealSlotWord.Sub(value),
                    RealSlotWord.IsNoref(value),
                    lap == RealSlotWord.NoLap ? Twin.None : (int)lap);
                return lap is >= RealSlotWord.NoLap and < short.MaxValue;
            default:
                number = (int)value;
                return number == value;
        }
    }

    /// <summary>A position, count or size in units.</summary>
    public bool TryPlace(long value, out int number) => units.TryValue(value, out number) && value % units.Bytes == 0;
}
