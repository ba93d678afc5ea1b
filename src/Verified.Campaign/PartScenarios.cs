using Verified.RingBuffers.Core;
using static Verified.Campaign.ScenarioParts;

namespace Verified.Campaign;

/// <summary>Scenarios whose reader takes parts of sub-buffers that are not complete (<c>tla/PartRead.tla</c>): of discard mode alone.</summary>
internal static class PartScenarios
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Discard("parts", "Two writers, and a reader that takes what is committed without a hole.",
            Writes(1, 1, 1, 1), Writes(2, 1, 1, 1), Reads(7)).ReadingParts(),
        Discard("parts-three-writers", "Three writers, and a reader that takes what is committed without a hole.",
            Writes(1, 1, 1), Writes(2, 1, 1), Writes(3, 1, 1), Reads(6)).ReadingParts(),
        Discard("parts-sizes", "Records that fit, that fill up, that are given up, nested ones, read in parts.",
            [Nested(1, 1, 4, 1), Abandoned(1, 1), Write(1, 2), Write(1, 1)], Writes(2, 1, 3, 1), Reads(8)).ReadingParts(),
        Discard("parts-flush", "Sub-buffers that are ended while a part of them was read.",
            Writes(1, 1, 1, 1), Flushes(FlushMode.Active, FlushMode.Final, FlushMode.Complete), Reads(8)).ReadingParts(),
        Discard("parts-wait", "A reader that takes parts, and sleeps until a sub-buffer is complete.",
            [Write(1, 1), Write(1, 2), Write(1, 1), Flush(FlushMode.Complete)], Writes(2, 1, 1), Repeat(5, Wait, Read, Read)).ReadingParts(),
        Discard("parts-clocked", "Parts of records with times, short and full.",
            Writes(1, 2, 3, 2), [Write(2, 3), Abandoned(2, 2), Write(2, 2)], Ticks(5), Reads(7)).Clocked().ReadingParts(),
        Discard("parts-one-writer", "One thread whose records nest, and a reader that takes parts.",
            [Nested(1, 1, 4, 1), AtOnce(1, 1), Write(1, 1), AtOnce(1, 1), Nested(1, 1, 4, 1), AtOnce(1, 3), AtOnce(1, 1)], Reads(9)).OneWriter().ReadingParts(),
        Discard("parts-one-writer-flush", "One thread that flushes and completes, and a reader that takes parts.",
            [AtOnce(1, 1), AtOnce(1, 1), Flush(FlushMode.Active), AtOnce(1, 1), Flush(FlushMode.Final), AtOnce(1, 2), Flush(FlushMode.Complete)], Reads(9)).OneWriter().ReadingParts(),
    ];
}
