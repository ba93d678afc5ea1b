using Verified.RingBuffers.Core;
using static Verified.Campaign.ScenarioParts;

namespace Verified.Campaign;

/// <summary>Scenarios of overwrite mode: writers that lap the reader, and a reader that comes rarely.</summary>
internal static class OverwriteScenarios
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. Writers(), .. Flushers(), .. Readers(), .. Times(), .. LttngForm(), .. OneWriterScenarios.OfOverwrite];

    private static Scenario[] Writers() =>
    [
        Overwrite("two-writers", "Two writers that lap the reader.",
            Writes(1, 1, 1, 1, 1, 1), Writes(2, 1, 1, 1, 1, 1), Reads(3)),
        Overwrite("three-writers", "Three writers that lap the reader.",
            Writes(1, 1, 2, 1), Writes(2, 2, 1, 1), Writes(3, 1, 1, 2), Reads(3)),
        Overwrite("sizes-2-2", "Records of two units: every record enters a sub-buffer, and pads the one before.",
            Writes(1, 2, 2, 2), Writes(2, 2, 2, 2), Reads(3)),
        Overwrite("exact-fill", "Records that fill their sub-buffer to the last byte.",
            Writes(1, 3, 3, 3), Writes(2, 3, 1, 2, 3), Reads(3)),
        Overwrite("nested-writer", "A writer laps its own open reservation, as an interrupt would: what can not be written is lost.",
            [Nested(1, 1, 4, 3), new(OperationKind.Write, 1, 2, Inside: Writes(4, 3, 3, 3)), Nested(1, 1, 4, 2)], Writes(2, 2, 3), Reads(3)),
        Overwrite("four-slots", "Four sub-buffers, and a reader that is pushed on again and again.",
            Writes(1, 3, 3, 3, 3), Writes(2, 2, 3, 2, 3), Reads(3)) with { SubBuffers = 4 },
        Overwrite("lapped-reader", "Every record pushes the reader on, while it takes a sub-buffer and while it gives it back.",
            Writes(1, 3, 3, 3, 3, 3), Writes(2, 3, 3, 3), Reads(5)),
        Overwrite("too-big", "Records that fit no sub-buffer, among others that do.",
            Writes(1, 4, 2, 4, 2), Writes(2, 2, 4, 3), Reads(3)),
        Overwrite("abandoned-reservation", "Reservations that are given up leave nothing to read.",
            [Abandoned(1, 1), Write(1, 2), Abandoned(1, 3), Write(1, 1)],
            [Write(2, 1), Abandoned(2, 3), Write(2, 2)], Reads(3)),
        Overwrite("at-once", "Two writers, one of which writes each record in one call, lap the reader.",
            AllAtOnce(1, 1, 1, 2, 1, 1), Writes(2, 1, 1, 2, 1), Reads(3)),
        Overwrite("wrapping", "Positions, counts and laps of few bits, which wrap; nobody can be slept past by half a modulus.",
            [Write(1, 3), Read, Write(1, 3), Write(1, 3), Snapshot, Write(1, 3), Clear, Write(1, 3), Read, Write(1, 3), Write(1, 3), Snapshot, Read],
            Writes(2, 3, 3)).Wrapping(),
        Overwrite("wrapping-flush", "The same with empty packets, and a reader that sleeps.",
            [Write(1, 3), Flush(FlushMode.Final), Wait, Read, Write(1, 3), Flush(FlushMode.Final), Wait, Read, Write(1, 3), Write(1, 3), Wait, Read, Flush(FlushMode.Final), Wait, Read],
            Writes(2, 3, 3)).Wrapping(),
        Overwrite("recoverable", "Each commit keeps the committed prefix of its sub-buffer, which writers then give to the next lap.",
            Writes(1, 1, 1, 1), Writes(2, 1, 1, 1), Writes(3, 1, 1), Reads(2)).Recoverable(),
        Overwrite("recoverable-snapshot", "The committed prefix beside padding, flushes, nested records and a snapshot.",
            [Nested(1, 1, 4, 1), Write(1, 2)], Writes(2, 1, 3, 2), Flushes(FlushMode.Active, FlushMode.Active), [Snapshot, Read, Snapshot]).Recoverable(),
    ];

    private static Scenario[] Flushers() =>
    [
        Overwrite("flusher", "A writer, a flusher that ends what is begun, and a reader.",
            Writes(1, 1, 1, 2, 1, 1), Flushes(FlushMode.Active, FlushMode.Active, FlushMode.Active), Reads(3)),
        Overwrite("final-flush", "A flusher that laps the reader with empty packets.",
            Writes(1, 1, 2, 1), Flushes(FlushMode.Final, FlushMode.Final, FlushMode.Final, FlushMode.Final), Reads(3)),
        Overwrite("pause-resume", "Records are refused while the buffer is paused, and taken again.",
            Writes(1, 1, 2, 2), Writes(2, 2, 1), Flushes(FlushMode.Pause, FlushMode.Resume, FlushMode.Pause, FlushMode.Resume), Reads(3)),
        Overwrite("complete", "The buffer is completed while writers run; the reader comes to the end of data.",
            Writes(1, 1, 2, 3), Writes(2, 2, 1, 2), Flushes(FlushMode.Active, FlushMode.Complete), Reads(4)),
        Overwrite("two-flushers", "Two flushers pause, resume and complete against each other.",
            Writes(1, 1, 2, 1), Flushes(FlushMode.Pause, FlushMode.Final, FlushMode.Resume),
            OtherFlushes(FlushMode.Resume, FlushMode.Pause, FlushMode.Complete), Reads(3)),
    ];

    private static Scenario[] Readers() =>
    [
        Overwrite("snapshot", "A reader looks at all that is there and puts it back, while writers lap it.",
            Writes(1, 3, 2, 3), Writes(2, 2, 3, 2), [Snapshot, Snapshot, Read, Snapshot]),
        Overwrite("lapped-snapshot", "Every record takes a slot that a snapshot wants to put back.",
            Writes(1, 3, 3, 3, 3, 3), Writes(2, 3, 3, 3), [Snapshot, Snapshot, Snapshot, Snapshot]),
        Overwrite("snapshot-of-four", "A snapshot of four sub-buffers, while writers lap it.",
            Writes(1, 3, 3, 3, 3), Writes(2, 3, 3, 3), [Snapshot, Snapshot]) with { SubBuffers = 4 },
        Overwrite("snapshot-flush", "A snapshot as the library makes it: flush, then look and put back, while writers lap it.",
            Writes(1, 1, 3, 2), Writes(2, 2, 3), [Flush(FlushMode.Active), Snapshot, Flush(FlushMode.Active), Snapshot]),
        Overwrite("clear", "A reader drops what is there while writers push it on.",
            Writes(1, 2, 3, 2, 1), Writes(2, 3, 1, 2), [Clear, Read, Clear, Clear]),
        Overwrite("wait", "A reader sleeps until something is delivered, until the buffer is completed.",
            [Write(1, 2), Write(1, 3), Flush(FlushMode.Complete)], Writes(2, 2, 3), Repeat(4, Wait, Read)),
        Overwrite("wait-every-delivery", "Each sleep must be ended by a delivery: nothing else would.",
            Writes(1, 3), Writes(2, 3), Repeat(2, Wait, Read)),
        Overwrite("wait-cancelled", "A reader gives up its sleep while it is woken.",
            Writes(1, 3, 2, 3), Writes(2, 2, 3), Repeat(4, ImpatientWait, Read)),
        Overwrite("wait-flushed", "A reader that sleeps too long is woken by the timer's flush.",
            Writes(1, 1, 1, 2), Flushes(FlushMode.Active, FlushMode.Active, FlushMode.Complete), Repeat(4, Wait, Read)),
        Overwrite("watermark-2", "A reader is woken by the second sub-buffer, or by the completion.",
            [Write(1, 2), Write(1, 3), Flush(FlushMode.Complete)], Writes(2, 3, 1), [Wait, Read, Read, Wait, Read, Wait, Read]) with { Watermark = 2 },
    ];

    private static Scenario[] Times() =>
    [
        Overwrite("clocked-writers", "Two writers whose records carry times, short and full, lap the reader.",
            Writes(1, 2, 3, 3, 3), Writes(2, 3, 3, 2), Ticks(5), Reads(3)).Clocked(),
        Overwrite("clocked-at-once", "Two writers that write each record in one call, with times, lap the reader.",
            AllAtOnce(1, 2, 3, 2, 3), AllAtOnce(2, 3, 2, 2, 3), Ticks(5), Reads(3)).Clocked(),
        Overwrite("clocked-flush", "Packets that a flusher ends carry its time.",
            Writes(1, 3, 3, 2), Flushes(FlushMode.Active, FlushMode.Final, FlushMode.Complete), Ticks(4), Reads(3)).Clocked(),
        Overwrite("clocked-snapshot", "A snapshot of records with times, with losses that packets state.",
            Writes(1, 3, 9, 3, 3), Writes(2, 3, 3, 2), Ticks(3), [Snapshot, Read, Snapshot]).Clocked(),
    ];

    private static Scenario[] LttngForm() =>
    [
        Overwrite("lttng-two-writers", "LTTng's form: two writers that lap the reader.",
            Writes(1, 1, 1, 1, 1), Writes(2, 1, 1, 1, 1), Reads(3)).Lttng(),
        Overwrite("lttng-exact-fill", "LTTng's form: records that fill their sub-buffer to the last byte.",
            Writes(1, 3, 3, 1), Writes(2, 1, 3, 3), Reads(3)).Lttng(),
        Overwrite("lttng-flusher", "LTTng's form: a writer, a flusher that also sends empty packets, and a reader.",
            Writes(1, 1, 2, 1), Flushes(FlushMode.Final, FlushMode.Active, FlushMode.Final), Reads(3)).Lttng(),
        Overwrite("lttng-losses", "LTTng's form: records are lost while others are written, and each packet states how many.",
            Writes(1, 4, 1, 1, 1, 1), Writes(2, 4, 1, 1, 1, 1), Reads(2)).Lttng(),
        Overwrite("lttng-clocked", "LTTng's form: records with times, losses, and a reader.",
            Writes(1, 3, 9, 3, 3), Writes(2, 3, 2, 3), Ticks(4), Reads(3)).Lttng().Clocked(),
        Overwrite("lttng-reader", "LTTng's form: snapshot, clear, wait and completion.",
            [Write(1, 2), Write(1, 3), Flush(FlushMode.Complete)], Writes(2, 3, 1), [Snapshot, Wait, Clear, Wait, Read, Wait, Read]).Lttng(),
    ];
}
