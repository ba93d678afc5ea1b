using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Verified.Model;

/// <summary>
/// A digest of a labelled state graph that does not depend on the order of its parts: SHA-256 of each distinct state's
/// canonical text, cut to 128 bits, summed modulo 2^128; likewise of each distinct edge, whose text is the source's 16
/// bytes, the label, and the target's 16 bytes.
/// </summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
public sealed class GraphDigest
{
    private const int HashBytes = 16;

    private readonly HashSet<UInt128> _seenStates = [];
    private readonly HashSet<UInt128> _seenEdges = [];
    private byte[] _buffer = new byte[1024];
    private UInt128 _states;
    private UInt128 _edges;

    /// <summary>Number of distinct states.</summary>
    public long StateCount => _seenStates.Count;

    /// <summary>Number of distinct edges.</summary>
    public long EdgeCount => _seenEdges.Count;

    /// <summary>The states' digest: 32 hexadecimal digits.</summary>
    public string States => _states.ToString("x32", null);

    /// <summary>The edges' digest: 32 hexadecimal digits.</summary>
    public string Edges => _edges.ToString("x32", null);

    /// <summary>Digests a complete state graph of the twin.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="InvalidOperationException">The graph is not complete.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static GraphDigest Of(StateGraph graph, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var digest = new GraphDigest();
        var hashes = new UInt128[graph.Count];
        for (int i = 0; i < hashes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            hashes[i] = digest.AddState(graph.TextOf(i));
        }

        foreach (GraphEdge edge in graph.Edges())
        {
            cancellation.ThrowIfCancellationRequested();
            digest.AddEdge(hashes[edge.Source], edge.Label, hashes[edge.Target]);
        }

        return digest;
    }

    /// <summary>Digests a dump of TLC.</summary>
    /// <param name="dump">The items of the dump.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="FormatException">An edge leads to a state that the dump does not have.</exception>
    public static GraphDigest Of(IEnumerable<DumpItem> dump)
    {
        ArgumentNullException.ThrowIfNull(dump);
        var digest = new GraphDigest();
        Dictionary<long, UInt128> hashes = [];
        List<DumpEdge> waiting = [];
        foreach (DumpItem item in dump)
        {
            if (item is DumpState state)
            {
                hashes[state.Id] = digest.AddState(state.Text);
            }
            else if (item is DumpEdge edge && !digest.TryAddEdge(edge, hashes))
            {
                waiting.Add(edge);
            }
        }

        foreach (DumpEdge edge in waiting)
        {
            if (!digest.TryAddEdge(edge, hashes))
            {
                throw new FormatException($"the edge {edge.Source} -> {edge.Target} has an end that is no state of the dump");
            }
        }

        return digest;
    }

    /// <summary>Adds a state, unless it is there.</summary>
    /// <param name="canonicalText">Its canonical text.</param>
    /// <returns>Its hash, for <see cref="AddEdge"/>.</returns>
    public UInt128 AddState(string canonicalText)
    {
        ArgumentNullException.ThrowIfNull(canonicalText);
        Span<byte> bytes = Reserve(Encoding.UTF8.GetMaxByteCount(canonicalText.Length));
        UInt128 hash = HashOf(bytes[..Encoding.UTF8.GetBytes(canonicalText, bytes)]);
        if (_seenStates.Add(hash))
        {
            _states += hash;
        }

        return hash;
    }

    /// <summary>Adds an edge, unless it is there.</summary>
    /// <param name="source">Hash of the source state.</param>
    /// <param name="label">The action with its arguments.</param>
    /// <param name="target">Hash of the target state.</param>
    public void AddEdge(UInt128 source, string label, UInt128 target)
    {
        ArgumentNullException.ThrowIfNull(label);
        Span<byte> bytes = Reserve((2 * HashBytes) + Encoding.UTF8.GetMaxByteCount(label.Length));
        BinaryPrimitives.WriteUInt128BigEndian(bytes, source);
        int end = HashBytes + Encoding.UTF8.GetBytes(label, bytes[HashBytes..]);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[end..], target);
        UInt128 hash = HashOf(bytes[..(end + HashBytes)]);
        if (_seenEdges.Add(hash))
        {
            _edges += hash;
        }
    }

    private bool TryAddEdge(DumpEdge edge, Dictionary<long, UInt128> hashes)
    {
        bool isKnown = hashes.TryGetValue(edge.Source, out UInt128 source) & hashes.TryGetValue(edge.Target, out UInt128 target);
        if (isKnown)
        {
            AddEdge(source, edge.Label, target);
        }

        return isKnown;
    }

    private Span<byte> Reserve(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        return _buffer;
    }

    private static UInt128 HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
