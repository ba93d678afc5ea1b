using Verified.RingBuffers.Core;
using static Verified.Campaign.ScenarioParts;

namespace Verified.Campaign;

/// <summary>Scenarios of discard mode. Two sub-buffers, and work enough to go round them.</summary>
internal static class DiscardScenarios
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. Writers(), .. Flushers(), .. Readers(), .. Times(), .. LttngForm(), .. OneWriterScenarios.OfDiscard, .. PartScenarios.All, .. CellScenarios.All];

    private static Scenario[] Writers() =>
    [
        Discard("two-writers", "Two writers of one-unit records and a reader.",
            Writes(1, 1, 1, 1, 1), Writes(2, 1, 1, 1, 1), Reads(4)),
        Discard("three-writers", "Three writers of one-unit records and a reader.",
            Writes(1, 1, 1, 1), Writes(2, 1, 1, 1), Writes(3, 1, 1, 1), Reads(3)),
        Discard("sizes-1-2", "Records of one unit against records of two: padding at either end.",
            Writes(1, 1, 1, 1, 1), Writes(2, 2, 2, 2), Reads(4)),
        Discard("sizes-2-2", "Records of two units: every sub-buffer ends in padding.",
            Writes(1, 2, 2, 2), Writes(2, 2, 2, 2), Reads(4)),
        Discard("exact-fill", "Records that fill their sub-buffer to the last byte, against small ones.",
            Writes(1, 3, 3, 3), Writes(2, 1, 3, 2, 1), Reads(4)),
        Discard("nested-writer", "A writer writes a whole record inside its own open reservation, as an interrupt would.",
            [Nested(1, 1, 4, 1), Nested(1, 1, 4, 2), Nested(1, 1, 4, 1)], Writes(2, 1, 1, 2), Reads(3)),
        Discard("full-buffer", "More than the ring holds, and a reader that comes rarely.",
            Writes(1, 2, 2, 1, 2), Writes(2, 3, 1, 3), Reads(2)),
        Discard("too-big", "Records that fit no sub-buffer, among others that do.",
            Writes(1, 4, 1, 4, 2), Writes(2, 1, 4, 3), Reads(3)),
        Discard("abandoned-reservation", "Reservations that are given up leave nothing to read.",
            [Abandoned(1, 1), Write(1, 1), Abandoned(1, 2), Write(1, 1)],
            [Write(2, 1), Abandoned(2, 3), Write(2, 2)], Reads(4)),
        Discard("at-once", "Two writers, one of which writes each record in one call, and a reader.",
            AllAtOnce(1, 1, 1, 2, 1, 1), Writes(2, 1, 1, 2), Reads(4)),
        Discard("wrapping", "Positions and counts of few bits, which wrap; nobody can sleep through a whole modulus of 8 sub-buffers.",
            Writes(1, 3, 3, 3, 3, 3, 3, 3), Writes(2, 3, 3, 3, 3, 3, 3, 3), Reads(14)).Wrapping(),
        Discard("wrapping-flush", "The same beside empty packets, snapshots and clears; nobody can sleep through a modulus of counts, 4 laps.",
            Writes(1, 3, 3, 3, 3, 3), Flushes(FlushMode.Final, FlushMode.Final, FlushMode.Final, FlushMode.Final), Repeat(5, Read, Clear, Snapshot)).Wrapping(),
        Discard("wrapping-wait", "The same with a reader that sleeps, and is woken by positions that wrap.",
            [.. Writes(1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3), Flush(FlushMode.Complete)], Repeat(9, Wait, Read)).Wrapping(),
        Discard("recoverable", "Each commit keeps the committed prefix of its sub-buffer: three writers of one-unit records.",
            Writes(1, 1, 1), Writes(2, 1, 1), Writes(3, 1, 1), Reads(2)).Recoverable(),
        Discard("recoverable-sizes", "The committed prefix beside padding, flushes and nested records.",
            [Nested(1, 1, 4, 1), Write(1, 2)], Writes(2, 1, 1, 2), Flushes(FlushMode.Active, FlushMode.Final), Reads(3)).Recoverable(),
    ];

    private static Scenario[] Flushers() =>
    [
        Discard("writer-flusher-reader", "A writer, a flusher that ends what is begun, and a reader.",
            Writes(1, 1, 1, 2, 1, 1), Flushes(FlushMode.Active, FlushMode.Active, FlushMode.Active, FlushMode.Active), Reads(4)),
        Discard("final-flush", "A flusher that also sends empty packets.",
            Writes(1, 1, 2, 1, 1), Flushes(FlushMode.Final, FlushMode.Final, FlushMode.Final, FlushMode.Final), Reads(4)),
        Discard("pause-resume", "Records are refused while the buffer is paused, and taken again.",
            Writes(1, 1, 2, 1), Writes(2, 2, 1), Flushes(FlushMode.Pause, FlushMode.Resume, FlushMode.Pause, FlushMode.Resume), Reads(3)),
        Discard("complete", "The buffer is completed while writers run; the reader comes to the end of data.",
            Writes(1, 1, 2, 1), Writes(2, 2, 1, 1), Flushes(FlushMode.Active, FlushMode.Complete), Reads(5)),
        Discard("two-flushers", "Two flushers pause, resume and complete against each other.",
            Writes(1, 1, 2, 1), Flushes(FlushMode.Pause, FlushMode.Final, FlushMode.Resume),
            OtherFlushes(FlushMode.Resume, FlushMode.Pause, FlushMode.Complete), Reads(4)),
    ];

    private static Scenario[] Readers() =>
    [
        Discard("snapshot", "A reader looks at all that is there before it takes it, while writers go on.",
            Writes(1, 1, 2, 1, 3), Writes(2, 3, 1, 2), [Snapshot, Read, Snapshot, Read, Snapshot]),
        Discard("snapshot-flush", "A snapshot as the library makes it: flush, then look, while writers go on.",
            Writes(1, 1, 1, 2, 1), Writes(2, 1, 2), [Flush(FlushMode.Active), Snapshot, Read, Flush(FlushMode.Active), Snapshot]),
        Discard("clear", "A reader drops what is there while writers go on.",
            Writes(1, 2, 1, 2, 1), Writes(2, 3, 1, 2), [Clear, Read, Clear, Clear, Read]),
        Discard("wait", "A reader sleeps until something is delivered, until the buffer is completed.",
            [Write(1, 2), Write(1, 2), Flush(FlushMode.Complete)], Writes(2, 1, 3), Repeat(5, Wait, Read)),
        Discard("wait-every-delivery", "Each sleep must be ended by a delivery: nothing else would.",
            Writes(1, 3), Writes(2, 3), Repeat(2, Wait, Read)),
        Discard("wait-cancelled", "A reader gives up its sleep while it is woken.",
            Writes(1, 3, 1, 2), Writes(2, 2, 3), Repeat(4, ImpatientWait, Read)),
        Discard("watermark-2", "A reader is woken by the second sub-buffer, or by the completion.",
            [Write(1, 2), Write(1, 3), Flush(FlushMode.Complete)], Writes(2, 3, 1), [Wait, Read, Read, Wait, Read, Read, Wait, Read]) with { Watermark = 2 },
        Discard("wait-flushed", "A reader that sleeps too long is woken by the timer's flush.",
            Writes(1, 1, 1, 2), Flushes(FlushMode.Active, FlushMode.Active, FlushMode.Complete), Repeat(4, Wait, Read)),
        Discard("wait-for-completion", "A reader may sleep for nothing but the completion.",
            Flushes(FlushMode.Complete), Writes(1, 1), Repeat(3, Wait, Read)),
    ];

    private static Scenario[] Times() =>
    [
        Discard("clocked-writers", "Two writers whose records carry times, short and full.",
            Writes(1, 2, 3, 2, 3), Writes(2, 3, 2, 2), Ticks(5), Reads(4)).Clocked(),
        Discard("clocked-at-once", "Two writers that write each record in one call, with times, short and full.",
            AllAtOnce(1, 2, 3, 2, 3), AllAtOnce(2, 3, 2, 2), Ticks(5), Reads(4)).Clocked(),
        Discard("clocked-exact-fill", "Records with times that fill their sub-buffer to the last byte.",
            Writes(1, 2, 2, 2, 2), Writes(2, 3, 2, 3, 2), Ticks(4), Reads(3)).Clocked(),
        Discard("clocked-flush", "Packets that a flusher ends carry its time.",
            Writes(1, 2, 3, 2), Flushes(FlushMode.Active, FlushMode.Final, FlushMode.Active, FlushMode.Complete), Ticks(4), Reads(4)).Clocked(),
        Discard("clocked-nested", "An interrupt's record is later than the one it interrupts.",
            [Nested(1, 2, 4, 3), Nested(1, 3, 4, 2)], Writes(2, 2, 3), Ticks(4), Reads(3)).Clocked(),
    ];

    private static Scenario[] LttngForm() =>
    [
        Discard("lttng-two-writers", "LTTng's form: two writers and a reader.",
            Writes(1, 1, 1, 1, 1), Writes(2, 1, 1, 1, 1), Reads(4)).Lttng(),
        Discard("lttng-exact-fill", "LTTng's form: records that fill their sub-buffer to the last byte.",
            Writes(1, 3, 3, 1), Writes(2, 1, 2, 3), Reads(4)).Lttng(),
        Discard("lttng-flusher", "LTTng's form: a writer, a flusher that also sends empty packets, and a reader.",
            Writes(1, 1, 2, 1, 1), Flushes(FlushMode.Final, FlushMode.Final, FlushMode.Final), Reads(4)).Lttng(),
        Discard("lttng-losses", "LTTng's form: records are lost while others are written, and each packet states how many.",
            Writes(1, 4, 1, 1, 1, 1), Writes(2, 4, 1, 1, 1, 1), Reads(3)).Lttng(),
        Discard("lttng-clocked", "LTTng's form: records with times, losses, and a reader.",
            Writes(1, 3, 3, 9, 3), Writes(2, 3, 2, 3), Ticks(4), Reads(3)).Lttng().Clocked(),
        Discard("lttng-reader", "LTTng's form: snapshot, clear, wait and completion.",
            [Write(1, 2), Write(1, 3), Flush(FlushMode.Complete)], Writes(2, 3, 1), [Snapshot, Wait, Clear, Wait, Read, Wait, Read]).Lttng(),
    ];
}
