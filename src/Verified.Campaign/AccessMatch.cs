using Verified.Exploration;
using Verified.Model;

namespace Verified.Campaign;

/// <summary>Compares an access of the code, in bytes, with an access of the twin, in units.</summary>
internal sealed class AccessMatch(Units units, ExploredRegion region, Wrapping wrapping)
{
    private readonly Encoding _encoding = new(units);

    /// <summary>Why the two are not the same access; null if they are.</summary>
    public string? Difference(in MemoryAccess real, in Access twin)
    {
        if (!SameKind(real.Kind, twin.Kind))
        {
            return $"it is a {real.Kind}, not a {twin.Kind}";
        }

        if (real.At.Name != twin.Name || !SameIndex(real, twin))
        {
            return $"it is on {real.At.Name}[{real.At.Index}], not on {twin.Name}[{twin.Index}]";
        }

        return real.Kind switch
        {
            MemoryAccessKind.BeginWrite or MemoryAccessKind.BeginRead => real.Length == twin.New * units.Bytes
                ? null
                : $"it is of {real.Length} bytes, not of {twin.New} units",
            MemoryAccessKind.EndWrite => HeaderDifference(real, twin),
            MemoryAccessKind.LoadBlock or MemoryAccessKind.StoreBlock => BlocksDifference(real, twin),
            _ => ValueDifference("old", real, real.Old, twin.Old, twin.StaleOld) ?? ValueDifference("new", real, real.New, twin.New, false),
        };
    }

    private static bool SameKind(MemoryAccessKind real, AccessKind twin) => real switch
    {
        MemoryAccessKind.Load => twin == AccessKind.Load,
        MemoryAccessKind.Store => twin == AccessKind.Store,
        MemoryAccessKind.CompareExchange => twin == AccessKind.CompareExchange,
        MemoryAccessKind.Add => twin == AccessKind.Add,
        MemoryAccessKind.BeginWrite => twin == AccessKind.BeginWrite,
        MemoryAccessKind.EndWrite => twin == AccessKind.EndWrite,
        MemoryAccessKind.BeginRead => twin == AccessKind.BeginRead,
        MemoryAccessKind.ReadClock => twin == AccessKind.ReadClock,
        MemoryAccessKind.LoadBlock => twin == AccessKind.LoadBlock,
        MemoryAccessKind.StoreBlock => twin == AccessKind.StoreBlock,
        MemoryAccessKind.TakeWhenSet => twin == AccessKind.TakeWhenSet,
        _ => false,
    };

    private bool SameIndex(in MemoryAccess real, in Access twin) =>
        real.At.Index == (twin.Name == Variables.Mem ? twin.Index * units.Bytes : twin.Index);

    /// <summary>The cell: the record's length, its time as the header keeps it, and the sign that it was abandoned.</summary>
    private string? HeaderDifference(in MemoryAccess real, in Access twin)
    {
        int at = 0;
        bool isRecord = RecordParser.TryNext(region.Bytes(real.At.Offset, region.Length - (int)real.At.Offset), ref at, units.IsClocked, out ParsedRecord record);
        bool isWhole = units.TryRecord(record.Length, record.IsFull, out int length);
        long cell = length + (16 * (record.IsFull ? Units.ShortTime + record.Time : record.Time));
        return real.Length == (units.IsClocked ? sizeof(long) : sizeof(int)) && isRecord && isWhole && (record.IsAbandoned ? -cell : cell) == twin.New
            ? null
            : $"the header {real.New:x8} is not the cell {twin.New}";
    }

    private string? BlocksDifference(in MemoryAccess real, in Access twin)
    {
        if (twin.Kind == AccessKind.LoadBlock)
        {
            return twin.StaleOld ? null : BlockDifference("its words", real, real.After, twin.NewBlock);
        }

        return (twin.StaleOld ? null : BlockDifference("its old words", real, real.Before, twin.OldBlock))
            ?? BlockDifference("its new words", real, real.After, twin.NewBlock);
    }

    private string? BlockDifference(string what, in MemoryAccess real, in WordBlock words, in Block expected)
    {
        bool same = words.Count == expected.Count
            && _encoding.TryPlace(words[0], out int first)
            && (first == expected[0] || (real.At.Name == Variables.Begin && wrapping.IsPosition(first, expected[0])));
        for (int i = 1; same && i < words.Count; i++)
        {
            same = words[i] == expected[i];
        }

        return same ? null : $"{what} are {words} of {real.At.Name}, the twin's {expected} (in units)";
    }

    private string? ValueDifference(string what, in MemoryAccess real, long value, int expected, bool isAnything) =>
        isAnything || (_encoding.TryWord(real.At.Name, value, out int converted) && wrapping.IsSame(real.At.Name, converted, expected))
            ? null
            : $"its {what} value is {value:#,0} (hexadecimal {value:x}), the twin's {expected} (in units)";
}
