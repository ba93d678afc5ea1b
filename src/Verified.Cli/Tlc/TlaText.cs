using System.Globalization;
using System.Text;

namespace Verified.Cli.Tlc;

/// <summary>
/// Turns a state as TLC prints it (<c>/\ wpos = 0 /\ cc = (0 :> 0 @@ 1 :> 3) …</c>) into the canonical text that the
/// twin prints too: variables in alphabetical order, functions and sequences as <c>[…]</c>, records as <c>{…}</c>.
/// </summary>
/// <param name="text">One state.</param>
internal sealed class TlaText(string text)
{
    private int _at;

    /// <summary>The canonical text of a state.</summary>
    /// <exception cref="FormatException">It is no state, or has a value of a kind that no variable has.</exception>
    public static string Canonical(string state)
    {
        TlaText parser = new(state);
        SortedDictionary<string, string> variables = new(StringComparer.Ordinal);
        while (parser.Take("/\\"))
        {
            string name = parser.Word();
            parser.Expect("=");
            variables.Add(name, parser.Value());
        }

        return parser.AtEnd()
            ? string.Join(';', variables.Select(v => $"{v.Key}={v.Value}"))
            : throw parser.Unexpected();
    }

    private string Value()
    {
        if (Take("<<"))
        {
            return $"[{string.Join(',', Items(">>"))}]";
        }

        if (Take("["))
        {
            return Record();
        }

        if (Take("("))
        {
            return Function();
        }

        if (Take("\""))
        {
            int end = text.IndexOf('"', _at);
            string word = text[_at..end];
            _at = end + 1;
            return word;
        }

        return Word();
    }

    private List<string> Items(string close)
    {
        List<string> items = [];
        if (Take(close))
        {
            return items;
        }

        do
        {
            items.Add(Value());
        }
        while (Take(","));
        Expect(close);
        return items;
    }

    private string Record()
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal);
        do
        {
            string name = Word();
            Expect("|->");
            fields.Add(name, Value());
        }
        while (Take(","));
        Expect("]");
        return $"{{{string.Join(',', fields.Select(f => $"{f.Key}:{f.Value}"))}}}";
    }

    private string Function()
    {
        SortedDictionary<int, string> values = [];
        do
        {
            int key = int.Parse(Word(), CultureInfo.InvariantCulture);
            Expect(":>");
            values.Add(key, Value());
        }
        while (Take("@@"));
        Expect(")");
        return $"[{string.Join(',', values.Values)}]";
    }

    private string Word()
    {
        SkipSpace();
        int from = _at;
        if (_at < text.Length && text[_at] == '-')
        {
            _at++;
        }

        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        return _at > from ? text[from.._at] : throw Unexpected();
    }

    private bool Take(string token)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, token, 0, token.Length) != 0)
        {
            return false;
        }

        _at += token.Length;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw Unexpected();
        }
    }

    private bool AtEnd()
    {
        SkipSpace();
        return _at == text.Length;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private FormatException Unexpected()
    {
        StringBuilder near = new(text, Math.Max(0, _at - 20), Math.Min(text.Length - Math.Max(0, _at - 20), 60), 60);
        return new FormatException($"a TLC state that can not be read, at character {_at}: …{near}…");
    }
}
