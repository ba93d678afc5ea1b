using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>What scenarios are put together from. Process 1, 2, 3 and 4 write, 7 and 8 flush, 9 reads, 0 is the clock.</summary>
internal static class ScenarioParts
{
    public static Scenario Discard(string name, string summary, params Operation[][] lanes) =>
        new(name, summary, RingBufferMode.Discard, Form.Lean, lanes);

    public static Scenario Overwrite(string name, string summary, params Operation[][] lanes) =>
        new("overwrite-" + name, summary, RingBufferMode.Overwrite, Form.Lean, lanes);

    public static Scenario Lttng(this Scenario scenario) => scenario with { Form = Form.Lttng };

    public static Scenario Clocked(this Scenario scenario) => scenario with { IsClocked = true };

    public static Scenario Recoverable(this Scenario scenario) => scenario with { IsRecoverable = true };

    public static Scenario OneWriter(this Scenario scenario) => scenario with { IsOneWriter = true };

    public static Scenario ReadingParts(this Scenario scenario) => scenario with { ReadsParts = true };

    public static Scenario ReadingCells(this Scenario scenario) => scenario with { ReadsCells = true };

    public static Scenario Wrapping(this Scenario scenario) => scenario with { PositionBits = MutantRules.WrappingRules.PositionBits };

    public static Operation Write(int process, int units) => new(OperationKind.Write, process, units);

    public static Operation AtOnce(int process, int units) => new(OperationKind.Write, process, units, AtOnce: true);

    public static Operation[] AllAtOnce(int process, params int[] units) => [.. units.Select(u => AtOnce(process, u))];

    public static Operation[] Writes(int process, params int[] units) => [.. units.Select(u => Write(process, u))];

    public static Operation Abandoned(int process, int units) => new(OperationKind.Write, process, units, Abandon: true);

    public static Operation Nested(int outer, int outerUnits, int inner, int innerUnits) =>
        new(OperationKind.Write, outer, outerUnits, Inside: [Write(inner, innerUnits)]);

    public static Operation Flush(FlushMode mode) => new(OperationKind.Flush, Scenario.Flusher, Mode: mode);

    public static Operation[] Flushes(params FlushMode[] modes) => [.. modes.Select(Flush)];

    public static Operation[] OtherFlushes(params FlushMode[] modes) =>
        [.. modes.Select(m => new Operation(OperationKind.Flush, Scenario.OtherFlusher, Mode: m))];

    public static Operation Read => new(OperationKind.Read, Scenario.Reader);

    public static Operation Snapshot => new(OperationKind.Snapshot, Scenario.Reader);

    public static Operation Clear => new(OperationKind.Clear, Scenario.Reader);

    public static Operation Wait => new(OperationKind.Wait, Scenario.Reader);

    public static Operation ImpatientWait => new(OperationKind.Wait, Scenario.Reader, Cancel: true);

    public static Operation[] Reads(int count) => Repeat(count, Read);

    public static Operation[] Repeat(int count, params Operation[] operations) =>
        [.. Enumerable.Repeat(operations, count).SelectMany(o => o)];

    public static Operation[] Ticks(int count) => Repeat(count, new Operation(OperationKind.Tick, Scenario.Ticker));
}
