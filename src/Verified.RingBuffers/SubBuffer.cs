using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// A complete sub-buffer that the reader holds: enumerate its records, then dispose it, which releases it to the writers.
/// Disposing it again, or a copy of it, does nothing.
/// </summary>
public readonly ref struct SubBuffer
{
    private readonly RingBufferReader? _reader;
    private readonly long _number;

    internal SubBuffer(RingBufferReader reader, long number)
    {
        _reader = reader;
        _number = number;
    }

    /// <summary>The position of its first byte: bytes since the ring was made, padding and headers included.</summary>
    /// <exception cref="InvalidOperationException">It is the default value.</exception>
    /// <exception cref="ObjectDisposedException">It was released, or its reader closed.</exception>
    public long Position => Reader.Get(_number).Position;

    /// <summary>Its number, counted from 0 since the ring was made. The reader gets them without gaps.</summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public long Sequence => Reader.SequenceOf(Reader.Get(_number));

    private RingBufferReader Reader =>
        _reader ?? throw new InvalidOperationException("There is no sub-buffer: TryRead returned false.");

    /// <summary>Goes over its records, in the order of their reservation, past the abandoned ones. Use it before disposing.</summary>
    /// <returns>The enumerator; it reads nothing outside the sub-buffer, whatever the bytes are.</returns>
    /// <inheritdoc cref="Position" path="/exception"/>
    /// <exception cref="InvalidDataException">The content is damaged; also from the enumerator.</exception>
    public RecordEnumerator GetEnumerator()
    {
        Held held = Reader.Get(_number);
        return new RecordEnumerator(Reader.BytesOf(held), held, Reader.Settings);
    }

    /// <summary>Releases it to the writers. Wait-free.</summary>
    public void Dispose() => _reader?.Release(_number);
}
