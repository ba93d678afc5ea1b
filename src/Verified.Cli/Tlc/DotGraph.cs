using System.Globalization;
using System.Text;
using Verified.Cli.Specification;

namespace Verified.Cli.Tlc;

/// <summary>Reads the file that <c>-dump dot,actionlabels</c> writes.</summary>
internal static class DotGraph
{
    /// <summary>The digest of the graph in a dump.</summary>
    /// <exception cref="FormatException">The file is no such dump.</exception>
    public static GraphFigures Digest(TextReader reader, CancellationToken cancellation)
    {
        Dictionary<long, byte[]> states = [];
        HashSet<long> initial = [];
        List<(long From, long To, string Label)> edges = [];
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Fingerprint(line, 0, out long from, out int at))
            {
                continue;
            }

            string label = Label(line);
            if (string.CompareOrdinal(line, at, " -> ", 0, 4) == 0 && Fingerprint(line, at + 4, out long to, out _))
            {
                edges.Add((from, to, labels.TryGetValue(label, out string? known) ? known : labels[label] = label));
            }
            else
            {
                states.TryAdd(from, GraphDigest.HashState(TlaText.Canonical(label)));
                if (line.EndsWith("style = filled]", StringComparison.Ordinal))
                {
                    initial.Add(from);
                }
            }
        }

        GraphDigest digest = new();
        foreach ((long state, byte[] hash) in states)
        {
            digest.AddState(hash, initial.Contains(state));
        }

        foreach ((long from, long to, string label) in edges)
        {
            digest.AddEdge(states[from], label, states[to]);
        }

        return digest.Figures();
    }

    private static bool Fingerprint(string line, int from, out long value, out int end)
    {
        end = from;
        while (end < line.Length && (char.IsAsciiDigit(line[end]) || line[end] == '-') && line[end] != ' ')
        {
            end++;
        }

        return long.TryParse(line.AsSpan(from, end - from), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The text of <c>label="…"</c>, with its escapes undone.</summary>
    private static string Label(string line)
    {
        const string Mark = "label=\"";
        int at = line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        if (at < Mark.Length)
        {
            throw new FormatException($"a line of the state graph without a label: {line}");
        }

        StringBuilder text = new();
        for (; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
                text.Append(line[at] == 'n' ? '\n' : line[at]);
            }
            else
            {
                text.Append(line[at]);
            }
        }

        return text.ToString();
    }
}
