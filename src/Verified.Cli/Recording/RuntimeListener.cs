using System.Diagnostics.Tracing;
using System.Globalization;

namespace Verified.Cli.Recording;

/// <summary>Hears the .NET runtime's own event sources and writes each event into the ring.</summary>
internal sealed class RuntimeListener : EventListener
{
    // Keywords of Microsoft-Windows-DotNETRuntime.
    private const long GarbageCollection = 0x1;
    private const long Loader = 0x8;
    private const long JustInTime = 0x10;
    private const long Contention = 0x4000;
    private const long Exceptions = 0x8000;
    private const long Threading = 0x10000;

    private static readonly Dictionary<string, (EventLevel Level, EventKeywords Keywords)> s_sources = new(StringComparer.Ordinal)
    {
        ["Microsoft-Windows-DotNETRuntime"] = (EventLevel.Informational,
            (EventKeywords)(GarbageCollection | Loader | JustInTime | Contention | Exceptions | Threading)),
        ["System.Threading.Tasks.TplEventSource"] = (EventLevel.Informational, EventKeywords.All),
        ["System.Buffers.ArrayPoolEventSource"] = (EventLevel.Informational, EventKeywords.All),
    };

    // The base constructor already calls OnEventSourceCreated: until the writer is there, nothing is switched on.
    private readonly TraceWriter? _writer;

    /// <summary>Starts to hear.</summary>
    public RuntimeListener(TraceWriter writer)
    {
        _writer = writer;
        foreach (EventSource source in EventSource.GetSources())
        {
            OnEventSourceCreated(source);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (_writer is not null && s_sources.TryGetValue(eventSource.Name, out (EventLevel Level, EventKeywords Keywords) what))
        {
            EnableEvents(eventSource, what.Level, what.Keywords);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        string source = eventData.EventSource.Name;
        string name = $"{source[(source.LastIndexOf('.') + 1)..]}/{eventData.EventName ?? eventData.EventId.ToString(CultureInfo.InvariantCulture)}";
        _writer?.Write(RecordKind.Runtime, (int)eventData.OSThreadId, name, PayloadText(eventData));
    }

    private static string PayloadText(EventWrittenEventArgs eventData)
    {
        if (eventData.Payload is not { Count: > 0 } values)
        {
            return "";
        }

        IEnumerable<string> parts = values.Select((value, i) =>
            $"{eventData.PayloadNames?.ElementAtOrDefault(i) ?? "?"}={Convert.ToString(value, CultureInfo.InvariantCulture)}");
        return string.Join(' ', parts).ReplaceLineEndings(" ");
    }
}
