namespace Verified.Benchmarks.Candidates;

/// <summary>All candidates, a family per file. A family more is a line more here.</summary>
internal static class Catalogue
{
    /// <summary>Them, in the order of the tables.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        .. Floor.Candidates(),
        .. ManyWriters.Candidates(),
        .. OneWriter.Candidates(),
        .. TraceChannels.Candidates(),
        .. RingQueues.Candidates(),
        .. ConcurrentQueues.Candidates(),
        .. Channels.Candidates(),
        .. EventSources.Candidates(),
        .. Pipes.Candidates(),
        .. Loggers.Candidates(),
        .. LttngUst.Candidates(),
    ];

    /// <summary>By name; null if there is none.</summary>
    public static Candidate? Find(string name) => All.FirstOrDefault(c => c.Name == name);
}
