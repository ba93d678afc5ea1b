using Verified.RingBuffers.Core;
using static Verified.Campaign.ScenarioParts;

namespace Verified.Campaign;

/// <summary>Scenarios in which one thread writes and flushes (<c>tla/OneWriter.tla</c>), in both modes: its lane, a reader, and the clock.</summary>
internal static class OneWriterScenarios
{
    /// <summary>Those of discard mode.</summary>
    public static IReadOnlyList<Scenario> OfDiscard { get; } = [.. Of(Discard)];

    /// <summary>Those of overwrite mode.</summary>
    public static IReadOnlyList<Scenario> OfOverwrite { get; } = [.. Of(Overwrite)];

    private static IEnumerable<Scenario> Of(Func<string, string, Operation[][], Scenario> make)
    {
        Scenario Make(string name, string summary, params Operation[][] lanes) => make("one-writer" + name, summary, lanes).OneWriter();

        yield return Make("", "One thread whose records nest, two deep and across the ends of sub-buffers, and a reader.",
            [Nested(1, 1, 4, 1), AtOnce(1, 1), Nested(1, 2, 4, 1), Deep(), AtOnce(1, 3), Nested(1, 1, 4, 3), Write(1, 1)], Reads(5));
        yield return Make("-at-once", "Records that are written in one call each, also inside an open one that they leave behind.",
            [AtOnce(1, 1), AtOnce(1, 1), AtOnce(1, 2), AtOnce(1, 1), Around(AtOnce(4, 1), AtOnce(4, 1), AtOnce(4, 1)), AtOnce(1, 1), AtOnce(1, 3), AtOnce(1, 1)], Reads(5));
        yield return Make("-sizes", "Records that fit, that fill up, that are too big, and that are given up.",
            [Write(1, 1), Write(1, 2), Write(1, 3), Abandoned(1, 2), Write(1, 4), Abandoned(1, 1), Write(1, 1), Write(1, 2), Write(1, 3)], Reads(5));
        yield return Make("-full", "More than the ring holds, inside an open record too, and a reader that comes rarely.",
            [Write(1, 3), Write(1, 2), Around(Write(4, 3), Write(4, 3), Write(4, 3)), Write(1, 3), Write(1, 3), Write(1, 3)], Reads(2));
        yield return Make("-flush", "The thread flushes, also inside a record of its own, and sends empty packets.",
            [AtOnce(1, 1), AtOnce(1, 1), Flush(FlushMode.Active), Around(Flush(FlushMode.Active), AtOnce(4, 1), Flush(FlushMode.Final)), Flush(FlushMode.Final), AtOnce(1, 2), Flush(FlushMode.Final)],
            Reads(4));
        yield return Make("-gates", "The thread pauses, resumes and completes, also inside a record of its own.",
            [AtOnce(1, 1), Flush(FlushMode.Pause), AtOnce(1, 1), Flush(FlushMode.Resume), Around(Flush(FlushMode.Pause), AtOnce(4, 1), Flush(FlushMode.Resume)), AtOnce(1, 2), Flush(FlushMode.Complete), AtOnce(1, 1)],
            Reads(5));
        yield return Make("-wait", "A reader sleeps until the thread delivers, or completes.",
            [Write(1, 3), Write(1, 1), Write(1, 3), Nested(1, 1, 4, 1), Flush(FlushMode.Complete)], Repeat(5, Wait, Read));
        yield return Make("-snapshot", "A reader looks, takes and clears, while the thread laps it.",
            [Write(1, 3), Write(1, 3), Nested(1, 1, 4, 1), Write(1, 3), Write(1, 2), Write(1, 3), Write(1, 3)], [Snapshot, Read, Snapshot, Clear, Snapshot]);
        yield return Make("-clocked", "Records with times, nested ones too, while the clock goes on.",
            [AtOnce(1, 2), Nested(1, 2, 4, 2), AtOnce(1, 3), AtOnce(1, 2), Nested(1, 3, 4, 2), Flush(FlushMode.Final), AtOnce(1, 2), AtOnce(1, 2)], Reads(4), Ticks(5)).Clocked();
    }

    private static Operation Around(params Operation[] inside) => new(OperationKind.Write, 1, 1, Inside: inside);

    private static Operation Deep() => Around(new Operation(OperationKind.Write, 4, 1, Inside: [Write(2, 1)]));
}
