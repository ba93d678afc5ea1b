using System.Runtime.ExceptionServices;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>The one reader: whole sub-buffers from the ring, a block each into the file.</summary>
internal sealed class Drain(RingBuffer ring, RecordFileWriter file)
{
    private static readonly TimeSpan s_pollPeriod = TimeSpan.FromMilliseconds(1);
    private readonly Dictionary<string, long> _byName = new(StringComparer.Ordinal);
    private volatile bool _stops;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>Sub-buffers read.</summary>
    public long SubBuffers { get; private set; }

    /// <summary>Records read, by name.</summary>
    public IReadOnlyDictionary<string, long> ByName => _byName;

    /// <summary>Asks <see cref="Run"/> to return once the ring is empty. Call it after the last flush.</summary>
    public void Stop() => _stops = true;

    /// <summary>Throws what ended <see cref="Run"/>, if anything did. Call it after <see cref="Run"/>.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Reads until stopped. The body of a thread.</summary>
    public void Run()
    {
        try
        {
            using RingBufferReader reader = ring.OpenReader();
            bool last = false;
            while (true)
            {
                if (reader.TryRead(out SubBuffer sub))
                {
                    using (sub)
                    {
                        Write(sub);
                    }
                }
                else if (last)
                {
                    return;
                }
                else
                {
                    // One more look after the stop was seen: what was flushed before it is complete by then.
                    last = _stops;
                    Thread.Sleep(s_pollPeriod);
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    private void Write(SubBuffer sub)
    {
        foreach (Record record in sub)
        {
            file.Add(record.Payload);
            Records++;
            string name = TraceRecord.TryRead(record.Payload, out TraceRecord trace) ? trace.Name : "(damaged)";
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_byName, name, out _)++;
        }

        file.EndBlock();
        SubBuffers++;
    }
}
