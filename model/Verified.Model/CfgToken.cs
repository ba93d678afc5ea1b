namespace Verified.Model;

/// <summary>A token of a TLC configuration: a name, number, quoted string or sign; the empty text ends the list.</summary>
internal readonly record struct CfgToken(string Text, int Line)
{
    internal bool IsName => Text.Length > 0 && (char.IsAsciiLetter(Text[0]) || Text[0] == '_');

    internal static List<CfgToken> Scan(string text)
    {
        List<CfgToken> tokens = [];
        int line = 1;
        int at = 0;
        while (at < text.Length)
        {
            int end = EndOfToken(text, at, line);
            string token = text[at..end];
            if (!char.IsWhiteSpace(token[0]) && !IsComment(token))
            {
                tokens.Add(new CfgToken(token, line));
            }

            line += token.Count(c => c == '\n');
            at = end;
        }

        tokens.Add(new CfgToken("", line));
        return tokens;
    }

    private static bool IsComment(string token) =>
        token.StartsWith("\\*", StringComparison.Ordinal) || token.StartsWith("(*", StringComparison.Ordinal);

    private static int EndOfToken(string text, int at, int line)
    {
        if (At(text, at, "\\*"))
        {
            int end = text.IndexOf('\n', at);
            return end < 0 ? text.Length : end;
        }

        if (At(text, at, "(*"))
        {
            int end = text.IndexOf("*)", at, StringComparison.Ordinal);
            return end < 0 ? throw new ModelConfigException(line, "(*", "the comment has no end") : end + 2;
        }

        if (At(text, at, "<-"))
        {
            return at + 2;
        }

        if (text[at] == '"')
        {
            int end = text.IndexOf('"', at + 1);
            return end < 0 ? throw new ModelConfigException(line, "\"", "the string has no end") : end + 1;
        }

        int next = at + 1;
        if (IsWord(text[at]) || text[at] == '-')
        {
            while (next < text.Length && IsWord(text[next]))
            {
                next++;
            }
        }

        return next;
    }

    private static bool At(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
