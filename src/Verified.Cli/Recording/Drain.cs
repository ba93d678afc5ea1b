using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>The reader of a continuous recording: whole sub-buffers from the ring, a block each into the file.</summary>
internal sealed class Drain(RingBuffer ring, RecordFileWriter file)
{
    private static readonly TimeSpan s_pollPeriod = TimeSpan.FromMilliseconds(1);
    private readonly RecordCounts _counts = new();
    private Exception? _failure;
    private Losses _stated;

    /// <summary>What was read.</summary>
    public RecordCounts Counts => _counts;

    /// <summary>Sub-buffers overwritten before they were read.</summary>
    public long Overwritten { get; private set; }

    /// <summary>The losses that the last sub-buffer read stated.</summary>
    public Losses Stated => _stated;

    /// <summary>Whether the file can not be written any more: what is recorded from now on is lost.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Throws what ended <see cref="Run"/>, if anything did. Call it after <see cref="Run"/>.</summary>
    /// <exception cref="ToolException">The file could not be written.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw ToolException.Inconclusive($"the recording ended early: {failure.Message}");
        }
    }

    /// <summary>Reads until the ring is completed and everything is read. The body of a thread.</summary>
    public void Run()
    {
        try
        {
            using RingBufferReader reader = ring.OpenReader();
            while (!reader.IsCompleted)
            {
                if (reader.TryRead(out SubBuffer sub))
                {
                    using (sub)
                    {
                        _counts.Copy(sub, file);
                        _stated = sub.StatedLosses;
                    }
                }
                else
                {
                    Thread.Sleep(s_pollPeriod);
                }
            }

            Overwritten = reader.OverwrittenSubBuffers;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Volatile.Write(ref _failure, e);
        }
    }
}
