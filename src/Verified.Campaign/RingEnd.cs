using System.Buffers.Binary;
using Verified.Atomics;
using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>What a ring looks like when a schedule has ended, taken from its bytes.</summary>
/// <param name="WritePosition">Bytes reserved.</param>
/// <param name="IsClosed">Was it completed?</param>
/// <param name="Lost">Losses as it counted them: full, wrapped, too big, refused, abandoned.</param>
/// <param name="SubBufferBytes">Bytes in a sub-buffer.</param>
/// <param name="BufferBytes">Bytes in all.</param>
/// <param name="Overwrites">Do old sub-buffers make room for new ones?</param>
internal sealed record RingEnd(
    long WritePosition, bool IsClosed, IReadOnlyList<long> Lost, int SubBufferBytes, int BufferBytes, bool Overwrites)
{
    private const int Causes = 5;

    /// <summary>Is the reader told to look whether it has come to the end?</summary>
    public bool IsFinal { get; init; }

    /// <summary>Looks at a region. An observation: no step.</summary>
    public static RingEnd Of(Bench bench)
    {
        (ExploredRegion region, RingSettings settings) = (bench.Region, bench.Settings);
        long word = Word(region, RegionLayout.WritePosition);
        return new RingEnd(
            bench.Positions.Of(PositionWord.Position(word)),
            PositionWord.Gate(word) == Gate.Closed,
            [.. Enumerable.Range(0, Causes).Select(c => Word(region, RegionLayout.Lost(c)))],
            settings.Geometry.SubBufferSize,
            settings.Geometry.BufferSize,
            settings.Overwrites)
        {
            IsFinal = Word(region, RegionLayout.Final) == 1,
        };
    }

    /// <summary>A word of a region. An observation: no step.</summary>
    public static long Word(ExploredRegion region, Location at) =>
        BinaryPrimitives.ReadInt64LittleEndian(region.Bytes(at.Offset, sizeof(long)));

    /// <summary>Where the sub-buffer begins that a position lies in.</summary>
    public long SubBufferOf(long position) => position - (position % SubBufferBytes);
}
