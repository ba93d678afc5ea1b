namespace Verified.Benchmarks.Candidates;

/// <summary>LTTng-UST itself, where it is installed.</summary>
internal static class LttngUst
{
    /// <summary>The family; empty where something is missing (<see cref="LttngTools.Describe"/> says what).</summary>
    public static IEnumerable<Candidate> Candidates() => LttngTools.Missing is not null ? [] :
    [
        new("lttng-ust", "LTTng-UST in C, overwrite mode, buffers per processor, a tracepoint with a sequence of bytes; it has a time of its own", static (s, _) => !s.HasConsumer, static o => new LttngCase(o)),
    ];
}
