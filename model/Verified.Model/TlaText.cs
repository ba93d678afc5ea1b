using System.Globalization;
using System.Text;

namespace Verified.Model;

/// <summary>Parses values as TLC prints them, into canonical text (see <see cref="StateText"/>).</summary>
internal ref struct TlaText(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Parses a state: <c>/\ x = 1 /\ y = 2</c>, in any order and on any number of lines.</summary>
    /// <exception cref="FormatException">The text is no state.</exception>
    internal static string State(ReadOnlySpan<char> text)
    {
        var parser = new TlaText(text);
        var variables = new List<(string Name, string Value)>(16);
        while (!parser.IsAtEnd())
        {
            parser.TryTake("/\\");
            string name = parser.Name();
            parser.Take("=");
            variables.Add((name, parser.Value()));
        }

        return Join(variables, '=', ';', new StringBuilder(text.Length)).ToString();
    }

    /// <summary>Parses one value.</summary>
    /// <exception cref="FormatException">The text is no value.</exception>
    internal static string OneValue(ReadOnlySpan<char> text)
    {
        var parser = new TlaText(text);
        string value = parser.Value();
        return parser.IsAtEnd() ? value : throw parser.Fail("the end");
    }

    private string Value()
    {
        if (TryTake("<<"))
        {
            return $"[{string.Join(',', Items(">>"))}]";
        }

        if (TryTake("{"))
        {
            List<string> items = Items("}");
            items.Sort(StringComparer.Ordinal);
            return $"{{{string.Join(',', items)}}}";
        }

        if (TryTake("["))
        {
            return Record();
        }

        if (TryTake("("))
        {
            return Function();
        }

        return Peek() == '"' ? Quoted() : Word();
    }

    private List<string> Items(string close)
    {
        List<string> items = [];
        if (TryTake(close))
        {
            return items;
        }

        do
        {
            items.Add(Value());
        }
        while (TryTake(","));
        Take(close);
        return items;
    }

    private string Record()
    {
        var fields = new List<(string Name, string Value)>();
        do
        {
            string name = Name();
            Take("|->");
            fields.Add((name, Value()));
        }
        while (TryTake(","));
        Take("]");
        return Join(fields, ':', ',', new StringBuilder("{")).Append('}').ToString();
    }

    private string Function()
    {
        var pairs = new List<(string Name, string Value)>();
        do
        {
            string key = Value();
            Take(":>");
            pairs.Add((key, Value()));
        }
        while (TryTake("@@"));
        Take(")");
        if (!pairs.TrueForAll(p => int.TryParse(p.Name, CultureInfo.InvariantCulture, out _)))
        {
            return Join(pairs, ':', ',', new StringBuilder("{")).Append('}').ToString();
        }

        pairs.Sort((x, y) => int.Parse(x.Name, CultureInfo.InvariantCulture)
            .CompareTo(int.Parse(y.Name, CultureInfo.InvariantCulture)));
        return $"[{string.Join(',', pairs.Select(p => p.Value))}]";
    }

    private string Quoted()
    {
        Take("\"");
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            value.Append(_text[_at++]);
        }

        Take("\"");
        return value.ToString();
    }

    // A number, TRUE, FALSE or a model value.
    private string Word()
    {
        Peek();
        int start = _at;
        if (_at < _text.Length && _text[_at] == '-')
        {
            _at++;
        }

        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at].ToString() : throw Fail("a value");
    }

    private string Name()
    {
        string name = Word();
        return char.IsAsciiLetter(name[0]) || name[0] == '_' ? name : throw Fail("a name");
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool IsAtEnd() => Peek() == '\0';

    private bool TryTake(string sign)
    {
        Peek();
        if (!_text[_at..].StartsWith(sign, StringComparison.Ordinal))
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    private void Take(string sign)
    {
        if (!TryTake(sign))
        {
            throw Fail($"'{sign}'");
        }
    }

    private readonly FormatException Fail(string expected)
    {
        ReadOnlySpan<char> rest = _text[Math.Min(_at, _text.Length)..];
        string shown = rest.Length > 40 ? $"{rest[..40]}..." : rest.ToString();
        return new FormatException($"{expected} expected at character {_at}, before '{shown}'");
    }

    private static StringBuilder Join(
        List<(string Name, string Value)> pairs, char sign, char separator, StringBuilder text)
    {
        pairs.Sort((x, y) => string.CompareOrdinal(x.Name, y.Name));
        for (int i = 0; i < pairs.Count; i++)
        {
            if (i > 0)
            {
                text.Append(separator);
            }

            text.Append(pairs[i].Name).Append(sign).Append(pairs[i].Value);
        }

        return text;
    }
}
