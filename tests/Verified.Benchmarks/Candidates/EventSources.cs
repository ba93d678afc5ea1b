using System.Diagnostics.Tracing;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary><see cref="EventSource"/> to an <see cref="EventListener"/> of the same process, which is called by the writer.</summary>
internal static class EventSources
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("eventsource", "EventSource.WriteEvent(id, byte[]) to an EventListener that counts; it has a time of its own", static (s, _) => !s.HasConsumer, static o => new Listened(o)),
    ];

    private sealed class Listened : Workload
    {
        private readonly byte[] _payload;
        private readonly RecordSource _source = new();
        private readonly CountingListener _listener;

        public Listened(CaseOptions options)
        {
            _payload = options.NewPayload();
            _listener = new CountingListener();
            _listener.EnableEvents(_source, EventLevel.LogAlways);
        }

        public override int Write(int lane, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _source.Record(_payload);
            }

            return count;
        }

        public override string? Verify(long accepted, long refused, long read) => Same("events that the listener got", accepted, _listener.Count);

        public override void Dispose()
        {
            _listener.Dispose();
            _source.Dispose();
        }
    }

    /// <summary>A source of its own for each case: its name is not registered twice.</summary>
    private sealed class RecordSource() : EventSource($"Verified.Benchmarks.{Guid.NewGuid():N}")
    {
        [Event(1, Level = EventLevel.Informational)]
        public void Record(byte[] payload)
        {
            if (IsEnabled())
            {
                WriteEvent(1, payload);
            }
        }
    }

    private sealed class CountingListener : EventListener
    {
        private readonly ThreadLocal<Box> _counts = new(static () => new Box(), trackAllValues: true);

        public long Count => _counts.Values.Sum(b => b.Count);

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventId == 1)
            {
                _counts.Value!.Count += eventData.Payload!.Count;
            }
        }

        private sealed class Box
        {
            public long Count;
        }
    }
}
