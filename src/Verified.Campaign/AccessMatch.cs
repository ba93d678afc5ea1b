using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>Compares an access of the code, in bytes, with an access of the twin, in units.</summary>
internal static class AccessMatch
{
    /// <summary>Why the two are not the same access; null if they are.</summary>
    public static string? Difference(in MemoryAccess real, in Access twin)
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
            MemoryAccessKind.BeginWrite or MemoryAccessKind.BeginRead => real.Length == twin.New * Units.Bytes
                ? null
                : $"it is of {real.Length} bytes, not of {twin.New} units",
            MemoryAccessKind.EndWrite => HeaderDifference(real, twin),
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
        _ => false,
    };

    private static bool SameIndex(in MemoryAccess real, in Access twin) =>
        real.At.Index == (twin.Name == Variables.Mem ? twin.Index * Units.Bytes : twin.Index);

    /// <summary>The header's length is the record's; its sign says whether it was abandoned.</summary>
    private static string? HeaderDifference(in MemoryAccess real, in Access twin)
    {
        int header = (int)real.New;
        bool whole = Units.TryRecord(header & ~Reserved.AbandonedFlag, out int units);
        int cell = header < 0 ? -units : units;
        return whole && cell == twin.New ? null : $"the header {header:x8} is not the cell {twin.New}";
    }

    private static string? ValueDifference(string what, in MemoryAccess real, long value, int expected, bool isAnything)
    {
        if (isAnything)
        {
            return null;
        }

        bool whole = real.At.Name == Variables.Lost
            ? value == expected
            : Units.TryValue(value, out int units) && units == expected
                && (real.At.Name == Variables.Dc || value % Units.Bytes == 0); // only a delivered count can be odd: locked
        return whole ? null : $"its {what} value is {value}, the twin's {expected} (in units)";
    }
}
