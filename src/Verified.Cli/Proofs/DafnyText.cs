using System.Text;
using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>A proof's text without what its author may write freely: comments, and what stands in quotes.</summary>
internal static partial class DafnyText
{
    /// <summary>The text with blanks for comments, and for strings and characters unless those are kept; line ends and positions stay.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="keepStrings">Whether strings and characters stay.</param>
    public static string Blank(string text, bool keepStrings = false)
    {
        StringBuilder blank = new(text);
        for (int i = 0; i < text.Length;)
        {
            int end = EndOfComment(text, i);
            bool isComment = end > i;
            end = isComment ? end : EndOfString(text, i);
            for (int j = i; j < end && (isComment || !keepStrings); j++)
            {
                blank[j] = text[j] is '\n' ? '\n' : ' ';
            }

            i = Math.Max(end, i + 1);
        }

        return blank.ToString();
    }

    private static bool StartsAt(string text, int i, string mark) => string.CompareOrdinal(text, i, mark, 0, mark.Length) == 0;

    /// <summary>Where a comment that begins here ends; here if none does. Comments nest.</summary>
    private static int EndOfComment(string text, int i)
    {
        if (StartsAt(text, i, "//"))
        {
            int line = text.IndexOf('\n', i);
            return line < 0 ? text.Length : line;
        }

        int depth = 0;
        do
        {
            if (StartsAt(text, i, "/*"))
            {
                depth++;
                i += 2;
            }
            else if (depth > 0)
            {
                bool closes = StartsAt(text, i, "*/");
                depth -= closes ? 1 : 0;
                i += closes ? 2 : 1;
            }
        }
        while (depth > 0 && i < text.Length);
        return Math.Min(i, text.Length);
    }

    /// <summary>Where a string or character that begins here ends; here if none does. A quote may be part of a name, too.</summary>
    private static int EndOfString(string text, int i)
    {
        if (StartsAt(text, i, "@\""))
        {
            int at = i + 2;
            while (at < text.Length && (text[at] != '"' || StartsAt(text, at, "\"\"")))
            {
                at += text[at] == '"' ? 2 : 1;
            }

            return Math.Min(at + 1, text.Length);
        }

        bool isName = i > 0 && (char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '\'' or '?');
        if (text[i] == '\'' && !isName && Character().Match(text, i) is { Success: true } character)
        {
            return i + character.Length;
        }

        if (text[i] != '"')
        {
            return i;
        }

        int next = i + 1;
        while (next < text.Length && text[next] != text[i] && text[next] != '\n')
        {
            next += text[next] == '\\' ? 2 : 1;
        }

        return Math.Min(next + 1, text.Length);
    }

    // Anything else that begins with this quote is a name.
    [GeneratedRegex(@"\G'(?:\\[^\n][^'\n]*|[^'\\\n])'")]
    private static partial Regex Character();
}
