using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>The scenarios of campaigns. Two sub-buffers of three usable units, and work enough to go round them.</summary>
public static class Scenarios
{
    private const int Ring = 2;

    /// <summary>All scenarios, in the order in which campaigns run them.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Lean("two-writers", "Two writers of one-unit records and a reader.",
            Writes(1, 1, 1, 1, 1), Writes(2, 1, 1, 1, 1), Reads(4)),
        Lean("three-writers", "Three writers of one-unit records and a reader.",
            Writes(1, 1, 1, 1), Writes(2, 1, 1, 1), Writes(3, 1, 1, 1), Reads(3)),
        Lean("sizes-1-2", "Records of one unit against records of two: padding at either end.",
            Writes(1, 1, 1, 1, 1), Writes(2, 2, 2, 2), Reads(4)),
        Lean("sizes-2-2", "Records of two units: every sub-buffer ends in padding.",
            Writes(1, 2, 2, 2), Writes(2, 2, 2, 2), Reads(4)),
        Lean("exact-fill", "Records that fill their sub-buffer to the last byte, against small ones.",
            Writes(1, 3, 3, 3), Writes(2, 1, 3, 2, 1), Reads(4)),
        Lean("nested-writer", "A writer writes a whole record inside its own open reservation, as an interrupt would.",
            [Nested(1, 4, 1), Nested(1, 4, 2), Nested(1, 4, 1)], Writes(2, 1, 1, 2), Reads(3)),
        Lean("writer-flusher-reader", "A writer, a flusher that ends what is begun, and a reader.",
            Writes(1, 1, 1, 2, 1, 1), Flushes(FlushMode.Active, 4), Reads(4)),
        Lean("final-flush", "A flusher that also sends empty packets.",
            Writes(1, 1, 2, 1, 1), Flushes(FlushMode.Final, 4), Reads(4)),
        Lean("full-buffer", "More than the ring holds, and a reader that comes rarely.",
            Writes(1, 2, 2, 1, 2), Writes(2, 3, 1, 3), Reads(2)),
        Lean("too-big", "Records that fit no sub-buffer, among others that do.",
            Writes(1, 4, 1, 4, 2), Writes(2, 1, 4, 3), Reads(3)),
        Lean("abandoned-reservation", "Reservations that are given up leave nothing to read.",
            [Abandoned(1, 1), Write(1, 1), Abandoned(1, 2), Write(1, 1)],
            [Write(2, 1), Abandoned(2, 3), Write(2, 2)], Reads(4)),
        Lttng("lttng-two-writers", "LTTng's form: two writers and a reader.",
            Writes(1, 1, 1, 1, 1), Writes(2, 1, 1, 1, 1), Reads(4)),
        Lttng("lttng-exact-fill", "LTTng's form: records that fill their sub-buffer to the last byte.",
            Writes(1, 3, 3, 1), Writes(2, 1, 2, 3), Reads(4)),
        Lttng("lttng-flusher", "LTTng's form: a writer, a flusher that also sends empty packets, and a reader.",
            Writes(1, 1, 2, 1, 1), Flushes(FlushMode.Final, 3), Reads(4)),
    ];

    /// <summary>Finds a scenario.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The scenario, or null.</returns>
    public static Scenario? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static Scenario Lean(string name, string summary, params Operation[][] lanes) =>
        new(name, summary, Form.Lean, Ring, lanes);

    private static Scenario Lttng(string name, string summary, params Operation[][] lanes) =>
        new(name, summary, Form.Lttng, Ring, lanes);

    private static Operation Write(int process, int units) => new(OperationKind.Write, process, units);

    private static Operation[] Writes(int process, params int[] units) => [.. units.Select(u => Write(process, u))];

    private static Operation Abandoned(int process, int units) => new(OperationKind.Write, process, units, Abandon: true);

    private static Operation Nested(int outer, int inner, int innerUnits) =>
        new(OperationKind.Write, outer, 1, Inside: [Write(inner, innerUnits)]);

    private static Operation[] Flushes(FlushMode mode, int count) =>
        [.. Enumerable.Repeat(new Operation(OperationKind.Flush, Scenario.Flusher, Mode: mode), count)];

    private static Operation[] Reads(int count) =>
        [.. Enumerable.Repeat(new Operation(OperationKind.Read, Scenario.Reader), count)];
}
