using Verified.RingBuffers.Core;
using static Verified.Campaign.ScenarioParts;

namespace Verified.Campaign;

/// <summary>Scenarios whose reader takes record by record, all of one size (<c>tla/CellRead.tla</c>), as a queue does: of discard mode alone.</summary>
internal static class CellScenarios
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Discard("cells", "Two writers, and a reader that takes what is finished, whatever is open behind it.",
            Writes(1, 1, 1, 1, 1), Writes(2, 1, 1, 1), Reads(9)).ReadingCells(),
        Discard("cells-three-writers", "Three writers, one of which writes each record in one call, and a reader that takes record by record.",
            Writes(1, 1, 1), AllAtOnce(2, 1, 1), Writes(3, 1, 1), Reads(8)).ReadingCells(),
        Discard("cells-abandoned", "Records that are given up, and nested ones, taken one by one.",
            [Nested(1, 1, 4, 1), Abandoned(1, 1), Write(1, 1)], [Abandoned(2, 1), Write(2, 1), Abandoned(2, 1)], Reads(8)).ReadingCells(),
        Discard("cells-padded", "Every sub-buffer has one record and ends in padding.",
            Writes(1, 2, 2, 2), [Write(2, 2), Abandoned(2, 2), Write(2, 2)], Reads(8)).ReadingCells(),
        Discard("cells-complete", "The queue is completed while records are written, and read to its end.",
            Writes(1, 1, 1, 1), Writes(2, 1, 1), Flushes(FlushMode.Active, FlushMode.Final, FlushMode.Complete), Reads(9)).ReadingCells(),
        Discard("cells-one-writer", "One thread whose records nest, and a reader that takes record by record.",
            [Nested(1, 1, 4, 1), AtOnce(1, 1), Write(1, 1), AtOnce(1, 1), Nested(1, 1, 4, 1), AtOnce(1, 1), AtOnce(1, 1)], Reads(11)).OneWriter().ReadingCells(),
        Discard("cells-one-writer-complete", "One thread that completes, and a reader that takes record by record to the end.",
            [AtOnce(1, 1), AtOnce(1, 1), Flush(FlushMode.Active), AtOnce(1, 1), AtOnce(1, 1), Flush(FlushMode.Complete)], Reads(9)).OneWriter().ReadingCells(),
    ];
}
