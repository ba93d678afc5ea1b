using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <content>Reading parts of sub-buffers that are not complete, in discard mode.</content>
public sealed partial class RingBufferReader
{
    private PartCursor _next;

    /// <summary>
    /// As <see cref="TryRead"/>; and where no sub-buffer is complete, gets a part of the one being written: its records up to the first
    /// that is not committed, without those that were read before. So a record can be read as soon as it and all before it are committed,
    /// without a flush. Writers are not slowed down more than by the reader's looks, and go on behind the part.
    /// </summary>
    /// <param name="sub">
    /// A part (<see cref="SubBuffer.IsPart"/>), or a complete sub-buffer, without what was read of it in parts. Dispose it to go on: then what is in it counts as read.
    /// </param>
    /// <returns>False if there is nothing new; see <see cref="TryRead"/>. A reservation that is open hides all records behind it, and while a writer is between reservation and commit, also those in front of it in the same sub-buffer that were not read yet.</returns>
    /// <remarks>
    /// The room of a sub-buffer is given to writers when all of it was read. <see cref="WaitToReadAsync"/> waits for complete sub-buffers. A snapshot shows whole
    /// sub-buffers, also what was read of one in parts. Specification: <c>tla/PartRead.tla</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">As <see cref="TryRead"/>; or the ring is in overwrite mode, in which a sub-buffer must be complete to be taken.</exception>
    /// <exception cref="ObjectDisposedException">The reader or the ring is disposed.</exception>
    public bool TryReadPart(out SubBuffer sub)
    {
        ThrowIfTaken();
        if (_ring.Options.Mode != RingBufferMode.Discard)
        {
            throw new InvalidOperationException($"The ring buffer is in mode {_ring.Options.Mode}; parts can be read in mode {nameof(RingBufferMode.Discard)} alone.");
        }

        _next = _ring.Parts;
        GetResult result = _ring.Core.TryGetPart(ref _next, out _held);
        GC.KeepAlive(_ring);
        if (result != GetResult.Ok)
        {
            if (result == GetResult.EndOfData)
            {
                ReachEnd();
            }

            sub = default;
            return false;
        }

        Moves++;
        sub = _held.IsPart
            ? Hold(Holding.AsPart, default)
            : Hold(Holding.ToRead, _ring.Progress.Before(SequenceOf(_held), _held));
        return true;
    }

    /// <summary>A complete sub-buffer without what was read of it in parts.</summary>
    private Held BehindParts(in Held held)
    {
        PartCursor parts = _ring.Parts;
        Geometry geometry = _ring.Core.Geometry;
        return geometry.Floor(parts.Upto) == held.Position
            ? held with { From = geometry.Offset(parts.Upto), FromTime = parts.Time }
            : held;
    }

    /// <summary>A part was read: the next one begins behind it, at the time of its last record.</summary>
    private void EndPart()
    {
        if (_ring.Core.Settings.Clocked)
        {
            RecordEnumerator records = RecordsOf(_held);
            while (records.MoveNext())
            {
            }

            _next.Time = records.LastTime;
        }

        _ring.Parts = _next;
    }
}
