using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>A named thing in a proof.</summary>
/// <param name="Kind">Its keyword: <c>lemma</c>, <c>function</c>, <c>predicate</c>, <c>datatype</c> …</param>
/// <param name="Name">Its name, qualified by the modules and types around it.</param>
/// <param name="File">The file that it stands in, relative to <c>proofs/</c>.</param>
/// <param name="Line">The line of its name, counted from one.</param>
/// <param name="Text">What follows its name, up to where the next one begins; neither comments nor strings.</param>
internal sealed partial record DafnyDeclaration(string Kind, string Name, string File, int Line, string Text)
{
    /// <summary>The last part of the name.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Whether it is closed by something in braces that is no set: that does not follow an operator, nor a word after which an expression begins.</summary>
    public bool HasBody
    {
        get
        {
            string text = Text.TrimEnd();
            int open = text.Length - 1, depth = 0;
            do
            {
                depth += open < 0 ? 0 : text[open] switch { '}' => 1, '{' => -1, _ => 0 };
            }
            while (depth > 0 && --open >= 0);
            return open >= 0 && text.EndsWith('}') && !BeforeSet().IsMatch(text[..open].TrimEnd());
        }
    }

    /// <summary>Whether it is a lemma of any sort.</summary>
    public bool IsLemma => Kind == "lemma";

    // The end of a type's arguments is no operator, nor that of a length.
    [GeneratedRegex(@"(?:^|[^\w'?)\]}>*|]|(?<!<[\w<>,\s()'?.]*)>|(?<![\w'?])(?:in|requires|ensures|decreases|reads|modifies|then|else|returns|invariant|case|yields|if|var|forall|exists))$")]
    private static partial Regex BeforeSet();
}

/// <summary>Reads the declarations out of a proof's text. It knows nesting and keywords, not the grammar: Dafny checks that.</summary>
internal static partial class DafnyDeclarations
{
    private static readonly string[] s_containers = ["module", "class", "trait", "datatype", "codatatype", "newtype", "type", "iterator"];

    /// <summary>All declarations of a file, in its order.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<DafnyDeclaration> Of(string file, string text)
    {
        List<DafnyDeclaration> found = [];
        Read(file, DafnyText.Blank(text), found);
        return found;
    }

    private static void Read(string file, string text, List<DafnyDeclaration> found)
    {
        // What is around the present place: the container's name, or null for braces that contain no declarations.
        Stack<string?> around = new();
        Match? open = null;
        int openDepth = 0;
        int line = 1;
        int counted = 0;
        void Close(int end)
        {
            if (open is { } head)
            {
                string prefix = string.Concat(around.Reverse().Take(openDepth).Select(p => p + "."));
                line += text.AsSpan(counted, head.Groups[2].Index - counted).Count('\n');
                counted = head.Groups[2].Index;
                found.Add(new(Kind(head), prefix + head.Groups[2].Value, file, line, text[(head.Index + head.Length)..end]));
                open = null;
            }
        }

        foreach (Match token in Token().Matches(text))
        {
            if (token.Value == "{")
            {
                bool isContainer = open is not null && openDepth == around.Count && s_containers.Contains(Kind(open));
                string? name = isContainer ? open!.Groups[2].Value : null;
                if (isContainer)
                {
                    Close(token.Index + 1);
                }

                around.Push(name);
            }
            else if (token.Value == "}")
            {
                if (open is not null && openDepth == around.Count)
                {
                    Close(token.Index);
                }

                around.TryPop(out _);
            }
            else if (around.All(a => a is not null))
            {
                Close(StartOf(text, token.Index));
                (open, openDepth) = (token, around.Count);
            }
        }

        Close(text.Length);
    }

    private static string Kind(Match head) => head.Groups[1].Value;

    /// <summary>Where the words before a keyword begin that belong to its declaration.</summary>
    private static int StartOf(string text, int keyword) => Modifiers().Match(text[..keyword]) is { Success: true } m ? m.Index : keyword;

    [GeneratedRegex(@"\b(lemma|function|predicate|method|const|datatype|codatatype|newtype|type|module|class|trait|iterator|import|export|constructor)\b(?:\s+(?:by\s+method|opened|\{:[^}]*\}))*\s+([A-Za-z_][\w'?.]*)|[{}]")]
    private static partial Regex Token();

    [GeneratedRegex(@"(?:(?:\b(?:ghost|opaque|static|least|greatest|twostate|abstract|replaceable)|@\s*\w+(?:\([^()]*\))?)\s*)+$")]
    private static partial Regex Modifiers();
}
