using Verified.Cli.Output;

namespace Verified.Cli.MachineCode;

/// <summary>What the machine code of the fast path showed.</summary>
/// <param name="Verdict">Pass, fail, or inconclusive where there is no listing that can be understood.</param>
/// <param name="Problems">What is wrong or missing, a line each.</param>
/// <param name="Method">The method, or empty if there is no listing.</param>
/// <param name="Tier">What it was compiled as.</param>
/// <param name="Bytes">Bytes of code.</param>
/// <param name="Instructions">Instructions in all.</param>
/// <param name="Paths">Call-free paths from entry to return.</param>
/// <param name="FastPathInstructions">Instructions on the shortest of them.</param>
/// <param name="Calls">The methods called, all off those paths.</param>
/// <param name="Text">The listing.</param>
internal sealed record MachineCodeReport(
    Verdict Verdict, IReadOnlyList<string> Problems, string Method, string Tier, int Bytes, int Instructions, int Paths,
    int FastPathInstructions, IReadOnlyList<string> Calls, string Text)
{
    /// <summary>One line of figures.</summary>
    public string Figures => Method.Length == 0
        ? "no listing"
        : $"{Paths} call-free path(s), the shortest {FastPathInstructions} instructions; {Instructions} instructions, {Bytes} bytes, {Tier}";

    /// <summary>The report of a listing.</summary>
    /// <param name="text">What the JIT wrote.</param>
    /// <param name="coldMethods">Names of methods that may be called.</param>
    public static MachineCodeReport Of(string text, IReadOnlyList<string> coldMethods)
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

            FastPathResult result = FastPathProof.Run(listing, coldMethods);
            return new MachineCodeReport(
                result.Problems.Count == 0 ? Verdict.Pass : Verdict.Fail, result.Problems, listing.Method, listing.Tier, listing.Bytes,
                listing.Instructions.Count, result.Paths, result.ShortestPath, result.Calls, listing.Text);
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
        new(Verdict.Inconclusive, [why], "", "", 0, 0, 0, 0, [], text);
}
