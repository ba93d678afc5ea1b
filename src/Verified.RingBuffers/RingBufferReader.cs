using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>The reader of a ring buffer: gets whole sub-buffers, in order, without a copy.</summary>
/// <remarks>For one thread at a time; hand it over with synchronisation of your own.</remarks>
public sealed class RingBufferReader : IDisposable
{
    private readonly RingBuffer _ring;
    private Held _held;
    private bool _holds;
    private bool _closed;

    // Tells what was disposed from what is held: a sub-buffer is good while its number is this.
    private long _number;

    internal RingBufferReader(RingBuffer ring) => _ring = ring;

    /// <summary>Gets the next sub-buffer that is complete, if there is one. Wait-free. Dispose it to release it to the writers.</summary>
    /// <param name="sub">The sub-buffer if the result is true.</param>
    /// <returns>False if there is none: it is not full, not flushed, or a writer in it has not committed.</returns>
    /// <exception cref="InvalidOperationException">The reader holds a sub-buffer.</exception>
    /// <exception cref="ObjectDisposedException">The reader or the ring is disposed.</exception>
    public bool TryRead(out SubBuffer sub)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _ring.ThrowIfDisposed();
        if (_holds)
        {
            throw new InvalidOperationException("The reader holds a sub-buffer: dispose that one before reading the next.");
        }

        _holds = _ring.Core.TryGet(out _held) == GetResult.Ok;
        GC.KeepAlive(_ring);
        if (!_holds)
        {
            sub = default;
            return false;
        }

        sub = new SubBuffer(this, ++_number);
        return true;
    }

    /// <summary>
    /// Closes the reader, so that another can be opened. A sub-buffer that it holds is not released: the next reader gets it again.
    /// </summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _holds = false;
            _ring.CloseReader();
        }
    }

    internal Held Get(long number)
    {
        if (!_holds || number != _number)
        {
            throw new ObjectDisposedException(nameof(SubBuffer), "The sub-buffer was released, or its reader closed.");
        }

        return _held;
    }

    internal ReadOnlySpan<byte> BytesOf(scoped in Held held) => _ring.Region.SubBuffer(held.Sub);

    internal RingSettings Settings => _ring.Core.Settings;

    internal long SequenceOf(in Held held) => held.Position / _ring.Core.Geometry.SubBufferSize;

    internal void Release(long number)
    {
        if (_holds && number == _number)
        {
            _holds = false;
            _ring.Core.Move(_held);
            GC.KeepAlive(_ring);
        }
    }
}
