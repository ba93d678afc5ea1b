namespace Verified.Campaign;

/// <summary>
/// The mutants that are no mutants of many writers alone: the same broken rules in the ring of one writer. What <see cref="RingBuffers.Core.OneWriter"/> does
/// differently (stores in place of exchanges and adds, limits that it keeps) is then judged with the rest broken as well, so that it hides nothing.
/// </summary>
public static class OneWriterMutants
{
    /// <summary>Those that are seen by their steps, and beside a twin with the same mutant, each with the scenario that shows it.</summary>
    public static IReadOnlyDictionary<string, string> Shown { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["count-before-data"] = "one-writer",
        ["no-full-test"] = "one-writer",
        ["no-clean-slot-test"] = "overwrite-one-writer-full",
        ["reader-without-delivered-test"] = "one-writer",
        ["reader-moves-unconditionally"] = "one-writer",
        ["new-end-omitted"] = "one-writer",
        ["flush-without-clean-test"] = "one-writer-clocked",
        ["padding-not-committed"] = "one-writer-at-once",
        ["loss-miscounted"] = "overwrite-one-writer-full",
        ["no-push"] = "overwrite-one-writer",
        ["no-clear-noref"] = "overwrite-one-writer",
        ["publish-before-noref"] = "overwrite-one-writer-wait",
        ["lap-of-next-byte"] = "overwrite-one-writer",
        ["initial-lap-zero"] = "overwrite-one-writer",
        ["reader-without-noref-test"] = "overwrite-one-writer-at-once",
        ["reader-without-lap-test"] = "overwrite-one-writer-wait",
        ["reader-moves-back"] = "overwrite-one-writer-snapshot",
        ["short-time-too-wide"] = "one-writer-clocked",
        ["flush-without-full-test"] = "one-writer-clocked",
        ["flush-without-cas"] = "one-writer-flush",
        ["clear-without-delivered-test"] = "one-writer-snapshot",
        ["end-without-position-test"] = "one-writer-gates",
        ["wait-without-recheck"] = "one-writer-wait",
        ["wake-before-publish"] = "overwrite-one-writer-wait",
        ["snapshot-tests-first-only"] = "one-writer-snapshot",
        ["put-back-without-cas"] = "overwrite-one-writer-snapshot",
        ["gate-shut-anywhere"] = "one-writer-gates",
        ["losses-not-stated"] = "one-writer-sizes",
        ["fit-forgets-header"] = "one-writer-at-once",
        ["fast-path-fills-up"] = "one-writer",
        ["full-test-one-late"] = "one-writer",
        ["push-one-late"] = "overwrite-one-writer",
        ["push-one-too-far"] = "overwrite-one-writer",
        ["push-without-cas"] = "overwrite-one-writer-snapshot",
        ["claim-without-cas"] = "overwrite-one-writer-full",
        ["get-without-cas"] = "overwrite-one-writer-clocked",
        ["delivered-test-without-size"] = "one-writer",
        ["snapshot-one-short"] = "overwrite-one-writer-snapshot",
        ["clear-one-too-far"] = "one-writer-snapshot",
        ["wake-one-late"] = "one-writer-wait",
        ["wait-without-final-test"] = "one-writer-wait",
        ["header-not-committed"] = "one-writer",
        ["full-loss-not-counted"] = "one-writer",
        ["empty-packet-without-losses"] = "one-writer-flush",
        ["count-of-own-end"] = "one-writer",
    };

    /// <summary>Those that one writer turns into another step and nothing wrong, each with the scenario that shows the step.</summary>
    public static IReadOnlyDictionary<string, string> ShownByStep { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["no-recheck"] = "one-writer",
        ["clock-read-once"] = "overwrite-one-writer-clocked",
        ["last-time-before-cas"] = "one-writer-clocked",
    };

    /// <summary>Those of the lean form that one writer can not show, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Absent { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["no-clear-noref-of-old"] = "one writer takes no such step: the slot of the sub-buffer that it leaves is its own since it entered",
        ["push-by-who-enters"] = "one writer takes no such step: who writes into a sub-buffer has entered it, and pushed then",
        ["no-clear-noref-of-record"] = "one writer takes no such step: who writes a record has claimed the slot as it entered",
        ["prefix-of-own-end"] = "a ring for one writer keeps no prefix",
        ["prefix-position-before-count"] = "a ring for one writer keeps no prefix",
    };
}
