namespace Verified.Cli.Recording;

/// <summary>A recorded file is cut off or damaged.</summary>
/// <param name="offset">Byte offset of the header, block or trailer that is not whole.</param>
/// <param name="problem">What is wrong there.</param>
internal sealed class DamagedFileException(long offset, string problem)
    : Exception($"damaged at byte {offset}: {problem}")
{
    /// <summary>Byte offset of the header, block or trailer that is not whole.</summary>
    public long Offset { get; } = offset;
}
