using System.Reflection;
using Verified.Campaign;
using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.Exploration.Tests;

/// <summary>Every public operation of the library has a scenario in each mode, or makes no step that a scenario could show.</summary>
public class PublicOperationTests
{
    private static readonly Type[] s_types =
    [
        typeof(RingBuffer), typeof(RingBufferReader), typeof(RingBuffers.Reservation), typeof(Snapshot), typeof(Snapshot.Enumerator),
        typeof(SubBuffer),
    ];

    // Values, options, and what goes over bytes that the reader holds.
    private static readonly Type[] s_values =
    [
        typeof(Losses), typeof(RingBuffers.Record), typeof(RecordCopy), typeof(RingBufferClock), typeof(RingBufferMode),
        typeof(RingBufferOptions), typeof(RecoveredRing), typeof(RecoveredSubBuffer), typeof(RingBufferWriters),
        typeof(ChannelLayout), typeof(ChannelLosses), typeof(ChannelOptions), typeof(ChannelRecord),
    ];

    // What they call of a ring or of the core is listed here; what they do besides is explored elsewhere: channels in ChannelScheduleTests.
    private static readonly Type[] s_facades = [typeof(RingQueue<>), typeof(TraceChannel), typeof(TraceChannelReader), typeof(ChannelReservation)];

    // What an operation does, in the words of the scenarios: one operation, or some in this order on one thread.
    private static readonly Dictionary<string, Func<Operation, bool>[]> s_shown = new()
    {
        ["RingBuffer.TryReserve"] = [o => o.Kind == OperationKind.Write && o.Inside is not null],
        ["RingBuffer.TryWrite"] = [o => o.Kind == OperationKind.Write && o.Inside is null],
        ["Reservation.Commit"] = [o => o.Kind == OperationKind.Write && !o.Abandon],
        ["Reservation.Dispose"] = [o => o.Kind == OperationKind.Write && o.Abandon],
        ["RingBuffer.Flush()"] = [Flushes(FlushMode.Active)],
        ["RingBuffer.Flush(sendEmpty)"] = [Flushes(FlushMode.Final)],
        ["RingBuffer.Pause"] = [Flushes(FlushMode.Pause)],
        ["RingBuffer.Resume"] = [Flushes(FlushMode.Resume)],
        ["RingBuffer.Complete"] = [Flushes(FlushMode.Complete)],
        ["RingBufferReader.TryRead"] = [Is(OperationKind.Read)],
        ["RingBufferReader.Clear"] = [Is(OperationKind.Clear)],
        ["RingBufferReader.Snapshot"] = [Flushes(FlushMode.Active), Is(OperationKind.Snapshot)],
        ["RingBufferReader.WaitToReadAsync"] = [Is(OperationKind.Wait)],
        ["RingBufferReader.ReadAllAsync"] = [Is(OperationKind.Wait), Is(OperationKind.Read)],
        ["Enumerator.MoveNext"] = [Is(OperationKind.Snapshot)],
        ["Enumerator.Dispose"] = [Is(OperationKind.Snapshot)],
        ["SubBuffer.GetEnumerator"] = [Is(OperationKind.Read)],
        ["SubBuffer.Dispose"] = [Is(OperationKind.Read)],
    };

    private static readonly Dictionary<string, string> s_without = new()
    {
        ["RingBuffer.Create"] = "nobody else has the ring yet",
        ["RingBuffer.CreateFile"] = "nobody else has the ring yet",
        ["RingBuffer.OpenFile"] = "nobody else has the ring yet",
        ["RingBuffer.Recover"] = "nobody has the ring any more",
        ["RingBuffer.HandOver"] = "takes no step on the ring's memory",
        ["RingBufferReader.TryReadPart"] = "of discard mode alone: see the test of parts",
        ["RingBuffer.OpenReader"] = "takes no step on the ring's memory",
        ["Snapshot.GetEnumerator"] = "takes no step: its MoveNext does",
        ["RingBuffer.Dispose"] = "nobody may use the ring any more",
        ["RingBufferReader.Dispose"] = "gives back what is held as SubBuffer.Dispose does, or leaves it; tested, not explored",
    };

    public static TheoryData<string, RingBufferMode> Shown =>
    [
        .. from name in s_shown.Keys
           from mode in Enum.GetValues<RingBufferMode>()
           select new TheoryDataRow<string, RingBufferMode>(name, mode),
    ];

    [Theory]
    [MemberData(nameof(Shown))]
    public void An_operation_has_a_scenario_of_the_shipped_form(string name, RingBufferMode mode) =>
        Assert.Contains(Scenarios.All, s => s.Mode == mode && s.Form == Form.Lean && s.Lanes.Any(lane => Has(lane, s_shown[name])));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_are_read_in_scenarios_of_the_shipped_form(bool isOneWriter) =>
        Assert.Contains(Scenarios.All, s => s.ReadsParts && s.IsOneWriter == isOneWriter && s.Form == Form.Lean && s.Mode == RingBufferMode.Discard);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_queue_is_read_in_scenarios_of_the_shipped_form(bool isOneWriter) =>
        Assert.Contains(Scenarios.All, s => s.ReadsCells && s.IsOneWriter == isOneWriter && s.Form == Form.Lean && s.Mode == RingBufferMode.Discard);

    [Fact]
    public void Every_public_operation_is_listed()
    {
        IEnumerable<string> all = s_types.SelectMany(t => t.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName && m.GetBaseDefinition() == m).Select(Name)).Distinct();

        Assert.Equal(s_shown.Keys.Concat(s_without.Keys).Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_public_type_is_listed() =>
        Assert.Equal(
            s_types.Concat(s_values).Concat(s_facades).Select(t => t.FullName).Order(StringComparer.Ordinal),
            typeof(RingBuffer).Assembly.GetExportedTypes().Where(t => t.Namespace == typeof(RingBuffer).Namespace).Select(t => t.FullName).Order(StringComparer.Ordinal));

    private static string Name(MethodInfo method)
    {
        string name = $"{method.DeclaringType!.Name}.{method.Name}";
        return name == "RingBuffer.Flush" ? $"{name}({string.Join(", ", method.GetParameters().Select(p => p.Name))})" : name;
    }

    private static Func<Operation, bool> Is(OperationKind kind) => o => o.Kind == kind;

    private static Func<Operation, bool> Flushes(FlushMode mode) => o => o.Kind == OperationKind.Flush && o.Mode == mode;

    private static bool Has(IReadOnlyList<Operation> lane, Func<Operation, bool>[] pattern)
    {
        Operation[] all = [.. lane.SelectMany(o => o.All())];
        return Enumerable.Range(0, Math.Max(0, all.Length - pattern.Length + 1)).Any(i => pattern.Select((fits, k) => fits(all[i + k])).All(b => b));
    }
}
