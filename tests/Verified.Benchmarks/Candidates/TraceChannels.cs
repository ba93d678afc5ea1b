using System.Runtime.CompilerServices;
using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>This project's channel: a buffer for each thread or processor, and one reader that merges by time. Its records always carry one.</summary>
internal static class TraceChannels
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("per-thread/span/clock", "a channel with a buffer per thread, TryWrite(span)", Any, static o => new Span(o, ChannelLayout.PerThread)),
        Candidate.Of("per-thread/typed/clock", "the same, TryWrite(value)", static (_, size) => Payloads.Has(size), static o => Payloads.Make<TypedFactory, Workload>(default, o)),
        Candidate.Of("per-processor/span/clock", "a channel with a buffer per processor, TryWrite(span)", Any, static o => new Span(o, ChannelLayout.PerProcessor)),
    ];

    private static bool Any(Shape shape, int size) => true;

    private readonly struct TypedFactory : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => new Typed<T>(options);
    }

    private sealed class Span(CaseOptions options, ChannelLayout layout) : TraceChannelWorkload(options, layout)
    {
        private readonly byte[] _payload = options.NewPayload();

        public override int Write(int lane, int count)
        {
            TraceChannel channel = Channel;
            ReadOnlySpan<byte> payload = _payload;
            for (int i = 0; i < count; i++)
            {
                if (!channel.TryWrite(payload))
                {
                    return i;
                }
            }

            return count;
        }
    }

    private sealed class Typed<T>(CaseOptions options) : TraceChannelWorkload(options, ChannelLayout.PerThread)
        where T : unmanaged
    {
        private readonly T _value = Payloads.Value<T>(options);

        public override int Write(int lane, int count)
        {
            (TraceChannel channel, T value) = (Channel, _value);
            for (int i = 0; i < count; i++)
            {
                if (!channel.TryWrite(value))
                {
                    return i;
                }
            }

            return count;
        }
    }
}

/// <summary>What workloads over a channel share: the channel, its reader, and the account of every record.</summary>
internal abstract class TraceChannelWorkload : Workload
{
    private const int MostAtOnce = 64;
    private readonly TraceChannelReader _reader;
    private readonly CaseOptions _options;
    private long _sum;
    private long _last = long.MinValue;
    private long _overwritten;
    private string? _damage;

    /// <summary>Makes the channel.</summary>
    protected TraceChannelWorkload(CaseOptions options, ChannelLayout layout)
    {
        _options = options;
        Channel = TraceChannel.Create(new()
        {
            Layout = layout,
            Buffer = new()
            {
                Mode = options.Shape.HasConsumer ? RingBufferMode.Discard : RingBufferMode.Overwrite,
                SubBufferSize = options.SubBufferSize,
                SubBufferCount = options.SubBufferCount,
            },
        });
        _reader = Channel.OpenReader();
    }

    /// <summary>It.</summary>
    protected TraceChannel Channel { get; }

    /// <inheritdoc/>
    public override void Finish() => Channel.Flush();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override int Read()
    {
        int records = 0;
        long sum = 0;
        while (records < MostAtOnce && _reader.TryRead(out ChannelRecord record))
        {
            if (record.Payload.Length != _options.Size || record.Timestamp < _last)
            {
                _damage = $"a record of {record.Payload.Length} bytes at {record.Timestamp} was read after one at {_last}; {_options.Size} bytes are written";
            }

            _last = record.Timestamp;
            _overwritten += record.OverwrittenBefore;
            sum += Unsafe.ReadUnaligned<long>(in record.Payload[0]);
            records++;
        }

        _sum += sum;
        return records;
    }

    /// <inheritdoc/>
    public override string? Verify(long accepted, long refused, long read)
    {
        Channel.Complete();
        long left = 0;
        while (!_reader.IsCompleted)
        {
            left += Read();
        }

        long missing = accepted - read - left;
        (long fewest, long most) = RingWorkload.PerSubBuffer(_options, clocked: true);
        bool within = missing >= _overwritten * fewest && missing <= _overwritten * most;
        return _damage
            ?? Same("refused records, and the channel's losses", refused, Channel.Losses.Total)
            ?? (within ? null : $"{accepted} records were accepted, {read + left} read, and {_overwritten} sub-buffers of {fewest} to {most} records overwritten")
            ?? Same("the sum of what was read", unchecked((read + left) * Payloads.Word), _sum);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        Channel.Dispose();
    }
}
