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
        Registers registers = new(listing);
        for (int i = 0; i + 1 < listing.Instructions.Count; i++)
        {
            if (ByteTest().Match(listing.Instructions[i].Text) is not { Success: true } test
                || registers.OffsetIn(test.Groups[1].Value, i) is not { } start || !modeAt.Contains(start + Registers.Number(test.Groups[2].Value)))
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

    [GeneratedRegex(@"^cmp byte ptr \[(\w+)(?:\+(0x[0-9A-Fa-f]+|\d+))?\], 0$")]
    private static partial Regex ByteTest();
}
