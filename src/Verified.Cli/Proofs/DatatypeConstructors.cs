using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>The constructors of a datatype.</summary>
internal static partial class DatatypeConstructors
{
    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Of(DafnyDeclaration datatype)
    {
        // Whatever a constructor has in parentheses is of no interest, and a comma or bar there must not be seen.
        string text = datatype.Text;
        while (Parentheses().IsMatch(text))
        {
            text = Parentheses().Replace(text, "");
        }

        int from = text.IndexOf('=');
        return from < 0 ? [] : [.. text[(from + 1)..].Split('|').Select(p => Name().Match(p)).Where(m => m.Success).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"^\s*([A-Za-z_][\w'?]*)")]
    private static partial Regex Name();
}
