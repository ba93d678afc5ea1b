using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// What was in the ring at one moment: sub-buffers from the oldest to the newest, read while writers go on, and left in the ring.
/// Made by <see cref="RingBufferReader.Snapshot"/>; enumerate it once.
/// </summary>
/// <remarks>
/// Each sub-buffer is held while the loop is at it, and put back then; reading or clearing between making a snapshot and the end of
/// its loop releases what it was to show, and ends the loop with an exception.
/// A sub-buffer's <see cref="SubBuffer.Overwritten"/> counts those that were overwritten between it and the one before, while the snapshot
/// went on. Its <see cref="SubBuffer.LostBefore"/> counts from the one before; the first's, from what was read last by
/// <see cref="RingBufferReader.TryRead"/>, or from the making of the ring.
/// </remarks>
public sealed class Snapshot
{
    private readonly RingBufferReader _reader;
    private readonly long _moves;
    private SnapshotCursor _cursor;
    private ReadProgress _progress;
    private bool _enumerated;

    internal Snapshot(RingBufferReader reader, SnapshotCursor cursor)
    {
        _reader = reader;
        _moves = reader.Moves;
        _cursor = cursor;
        _progress = reader.ProgressOfRing;
    }

    /// <summary>Sub-buffers left out because writers overwrote them since the snapshot began. Final when the enumeration has ended.</summary>
    public long Overwritten => _cursor.Overwritten;

    /// <summary>Sub-buffers left out because a writer in them had not committed yet. Final when the enumeration has ended.</summary>
    public long Unfinished => _cursor.Unfinished;

    /// <summary>Goes over the sub-buffers, once.</summary>
    /// <returns>The enumerator: <c>foreach</c> disposes it.</returns>
    /// <exception cref="InvalidOperationException">The snapshot was enumerated before.</exception>
    public Enumerator GetEnumerator()
    {
        if (_enumerated)
        {
            throw new InvalidOperationException("A snapshot can be enumerated once: its sub-buffers may be overwritten by now. Take another.");
        }

        _enumerated = true;
        return new Enumerator(this);
    }

    /// <summary>Goes over the sub-buffers of a snapshot.</summary>
    public ref struct Enumerator
    {
        private readonly Snapshot _snapshot;
        private SubBuffer _current;

        internal Enumerator(Snapshot snapshot)
        {
            _snapshot = snapshot;
        }

        /// <summary>The sub-buffer at which the enumerator is; good until it moves on.</summary>
        public readonly SubBuffer Current => _current;

        /// <summary>Puts the sub-buffer back, and takes the next one that is complete and not overwritten.</summary>
        /// <returns>False at the end.</returns>
        /// <exception cref="InvalidOperationException">
        /// The reader does something else, or has read or cleared since the snapshot was made; or copies of
        /// <see cref="RingBufferReader.ReadAllAsync"/> are pending.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The reader or the ring is disposed.</exception>
        public bool MoveNext()
        {
            _current.Dispose();
            return _snapshot._reader.TryGetNext(_snapshot._moves, ref _snapshot._cursor, ref _snapshot._progress, out _current);
        }

        /// <summary>Puts back the sub-buffer at which it is, if any.</summary>
        public readonly void Dispose() => _current.Dispose();
    }
}
