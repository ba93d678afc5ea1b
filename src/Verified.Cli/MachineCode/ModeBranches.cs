using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Cli.MachineCode;

/// <summary>
/// Finds the branches of a listing that ask for the ring's mode, by where the mode lies in the ring object: so that the proof
/// can be made for each mode by itself.
/// </summary>
internal static partial class ModeBranches
{
    /// <summary>The branches on the mode.</summary>
    /// <param name="listing">A method whose first argument is the ring.</param>
    /// <param name="modeAt">Offsets in the ring object of the bytes that are 1 in overwrite mode, and 0 in discard mode.</param>
    /// <param name="overwrites">The mode to assume.</param>
    /// <returns>By index of the branch: whether it is taken in that mode.</returns>
    public static IReadOnlyDictionary<int, bool> Find(Listing listing, IReadOnlySet<int> modeAt, bool overwrites)
    {
        Dictionary<int, bool> branches = [];
        Dictionary<string, int> offsets = Aliases(listing);
        for (int i = 0; i + 1 < listing.Instructions.Count; i++)
        {
            if (ByteTest().Match(listing.Instructions[i].Text) is not { Success: true } test
                || !offsets.TryGetValue(Whole(test.Groups[1].Value), out int start) || !modeAt.Contains(start + Number(test.Groups[2].Value)))
            {
                continue;
            }

            string mnemonic = listing.Instructions[i + 1].Text.Split(' ')[0];
            if (mnemonic is "je" or "jne")
            {
                branches[i + 1] = (mnemonic == "jne") == overwrites;
            }
        }

        return branches;
    }

    /// <summary>
    /// Registers that hold the ring, or a place in it, wherever they are read: those that are written once, from another such
    /// register. Of the argument's register, what is copied from it before it is first written.
    /// </summary>
    private static Dictionary<string, int> Aliases(Listing listing)
    {
        string argument = OperatingSystem.IsWindows() ? "rcx" : "rdi";
        string[] written = [.. listing.Instructions.Select(i => Writes(i.Text))];
        int argumentEnds = Array.IndexOf(written, argument);
        HashSet<string> once = [.. written.Where(r => r.Length > 0).GroupBy(r => r).Where(g => g.Count() == 1).Select(g => g.Key)];
        Dictionary<string, int> offsets = [];
        for (int i = 0; i < written.Length; i++)
        {
            if (!once.Contains(written[i]) || Copy().Match(listing.Instructions[i].Text) is not { Success: true } copy)
            {
                continue;
            }

            string source = copy.Groups["move"].Success ? copy.Groups["move"].Value : copy.Groups["base"].Value;
            int added = copy.Groups["move"].Success ? 0 : Number(copy.Groups["add"].Value);
            if (source == argument && (argumentEnds < 0 || i < argumentEnds))
            {
                offsets[written[i]] = added;
            }
            else if (offsets.TryGetValue(source, out int start))
            {
                offsets[written[i]] = start + added;
            }
        }

        return offsets;
    }

    /// <summary>The register that an instruction writes, or empty; those of prologue and epilogue do not count.</summary>
    private static string Writes(string text)
    {
        Match first = FirstRegister().Match(text);
        return !first.Success || first.Groups[1].Value is "cmp" or "test" or "push" or "pop" ? "" : Whole(first.Groups[2].Value);
    }

    /// <summary>The whole register of which this is a part.</summary>
    private static string Whole(string register) => register switch
    {
        ['r', >= '0' and <= '9', ..] => register.TrimEnd('d', 'w', 'b'),
        ['e', _, _] => "r" + register[1..],
        [_, 'x'] or [_, 'i'] or [_, 'p'] => "r" + register,
        ['a' or 'b' or 'c' or 'd', 'l' or 'h'] => $"r{register[0]}x",
        [_, 'i' or 'p', 'l'] => "r" + register[..2],
        _ => register,
    };

    private static int Number(string text) =>
        text.Length == 0 ? 0
        : text.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^cmp byte ptr \[(\w+)(?:\+(0x[0-9A-Fa-f]+|\d+))?\], 0$")]
    private static partial Regex ByteTest();

    [GeneratedRegex(@"^(?:mov \w+, (?<move>\w+)|lea \w+, (?:bword ptr )?\[(?<base>\w+)(?:\+(?<add>0x[0-9A-Fa-f]+|\d+))?\])$")]
    private static partial Regex Copy();

    [GeneratedRegex(@"^(?:lock )?(\w+) (\w+)(?:,|$)")]
    private static partial Regex FirstRegister();
}
