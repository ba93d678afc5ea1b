using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>
/// Writes records into the ring, and keeps accounts of its own beside the ring's. Any thread may write at any time; a
/// runtime event may arrive while its thread is inside a write, which nests.
/// </summary>
internal sealed class TraceWriter(RingBuffer ring)
{
    private long _attempted;
    private long _accepted;
    private int _writing;

    /// <summary>Records that someone tried to write.</summary>
    public long Attempted => Volatile.Read(ref _attempted);

    /// <summary>Records that the ring gave a place.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Calls of <see cref="Write"/> that are not finished.</summary>
    public int Writing => Volatile.Read(ref _writing);

    /// <summary>The records committed, by sub-buffer.</summary>
    public SubBufferLedger Ledger { get; } = new(ring.Options.SubBufferCount);

    /// <summary>Writes a record, or loses it.</summary>
    public void Write(RecordKind kind, int thread, string name, string text)
    {
        TraceRecord record = new(thread, kind, name, text);
        int length = record.Length;
        Interlocked.Increment(ref _writing);
        try
        {
            Interlocked.Increment(ref _attempted);
            if (!ring.TryReserve(length, out Reservation slot))
            {
                return;
            }

            Interlocked.Increment(ref _accepted);
            using (slot)
            {
                record.Write(slot.Span);
                long sequence = slot.Position / ring.Options.SubBufferSize;
                slot.Commit();
                Ledger.Add(sequence);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }
}
