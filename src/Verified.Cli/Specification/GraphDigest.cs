using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Verified.Cli.Specification;

/// <summary>
/// A digest of a labelled state graph that does not depend on the order in which states and edges are told: each is
/// hashed with SHA-256 and the hashes are added modulo 2^256, so that a missing, a doubled or a changed one shows.
/// </summary>
internal sealed class GraphDigest
{
    /// <summary>Bytes of a state's hash.</summary>
    public const int HashBytes = 32;

    private readonly ulong[] _states = new ulong[4];
    private readonly ulong[] _initial = new ulong[4];
    private readonly ulong[] _edges = new ulong[4];
    private long _stateCount;
    private long _edgeCount;

    /// <summary>The hash of a state, given its canonical text.</summary>
    public static byte[] HashState(string canonical) => SHA256.HashData(Encoding.UTF8.GetBytes(canonical));

    /// <summary>Adds a state; each once.</summary>
    public void AddState(ReadOnlySpan<byte> hash, bool isInitial)
    {
        _stateCount++;
        Accumulate(_states, hash);
        if (isInitial)
        {
            Accumulate(_initial, hash);
        }
    }

    /// <summary>Adds an edge, given the hashes of its ends and the canonical text of its label.</summary>
    public void AddEdge(ReadOnlySpan<byte> from, string label, ReadOnlySpan<byte> to)
    {
        _edgeCount++;
        int length = Encoding.UTF8.GetByteCount(label);
        Span<byte> text = stackalloc byte[2 * HashBytes + length];
        from.CopyTo(text);
        to.CopyTo(text[HashBytes..]);
        Encoding.UTF8.GetBytes(label, text[(2 * HashBytes)..]);
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(text, hash);
        Accumulate(_edges, hash);
    }

    /// <summary>The figures of everything added so far.</summary>
    public GraphFigures Figures()
    {
        Span<byte> text = stackalloc byte[3 * HashBytes];
        int at = 0;
        foreach (ulong word in _states.Concat(_initial).Concat(_edges))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(text[at..], word);
            at += sizeof(ulong);
        }

        return new GraphFigures(_stateCount, _edgeCount, Convert.ToHexStringLower(SHA256.HashData(text)));
    }

    private static void Accumulate(ulong[] sum, ReadOnlySpan<byte> hash)
    {
        UInt128 carry = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            carry += (UInt128)sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(8 * i)..]);
            sum[i] = (ulong)carry;
            carry >>= 64;
        }
    }
}
