using System.Diagnostics;
using Verified.Cli.MachineCode;
using Verified.RingBuffers;

namespace Verified.Cli.Kill;

/// <summary>One child that writes, is killed, and whose ring is recovered and judged.</summary>
internal static class KillRound
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The option that makes this tool the child.</summary>
    public const string ChildOption = "--child";

    /// <summary>Runs a round.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="folder">An empty folder for its files; they stay there.</param>
    /// <param name="cancellation">Ends the child.</param>
    /// <exception cref="ToolException">The child can not be started, or did not write: inconclusive.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<KillResult> RunAsync(KillOptions options, string folder, CancellationToken cancellation)
    {
        string ring = Path.Combine(folder, "ring");
        string said = Path.Combine(folder, "witness");
        using (KillWitness witness = new(said, options.Streams))
        {
            await KillAsync(options, ring, said, witness, cancellation);
        }

        return Judge(options, ring, new KillTestimony(await File.ReadAllBytesAsync(said, cancellation), options.Streams));
    }

    private static async Task KillAsync(
        KillOptions options, string ring, string said, KillWitness witness, CancellationToken cancellation)
    {
        ProcessStartInfo start = ToolProcess.StartInfo(["kill", ChildOption, ring, said, .. options.ToArguments()]);
        start.RedirectStandardInput = true; // closed when this process ends, however it does: the child then ends too
        using Process child = Process.Start(start) ?? throw ToolException.Inconclusive("the child process can not be started");
        try
        {
            Task<string> errors = child.StandardError.ReadToEndAsync(CancellationToken.None);
            Stopwatch watch = Stopwatch.StartNew();
            while (witness.Ended() == 0)
            {
                if (child.HasExited || watch.Elapsed > s_patience)
                {
                    throw ToolException.Inconclusive($"the child process does not write: {(child.HasExited ? (await errors).Trim() : "it hangs")}");
                }

                await Task.Delay(1, cancellation);
            }

            await Task.Delay(options.Life, cancellation);
        }
        finally
        {
            child.Kill(); // SIGKILL
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static KillResult Judge(KillOptions options, string path, KillTestimony said)
    {
        RecoveredRing ring;
        try
        {
            ring = RingBuffer.Recover(path);
        }
        catch (InvalidDataException e)
        {
            return new KillResult(options, said.Committed) { Problems = [$"nothing can be recovered: {e.Message}"] };
        }

        KillJudge judge = KillJudge.Of(ring, said);
        bool isOrdered = Reopens(path, ring, judge);
        return new KillResult(options, said.Committed)
        {
            Recovered = judge.Recovered,
            InFlight = judge.InFlight,
            LostInUnfinished = judge.LostInUnfinished,
            Torn = judge.Torn,
            Whole = ring.WholeSubBuffers,
            Parts = ring.PartialSubBuffers,
            Unfinished = judge.Unfinished,
            Reopened = isOrdered,
            Problems = judge.Problems,
        };
    }

    /// <summary>A ring that was killed between operations may be opened again; then it gives what was recovered.</summary>
    private static bool Reopens(string path, RecoveredRing recovered, KillJudge judge)
    {
        try
        {
            using RingBuffer ring = RingBuffer.OpenFile(path);
            ring.Complete();
            using RingBufferReader reader = ring.OpenReader();
            long records = 0;
            while (reader.TryRead(out SubBuffer sub))
            {
                using (sub)
                {
                    foreach (Record record in sub)
                    {
                        records++;
                    }
                }
            }

            if (!reader.IsCompleted || records != recovered.Records)
            {
                judge.Problems.Add($"opened again the ring gives {records} records, and {recovered.Records} were recovered");
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // someone died inside an operation
        }
    }
}

/// <summary>What came of a round.</summary>
/// <param name="Options">What it was like.</param>
/// <param name="Committed">Records whose commit was done.</param>
internal sealed record KillResult(KillOptions Options, long Committed)
{
    /// <summary>Records recovered.</summary>
    public long Recovered { get; init; }

    /// <summary>Of these, records whose commit had taken effect and had not returned.</summary>
    public long InFlight { get; init; }

    /// <summary>Committed records missing in unfinished sub-buffers.</summary>
    public long LostInUnfinished { get; init; }

    /// <summary>Records torn.</summary>
    public long Torn { get; init; }

    /// <summary>Sub-buffers recovered whole.</summary>
    public long Whole { get; init; }

    /// <summary>Sub-buffers recovered in part.</summary>
    public long Parts { get; init; }

    /// <summary>Sub-buffers in which someone had died; some are recovered in part.</summary>
    public long Unfinished { get; init; }

    /// <summary>Was it killed between operations, so that the ring could be opened again?</summary>
    public bool Reopened { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
