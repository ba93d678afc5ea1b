using System.Diagnostics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// Many ring buffers behind one face: each thread, or each processor, writes to a buffer of its own, and one reader gets the records of all
/// in the order of their times. Writers never wait; a record is accepted or counted as lost (<see cref="Losses"/>).
/// </summary>
/// <remarks>
/// All members may be called from any thread at any time. Writing allocates nothing, but for one case: with <see cref="ChannelLayout.PerThread"/> a
/// thread's first record in the channel may make its buffer, and the first after the reader has taken that from it for good (it was just
/// flushing it as idle) another. <see cref="MaxMemoryBytes"/> bounds all.
/// <para>Dispose it: threads that wrote hold on to its buffers until then, or until they end.</para>
/// <para>Specification: <c>tla/channel/Channel.tla</c>.</para>
/// </remarks>
public sealed partial class TraceChannel : IDisposable
{
    private readonly ChannelBuffer[] _buffers;
    private readonly bool _isPerThread;
    private readonly RingSettings _settings;
    private readonly RingBufferOptions _ringOptions;
    private bool _completed;
    private bool _disposed;
    private int _readers;
    private long _noBuffer;
    private long _refused;
    private Merge? _merge;

    private TraceChannel(ChannelOptions options, in RingSettings settings)
    {
        Options = options;
        _settings = settings;
        _isPerThread = options.Layout == ChannelLayout.PerThread;
        _ringOptions = options.Ring;
        _buffers = new ChannelBuffer[options.Buffers];
        for (int i = 0; i < _buffers.Length; i++)
        {
            _buffers[i] = _isPerThread ? new ChannelBuffer(this, i) : ChannelBuffer.OfProcessor(this, i, _ringOptions);
        }

        Used = _isPerThread ? 0 : _buffers.Length;
        _id = _isPerThread ? ThreadBuffers.AddChannel() : 0;
    }

    /// <summary>What it was made of.</summary>
    public ChannelOptions Options { get; }

    /// <summary>The most buffers that it makes.</summary>
    public int MaxBuffers => _buffers.Length;

    /// <summary>
    /// Bytes of its buffers' memory when all are made: <see cref="MaxBuffers"/> × (sub-buffers, headers and words of a ring, and 127 bytes to
    /// align it). What is beside that are some hundred bytes of objects for each buffer, and 8 bytes for each channel in each thread that writes.
    /// </summary>
    public long MaxMemoryBytes => MaxBuffers * BufferMemoryBytes;

    /// <summary>The same of the buffers made until now.</summary>
    public long MemoryBytes => _buffers.LongCount(b => b.MadeRing is not null) * BufferMemoryBytes;

    /// <summary>The longest payload, in bytes, that can be accepted.</summary>
    public int MaxPayloadLength => _settings.MaxPayloadLength;

    /// <summary>Ticks of timestamps in a second.</summary>
    public long TicksPerSecond => Options.TicksPerSecond;

    /// <summary>Whether <see cref="Complete"/> was called.</summary>
    public bool IsCompleted => Volatile.Read(ref _completed);

    /// <summary>Records lost in all buffers and before any. While others write, the counts are read one after the other.</summary>
    public ChannelLosses Losses
    {
        get
        {
            Losses sum = default;
            long orphaned = 0;
            for (int i = 0; i < _buffers.Length; i++)
            {
                ChannelLosses of = LossesOf(i);
                sum += of.Buffers;
                orphaned += of.Orphaned;
            }

            sum += new Losses(0, 0, 0, Refused: Interlocked.Read(ref _refused));
            return new ChannelLosses(sum, Interlocked.Read(ref _noBuffer), orphaned);
        }
    }

    internal ChannelBuffer[] Buffers => _buffers;

    internal RingSettings Settings => _settings;

    private long BufferMemoryBytes => RegionLayout.RegionBytes(_settings) + RegionLayout.LineSize - 1;

    /// <summary>Makes a channel.</summary>
    /// <param name="options">What it is made of.</param>
    /// <returns>An empty channel. With <see cref="ChannelLayout.PerProcessor"/> all its buffers are made; else none.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names the value and the range.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory for the buffers of processors.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    public static TraceChannel Create(ChannelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RingSettings settings = options.Validate();
        Region.RequirePlatform();
        return new TraceChannel(options, settings);
    }

    /// <summary>
    /// Ends the sub-buffers being written, so that the reader gets what is in them without asking for it: with
    /// <see cref="ChannelLayout.PerProcessor"/> of all buffers, else of the calling thread's alone. Never waits. Not needed: the reader settles.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public void Flush()
    {
        ThrowIfDisposed();
        if (!_isPerThread)
        {
            Array.ForEach(_buffers, b => b.Ring.Flush());
        }
        else if (Mine is { } buffer && buffer.Enter())
        {
            buffer.Ring.Flush();
            buffer.Undo();
        }
    }

    /// <summary>Records lost in one buffer.</summary>
    /// <param name="buffer">Its index, 0 to <see cref="MaxBuffers"/> - 1.</param>
    /// <returns>Exact, of all threads that had it; <see cref="ChannelLosses.NoBuffer"/> is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such buffer.</exception>
    public ChannelLosses LossesOf(int buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(buffer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(buffer, MaxBuffers);
        ChannelBuffer of = _buffers[buffer];
        return new ChannelLosses(of.LossesBefore + (of.MadeRing?.Losses ?? default), 0, of.Orphaned);
    }

    /// <summary>
    /// Refuses records from there on, for ever; they are counted as refused. The reader gets everything that was accepted, and then is
    /// told that there will be no more (<see cref="TraceChannelReader.IsCompleted"/>). Never waits. Completing twice does nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public void Complete()
    {
        ThrowIfDisposed();
        Interlocked.Exchange(ref _completed, true); // fence: who takes a buffer after the look below sees it
        foreach (ChannelBuffer buffer in _buffers)
        {
            if (!_isPerThread)
            {
                buffer.Ring.Complete();
            }
            else
            {
                buffer.TakeLeave();
            }
        }
    }

    /// <summary>Opens the one reader. Dispose it to let another be opened, which goes on where it was.</summary>
    /// <returns>The reader.</returns>
    /// <exception cref="InvalidOperationException">A reader is open.</exception>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public TraceChannelReader OpenReader()
    {
        ThrowIfDisposed();
        if (Interlocked.CompareExchange(ref _readers, 1, 0) != 0)
        {
            throw new InvalidOperationException("The channel has an open reader, and allows one at a time: dispose that one first.");
        }

        return new TraceChannelReader(this, _merge ??= new Merge(this));
    }

    /// <summary>
    /// Ends the use of the channel. What is unread is lost: to hand it over, <see cref="Complete"/> and read to the end first. What was
    /// reserved can be committed. Disposing twice does nothing.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        Array.ForEach(_buffers, b => b.Close());
        if (_isPerThread)
        {
            ThreadBuffers.RemoveChannel(_id);
        }
    }

    /// <summary>Release: what the closing reader did comes before what the next one does.</summary>
    internal void CloseReader() => Volatile.Write(ref _readers, 0);

    internal long ReadClock() => Options.Buffer.TimeProvider?.GetTimestamp() ?? Stopwatch.GetTimestamp();

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
}
