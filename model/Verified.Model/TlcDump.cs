using System.Globalization;
using System.Text;

namespace Verified.Model;

/// <summary>An item of a dump: a state, or an edge between states.</summary>
public abstract record DumpItem;

/// <summary>A state of a dump.</summary>
/// <param name="Id">TLC's fingerprint of it.</param>
/// <param name="Text">Its canonical text.</param>
public sealed record DumpState(long Id, string Text) : DumpItem;

/// <summary>An edge of a dump.</summary>
/// <param name="Source">Fingerprint of the source state.</param>
/// <param name="Label">The action with its arguments.</param>
/// <param name="Target">Fingerprint of the target state.</param>
public sealed record DumpEdge(long Source, string Label, long Target) : DumpItem;

/// <summary>Reads what TLC writes for <c>-dump dot,actionlabels</c>.</summary>
public static class TlcDump
{
    private const string LabelStart = " [label=\"";

    /// <summary>Streams states and edges of a dump, in the order of the file.</summary>
    /// <param name="path">The .dot file.</param>
    /// <returns>The items. An edge may stand before the state that it leads to.</returns>
    /// <exception cref="FormatException">A line is neither a state, an edge nor layout; the message names it.</exception>
    /// <exception cref="IOException">The file can not be read.</exception>
    public static IEnumerable<DumpItem> Read(string path) => Read(File.ReadLines(path));

    /// <summary>Streams states and edges of a dump.</summary>
    /// <param name="lines">The lines of the .dot file.</param>
    /// <returns>The items.</returns>
    /// <exception cref="FormatException">A line is neither a state, an edge nor layout; the message names it.</exception>
    public static IEnumerable<DumpItem> Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return Stream(lines);
    }

    private static IEnumerable<DumpItem> Stream(IEnumerable<string> lines)
    {
        int number = 0;
        bool isClosed = false;
        bool inLegend = false;
        foreach (string line in lines)
        {
            number++;
            inLegend |= line.StartsWith("subgraph cluster_legend", StringComparison.Ordinal);
            isClosed |= line.StartsWith('}');
            if (inLegend || line.Length == 0 || !(line[0] == '-' || char.IsAsciiDigit(line[0])))
            {
                continue;
            }

            DumpItem item;
            try
            {
                item = ItemOf(line);
            }
            catch (FormatException e)
            {
                throw new FormatException($"line {number}: {e.Message}", e);
            }

            yield return item;
        }

        if (!isClosed)
        {
            throw new FormatException($"line {number}: the dump is cut off");
        }
    }

    private static DumpItem ItemOf(string line)
    {
        int label = line.IndexOf(LabelStart, StringComparison.Ordinal);
        if (label < 0)
        {
            throw new FormatException("a label expected");
        }

        ReadOnlySpan<char> head = line.AsSpan(0, label);
        string text = Unescape(line, label + LabelStart.Length);
        int arrow = head.IndexOf(" -> ");
        return arrow < 0
            ? new DumpState(Id(head), TlaText.State(text))
            : new DumpEdge(Id(head[..arrow]), text, Id(head[(arrow + 4)..]));
    }

    private static long Id(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string Unescape(string line, int start)
    {
        var text = new StringBuilder(line.Length - start);
        for (int i = start; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                return text.ToString();
            }

            if (c == '\\')
            {
                i++;
                c = i < line.Length && line[i] == 'n' ? '\n' : i < line.Length ? line[i] : '\\';
            }

            text.Append(c);
        }

        throw new FormatException("the label has no end");
    }
}
