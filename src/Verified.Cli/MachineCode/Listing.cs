using System.Text.RegularExpressions;

namespace Verified.Cli.MachineCode;

/// <summary>One method as the JIT lists it: its instructions in order, and where its labels are.</summary>
/// <param name="Method">The method's full name and signature.</param>
/// <param name="Tier">What it was compiled as, such as <c>FullOpts</c> or <c>Tier1</c>.</param>
/// <param name="Instructions">In the order of the listing; the first is the entry.</param>
/// <param name="Labels">The index of each label's first instruction.</param>
/// <param name="Bytes">Bytes of code, or 0 if the listing does not say.</param>
/// <param name="Text">The listing.</param>
internal sealed partial record Listing(
    string Method, string Tier, IReadOnlyList<Instruction> Instructions, IReadOnlyDictionary<string, int> Labels, int Bytes, string Text)
{
    private const string Head = "; Assembly listing for method ";

    /// <summary>Reads the last listing in a text: the JIT appends one each time that it compiles the method.</summary>
    /// <param name="text">What the JIT wrote.</param>
    /// <returns>The listing, or null if there is none.</returns>
    /// <exception cref="FormatException">The text is not understood.</exception>
    public static Listing? Parse(string text)
    {
        int start = text.LastIndexOf(Head, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string body = text[start..].TrimEnd();
        var instructions = new List<Instruction>();
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        string prefix = "";
        foreach (string line in body.Split('\n').Select(WithoutComment).Where(l => l.Length != 0))
        {
            if (Label().Match(line) is { Success: true } label)
            {
                labels.Add(label.Groups[1].Value, instructions.Count);
                continue;
            }

            string whole = prefix + line;
            if (whole == "lock")
            {
                prefix = "lock "; // the JIT sets the prefix on a line of its own
                continue;
            }

            prefix = "";
            instructions.Add(Instruction.Parse(whole));
        }

        if (instructions.Count == 0)
        {
            throw new FormatException("a listing without instructions");
        }

        Match head = Heading().Match(body);
        Match bytes = TotalBytes().Match(body);
        return new Listing(head.Groups[1].Value, head.Groups[2].Value, instructions, labels,
            bytes.Success ? int.Parse(bytes.Groups[1].ValueSpan) : 0, body);
    }

    /// <summary>Without the comment, but for the name of a method that is called by a register.</summary>
    private static string WithoutComment(string line)
    {
        if (CallByRegister().Match(line) is { Success: true } call)
        {
            return $"{call.Groups[1].Value} {call.Groups[2].Value}";
        }

        int comment = line.IndexOf(';', StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).Trim();
    }

    [GeneratedRegex(@"^(G_M\w+):$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*(call\s+\w+)\s*;\s*(\S+)\s*$")]
    private static partial Regex CallByRegister();

    [GeneratedRegex(@"^; Assembly listing for method (.+) \(([^()]+)\)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^; Total bytes of code (\d+)", RegexOptions.Multiline)]
    private static partial Regex TotalBytes();
}
