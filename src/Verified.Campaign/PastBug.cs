namespace Verified.Campaign;

/// <summary>A bug that a ring buffer of this family once had, and the mutant that has it again.</summary>
/// <param name="Mutant">The mutant's name.</param>
/// <param name="Project">"lttng-modules", "lttng-ust" or "ftrace" (the Linux kernel's).</param>
/// <param name="Commit">The commit that mended it there, 8 digits or more; of 5fb66f07, the one that made it.</param>
/// <param name="Title">What that commit says of itself, without its "Fix".</param>
/// <param name="Here">How the mutant says it, where that needs saying; else empty.</param>
public sealed record PastBug(string Mutant, string Project, string Commit, string Title, string Here)
{
    private const string Modules = "lttng-modules";
    private const string Ust = "lttng-ust";
    private const string Ftrace = "ftrace";

    /// <summary>All of them that are mutants here, by project.</summary>
    public static IReadOnlyList<PastBug> All { get; } =
    [
        new("no-recheck", Modules, "0fdec686", "handle concurrent update in nested buffer wrap around check", ""),
        new("snapshot-tests-first-only", Modules, "c9b3b5e2", "get_subbuf() checks should be performed on \"consumed\" parameter", "the tests are of the read position, where a snapshot begins; of what else it asks for there is none"),
        new("flush-without-cas", Modules, "5e391252", "RING_BUFFER_FLUSH ioctl buffer corruption", "the flusher's operations on the write position are not atomic: it loads, and stores"),
        new("flush-without-clean-test", Modules, "5334a2c5", "SWITCH_FLUSH new sub-buffer checks", ""),
        new("flush-without-full-test", Modules, "74b93124", "don't flush-final for offset 0 if reader is on sub-buffer", ""),
        new("end-time-at-delivery", Modules, "635e457c", "eliminate timestamp overlap between packets", ""),
        new("end-time-of-committer", Modules, "2485a430", "timestamp_end field should include all events within sub-buffer", "also lttng-ust 6c737d05"),
        new("losses-sampled-at-delivery", Modules, "b2cf5e0b", "sample discarded events count before reserve", "also lttng-ust f27b0770"),
        new("losses-of-committer", Modules, "4ad4ea4c", "Sample discarded packet counters per sub-buffer", "also lttng-ust f17f3fdf"),
        new("short-time-too-wide", Modules, "a2ef1c03", "Properly fix the timekeeping overflow detection", "the test is one tick too wide for the field; there it was 5 bits"),
        new("new-end-omitted", Modules, "5fb66f07", "Cleanup: remove lib_ring_buffer_switch_new_end()", "reverted by f5ea5800"),
        new("clear-without-delivered-test", Modules, "ac4a87e5", "lttng-clear: stop tracing required", "there the answer was to forbid it; here clear stops at what is not delivered"),
        new("lap-of-next-byte", Ust, "b68e00d5", "off-by-one error in ring buffer noref offset calculation", ""),
        new("initial-lap-zero", Ust, "409093be", "initialize sub-buffers's id to a pre-roll loop", ""),
        new("delivered-test-without-size", Ust, "de7c67b9", "subtract subbuf_size from cc_cold in subbuf iterator", "there in the iterator of crash dumps; here in the reader's own test"),
        new("full-loss-not-counted", Ust, "04489ab4", "event lost count when buffer is full", ""),
        new("empty-packet-without-losses", Ust, "f32b5739", "Set events_discarded on terminal packets", "also lttng-ust 3ca9bd6a; there the empty packet is made aside, here a flush reserves it"),
        new("count-before-data", Ftrace, "6455b6163d8c", "race while reader and writer are on the same page", "the commit was published without a barrier; the mutant's order of steps is what that let the processor do"),
        new("no-clear-noref-of-old", Ftrace, "a0fcaaed0c46", "race between reset page and reading page", "the reader takes a sub-buffer that the writer who left it still pads"),
    ];

    /// <summary>The bug that a mutant has, or null.</summary>
    /// <param name="mutant">The mutant's name.</param>
    public static PastBug? Of(string mutant) => All.FirstOrDefault(b => b.Mutant == mutant);
}
