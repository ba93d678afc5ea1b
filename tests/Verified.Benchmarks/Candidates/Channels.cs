using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>
/// The bounded <see cref="Channel{T}"/> of structs in each of its full modes, through TryWrite. Alone it is full from the
/// beginning: DropOldest overwrites; DropNewest overwrites the newest; DropWrite loses each record; and where
/// it would wait, the oldest is read first, which makes room.
/// </summary>
internal static class Channels
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Make("channel/drop-oldest", "bounded Channel<struct>, DropOldest, full", Alone, BoundedChannelFullMode.DropOldest, false),
        Make("channel/drop-oldest/clock", "the same, each with Stopwatch.GetTimestamp()", Alone, BoundedChannelFullMode.DropOldest, true),
        Make("channel/drop-newest", "the same, DropNewest", Alone, BoundedChannelFullMode.DropNewest, false),
        Make("channel/drop-write", "the same, DropWrite: every record is lost", Alone, BoundedChannelFullMode.DropWrite, false),
        Make("channel/wait", "bounded Channel<struct>, Wait: TryRead and TryWrite, or a consumer with TryRead", static (_, _) => true, BoundedChannelFullMode.Wait, false),
        Make("channel/wait/clock", "the same, each with Stopwatch.GetTimestamp()", static (_, _) => true, BoundedChannelFullMode.Wait, true),
    ];

    private static bool Alone(Shape shape, int size) => !shape.HasConsumer;

    private static Candidate Make(string name, string about, Func<Shape, int, bool> takes, BoundedChannelFullMode mode, bool clocked) =>
        Candidate.Of(name, about, (shape, size) => Payloads.Has(size) && takes(shape, size), o => Payloads.Make<Factory, Workload>(new Factory(mode, clocked), o));

    private readonly struct Factory(BoundedChannelFullMode mode, bool clocked) : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => clocked ? new Clocked<T>(options, mode) : new Plain<T>(options, mode);
    }

    private sealed class Plain<T>(CaseOptions options, BoundedChannelFullMode mode) : ChannelWorkload<T>(options, mode, Payloads.Value<T>(options))
        where T : unmanaged
    {
        private readonly T _value = Payloads.Value<T>(options);

        public override int Write(int lane, int count)
        {
            (ChannelWriter<T> writer, ChannelReader<T>? oldest, T value) = (Writer, Oldest, _value);
            for (int i = 0; i < count; i++)
            {
                oldest?.TryRead(out _);
                if (!writer.TryWrite(value))
                {
                    return i;
                }
            }

            return count;
        }

        protected override long First(in T element) => Payloads.First(element);
    }

    private sealed class Clocked<T>(CaseOptions options, BoundedChannelFullMode mode)
        : ChannelWorkload<Stamped<T>>(options, mode, new Stamped<T>(Payloads.Value<T>(options), 0))
        where T : unmanaged
    {
        private readonly T _value = Payloads.Value<T>(options);

        public override int Write(int lane, int count)
        {
            (ChannelWriter<Stamped<T>> writer, ChannelReader<Stamped<T>>? oldest, T value) = (Writer, Oldest, _value);
            for (int i = 0; i < count; i++)
            {
                oldest?.TryRead(out _);
                if (!writer.TryWrite(new Stamped<T>(value, Stopwatch.GetTimestamp())))
                {
                    return i;
                }
            }

            return count;
        }

        protected override long First(in Stamped<T> element) => Payloads.First(element.Payload);
    }

    private abstract class ChannelWorkload<TElement> : Workload
        where TElement : unmanaged
    {
        private const int MostAtOnce = 64;
        private readonly ChannelReader<TElement> _reader;
        private readonly bool _counts;
        private readonly int _prefilled;
        private readonly bool _waits;
        private long _dropped;
        private long _sum;

        protected ChannelWorkload(CaseOptions options, BoundedChannelFullMode mode, TElement element)
        {
            BoundedChannelOptions bounded = new(CaseOptions.QueueBound)
            {
                FullMode = mode,
                SingleWriter = options.Shape.Producers == 1,
                SingleReader = options.Shape.HasConsumer,
            };
            _counts = options.Verified;
            _waits = mode == BoundedChannelFullMode.Wait;
            Channel<TElement> channel = _counts
                ? Channel.CreateBounded<TElement>(bounded, _ => Interlocked.Increment(ref _dropped))
                : Channel.CreateBounded<TElement>(bounded);
            Writer = channel.Writer;
            _reader = channel.Reader;
            Oldest = _waits && !options.Shape.HasConsumer ? _reader : null;
            _prefilled = options.Shape.HasConsumer ? 0 : CaseOptions.QueueBound;
            for (int i = 0; i < _prefilled; i++)
            {
                Writer.TryWrite(element);
            }
        }

        protected ChannelWriter<TElement> Writer { get; }

        /// <summary>Where room is made before a record is written; null where there is a consumer, or the mode makes it.</summary>
        protected ChannelReader<TElement>? Oldest { get; }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override int Read()
        {
            int records = 0;
            long sum = 0;
            while (records < MostAtOnce && _reader.TryRead(out TElement element))
            {
                sum += First(element);
                records++;
            }

            _sum += sum;
            return records;
        }

        public override string? Verify(long accepted, long refused, long read) => _prefilled > 0
            ? Same("records in the channel", _prefilled, _reader.Count + (_waits ? refused : 0))
                ?? (_waits ? null : Same("dropped records", accepted, _dropped))
            : Same("records read", accepted, read) ?? Same("their sum", unchecked(read * Payloads.Word), _sum);

        protected abstract long First(in TElement element);
    }
}
