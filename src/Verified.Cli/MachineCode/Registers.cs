using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Cli.MachineCode;

/// <summary>
/// Which registers of a listing hold its first argument, or an address so many bytes into that: by the writes that reach a place, over
/// every path, also over those that no run takes.
/// </summary>
/// <param name="listing">The method.</param>
internal sealed partial class Registers(Listing listing)
{
    private const int Entry = -1;
    private const int MostCopies = 16;
    private static readonly string[] s_lostInCalls = ["rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"];
    private static readonly string s_argument = OperatingSystem.IsWindows() ? "rcx" : "rdi";

    private readonly string[][] _writes = [.. listing.Instructions.Select(Writes)];
    private readonly ILookup<int, int> _before = Enumerable.Range(0, listing.Instructions.Count)
        .SelectMany(from => Successors(listing, from).Select(to => (from, to))).ToLookup(e => e.to, e => e.from);

    /// <summary>How far into the argument a register points where an instruction reads it; null if that is not known.</summary>
    /// <param name="register">The register, or a part of it.</param>
    /// <param name="at">Index of the instruction.</param>
    public int? OffsetIn(string register, int at) => OffsetIn(Whole(register), at, MostCopies);

    /// <summary>A number as the JIT writes it; nothing is 0.</summary>
    public static int Number(string text) =>
        text.Length == 0 ? 0
        : text.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.Parse(text, CultureInfo.InvariantCulture);

    private int? OffsetIn(string register, int at, int copies)
    {
        int?[] offsets = [.. LastWrites(register, at).Select(write => OffsetAfter(register, write, copies - 1)).Distinct()];
        return offsets.Length == 1 ? offsets[0] : null;
    }

    private int? OffsetAfter(string register, int write, int copies)
    {
        if (write == Entry)
        {
            return register == s_argument ? 0 : null;
        }

        if (copies == 0 || Copy().Match(listing.Instructions[write].Text) is not { Success: true } copy)
        {
            return null;
        }

        return copy.Groups["move"].Success ? OffsetIn(Whole(copy.Groups["move"].Value), write, copies)
            : OffsetIn(Whole(copy.Groups["base"].Value), write, copies) + Number(copy.Groups["add"].Value);
    }

    /// <summary>The instructions that may have written a register last before another instruction, and whether none may have.</summary>
    private HashSet<int> LastWrites(string register, int at)
    {
        HashSet<int> found = [], seen = [];
        Stack<int> next = new([at]);
        while (next.TryPop(out int to))
        {
            if (to == 0)
            {
                found.Add(Entry);
            }

            foreach (int from in _before[to].Where(seen.Add))
            {
                if (_writes[from].Contains(register))
                {
                    found.Add(from);
                }
                else
                {
                    next.Push(from);
                }
            }
        }

        return found;
    }

    private static IEnumerable<int> Successors(Listing listing, int at)
    {
        Instruction instruction = listing.Instructions[at];
        if (instruction.Flow is Flow.Jump or Flow.Branch && listing.Labels.TryGetValue(instruction.Target, out int target))
        {
            yield return target;
        }

        if (instruction.Flow is Flow.Next or Flow.Branch or Flow.Call && at + 1 < listing.Instructions.Count)
        {
            yield return at + 1;
        }
    }

    /// <summary>The registers that an instruction writes.</summary>
    private static string[] Writes(Instruction instruction)
    {
        if (instruction.Flow == Flow.Call)
        {
            return s_lostInCalls;
        }

        string[] words = instruction.Text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        string mnemonic = words[0] == "lock" ? words[1] : words[0];
        Match first = FirstRegister().Match(instruction.Text);
        string[] written = !first.Success || mnemonic is "cmp" or "test" or "push" ? [] : [Whole(first.Groups[1].Value)];
        return mnemonic switch
        {
            "cmpxchg" => [.. written, "rax"],
            "xadd" or "xchg" => [.. written, Whole(words[^1])],
            "cdq" or "cqo" or "div" or "idiv" or "mul" or "imul" => [.. written, "rax", "rdx"],
            _ => written,
        };
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

    [GeneratedRegex(@"^(?:mov \w+, (?<move>\w+)|lea \w+, (?:bword ptr )?\[(?<base>\w+)(?:\+(?<add>0x[0-9A-Fa-f]+|\d+))?\])$")]
    private static partial Regex Copy();

    [GeneratedRegex(@"^(?:lock )?\w+ (\w+)(?:,|$)")]
    private static partial Regex FirstRegister();
}
