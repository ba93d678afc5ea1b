using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.MachineCode;

/// <summary>The call-free paths of one mode. On each there are as many locked instructions as there must be, or there is a problem.</summary>
/// <param name="Mode">"discard", "overwrite", or "any mode".</param>
/// <param name="Paths">Call-free paths from entry to return.</param>
/// <param name="ShortestPath">The instructions of the shortest of them.</param>
internal sealed record ModeFastPath(string Mode, int Paths, IReadOnlyList<string> ShortestPath)
{
    /// <summary>The figures as JSON.</summary>
    public JsonObject ToJson() => new() { ["mode"] = Mode, ["callFreePaths"] = Paths, ["shortestPathInstructions"] = ShortestPath.Count };
}

/// <summary>What the machine code of the fast path showed.</summary>
/// <param name="Verdict">Pass, fail, or inconclusive where there is no listing that can be understood.</param>
/// <param name="Problems">What is wrong or missing, a line each.</param>
/// <param name="Method">The method, or empty if there is no listing.</param>
/// <param name="Tier">What it was compiled as.</param>
/// <param name="Bytes">Bytes of code.</param>
/// <param name="Instructions">Instructions in all.</param>
/// <param name="Modes">What the call-free paths of each mode show; one of no mode where the mode is not told apart.</param>
/// <param name="Calls">The methods called, all off those paths.</param>
/// <param name="Text">The listing.</param>
internal sealed record MachineCodeReport(
    Verdict Verdict, IReadOnlyList<string> Problems, string Method, string Tier, int Bytes, int Instructions,
    IReadOnlyList<ModeFastPath> Modes, IReadOnlyList<string> Calls, string Text)
{
    /// <summary>So many <c>lock cmpxchg</c>, and so many <c>lock add</c>, each call-free path has.</summary>
    public int Locks { get; init; } = 1;

    /// <summary>The calls that are on those paths.</summary>
    public HotCalls HotCalls { get; init; } = HotCalls.None;

    /// <summary>One line of figures.</summary>
    public string Figures => Method.Length == 0
        ? "no listing"
        : string.Join(", ", Modes.Select(m => $"{m.Mode}: {m.Paths} {(HotCalls == HotCalls.None ? "call-free path(s)" : "path(s) without a cold call")}, the shortest {m.ShortestPath.Count} instructions"))
            + (Problems.Count == 0 ? $"; on each {Locks} lock cmpxchg and {Locks} lock add{(HotCalls.Clock.Count == 0 ? "" : ", 1 call of the clock")}{(HotCalls.Copy.Count == 0 ? "" : ", at most 1 call of the copy helper")}" : "")
            + $"; {Instructions} instructions, {Bytes} bytes, {Tier}";

    /// <summary>The report of a listing.</summary>
    /// <param name="text">What the JIT wrote.</param>
    /// <param name="coldMethods">Names of methods that may be called.</param>
    /// <param name="modeAt">Where the mode lies in the ring object; null to ask of all paths alike.</param>
    /// <param name="locks">So many <c>lock cmpxchg</c>, and so many <c>lock add</c>, each call-free path must have.</param>
    /// <param name="hot">The calls that such a path may have all the same.</param>
    public static MachineCodeReport Of(string text, IReadOnlyList<string> coldMethods, IReadOnlySet<int>? modeAt = null, int locks = 1, HotCalls? hot = null)
    {
        try
        {
            if (Listing.Parse(text) is not { } listing)
            {
                return Inconclusive("the JIT wrote no listing of the method; was it compiled ahead of time?", text);
            }

            if (listing.Tier is not ("FullOpts" or "Tier1" or "Tier1-OSR"))
            {
                return Inconclusive($"the listing is of unoptimized code: {listing.Tier}", text);
            }

            // All paths together first: what holds of them holds in either mode, but for there being a path at all.
            FastPathResult all = FastPathProof.Run(listing, coldMethods, locks, hot: hot);
            List<string> problems = [.. all.Problems];
            List<ModeFastPath> modes = modeAt is null ? [new("any mode", all.Paths, all.ShortestPath)] : [];
            foreach (bool overwrites in modeAt is null ? [] : new[] { false, true })
            {
                IReadOnlyDictionary<int, bool> known = ModeBranches.Find(listing, modeAt!, overwrites);
                if (known.Count == 0)
                {
                    return Inconclusive($"the listing has no branch on the mode, which is at {string.Join(", ", modeAt!)} of the ring object", text);
                }

                string mode = overwrites ? "overwrite" : "discard";
                FastPathResult result = FastPathProof.Run(listing, coldMethods, locks, known, hot);
                problems.AddRange(result.Problems.Except(all.Problems).Select(p => $"{mode} mode: {p}"));
                modes.Add(new ModeFastPath(mode, result.Paths, result.ShortestPath));
            }

            return new MachineCodeReport(
                problems.Count == 0 ? Verdict.Pass : Verdict.Fail, problems, listing.Method, listing.Tier, listing.Bytes,
                listing.Instructions.Count, modes, all.Calls, listing.Text)
            {
                Locks = locks,
                HotCalls = hot ?? HotCalls.None,
            };
        }
        catch (FormatException e)
        {
            return Inconclusive($"the listing is not understood: {e.Message}", text);
        }
    }

    /// <summary>A report that claims nothing.</summary>
    /// <param name="why">Why not.</param>
    /// <param name="text">What there is of a listing.</param>
    public static MachineCodeReport Inconclusive(string why, string text = "") =>
        new(Verdict.Inconclusive, [why], "", "", 0, 0, [], [], text);
}
