using System.Text;
using Microsoft.Extensions.Logging;
using NLog.Config;
using NLog.Targets;
using Verified.Benchmarks.Running;
using ZLogger;
using ILogger = Microsoft.Extensions.Logging.ILogger;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Verified.Benchmarks.Candidates;

/// <summary>Loggers of text. Their payload is a string of as many characters; what they write goes nowhere.</summary>
internal static partial class Loggers
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("logging", "Microsoft.Extensions.Logging, a generated LoggerMessage to a provider that counts and formats nothing", Alone, static o => new Logging(o)),
        Candidate.Of("nlog", "NLog to a target that counts and formats nothing; it has a time of its own", Alone, static o => new Nlog(o)),
        Candidate.Of("zlogger", "ZLogger to a stream that counts lines, waiting where its buffer is full: its background thread formats", Alone, static o => new Zlogger(o)),
    ];

    private static bool Alone(Shape shape, int size) => !shape.HasConsumer;

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Payload}")]
    private static partial void Record(ILogger logger, string payload);

    private static string Text(CaseOptions options) => Encoding.ASCII.GetString(options.NewPayload());

    /// <summary>Counts of threads, without one that they share.</summary>
    private sealed class ThreadCounts : IDisposable
    {
        private readonly ThreadLocal<long[]> _counts = new(static () => new long[1], trackAllValues: true);

        public long Sum => _counts.Values.Sum(c => c[0]);

        public void Increment() => _counts.Value![0]++;

        public void Dispose() => _counts.Dispose();
    }

    private sealed class Logging : Workload
    {
        private readonly string _payload;
        private readonly Sink _sink = new();
        private readonly ILoggerFactory _factory;
        private readonly ILogger _logger;

        public Logging(CaseOptions options)
        {
            _payload = Text(options);
            _factory = LoggerFactory.Create(b => b.AddProvider(_sink));
            _logger = _factory.CreateLogger("benchmarks");
        }

        public override int Write(int lane, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Record(_logger, _payload);
            }

            return count;
        }

        public override string? Verify(long accepted, long refused, long read) => Same("messages that the provider got", accepted, _sink.Counts.Sum);

        public override void Dispose() => _factory.Dispose();

        private sealed class Sink : ILoggerProvider, ILogger
        {
            public ThreadCounts Counts { get; } = new();

            public ILogger CreateLogger(string categoryName) => this;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                Counts.Increment();

            public void Dispose() => Counts.Dispose();
        }
    }

    private sealed class Nlog : Workload
    {
        private readonly string _payload;
        private readonly Sink _sink = new();
        private readonly NLog.LogFactory _factory = new();
        private readonly NLog.Logger _logger;

        public Nlog(CaseOptions options)
        {
            _payload = Text(options);
            LoggingConfiguration configuration = new(_factory);
            configuration.AddRule(NLog.LogLevel.Trace, NLog.LogLevel.Fatal, _sink);
            _factory.Configuration = configuration;
            _logger = _factory.GetLogger("benchmarks");
        }

        public override int Write(int lane, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _logger.Info("{Payload}", _payload);
            }

            return count;
        }

        public override string? Verify(long accepted, long refused, long read) => Same("messages that the target got", accepted, _sink.Counts.Sum);

        public override void Dispose() => _factory.Dispose();

        private sealed class Sink : Target
        {
            public ThreadCounts Counts { get; } = new();

            protected override void Write(NLog.LogEventInfo logEvent) => Counts.Increment();
        }
    }

    private sealed class Zlogger : Workload
    {
        private readonly string _payload;
        private readonly LineCounter _lines = new();
        private readonly ILoggerFactory _factory;
        private readonly ILogger _logger;

        public Zlogger(CaseOptions options)
        {
            _payload = Text(options);
            _factory = LoggerFactory.Create(b => b.AddZLoggerStream(_lines, o =>
            {
                o.FullMode = BackgroundBufferFullMode.Block;
                o.BackgroundBufferCapacity = CaseOptions.QueueBound;
            }));
            _logger = _factory.CreateLogger("benchmarks");
        }

        public override int Write(int lane, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _logger.ZLogInformation($"{_payload}");
            }

            return count;
        }

        public override string? Verify(long accepted, long refused, long read)
        {
            _factory.Dispose(); // waits for the background thread
            return Same("lines that the stream got", accepted, _lines.Lines);
        }

        public override void Dispose() => _factory.Dispose();
    }

    private sealed class LineCounter : Stream
    {
        public long Lines { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer) => Lines += buffer.Count((byte)'\n');

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
