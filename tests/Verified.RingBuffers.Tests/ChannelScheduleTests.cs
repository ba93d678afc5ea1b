using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// Real writers and the real merging reader, one thread at a time, in every order of their points: after each reading of the clock (a writer has
/// looked at the write position, and not reserved yet), and between two looks of the reader.
/// </summary>
public class ChannelScheduleTests
{
    private const int Most = 3_000;
    private const int Samples = 2_000;
    private const int SamplesOfMutant = 100_000;

    private string? _fault;

    /// <summary>What the writers write: sizes of payloads. A sub-buffer has 64 bytes for records of 8 and more bytes of header.</summary>
    public static TheoryData<ChannelLayout, string> Scenarios => new()
    {
        { ChannelLayout.PerProcessor, "one each" },
        { ChannelLayout.PerProcessor, "two and one" },
        { ChannelLayout.PerProcessor, "one into the next" },
        { ChannelLayout.PerProcessor, "both in one" },
        { ChannelLayout.PerThread, "one each" },
        { ChannelLayout.PerThread, "two and one" },
        { ChannelLayout.PerThread, "flushed" },
        { ChannelLayout.PerThread, "flushed after a loss" },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void In_every_order_the_records_come_by_time_and_none_is_missing_or_held_back(ChannelLayout layout, string scenario)
    {
        using var turns = new Turns(3);
        bool all = turns.All(Most, () => Play(layout, scenario, MergeRule.Settled, reads: 1));
        Assert.Null(_fault);
        int ordered = turns.Count;
        turns.Sample(Samples, seed: 1, () => Play(layout, scenario, MergeRule.Settled, reads: 4));
        Assert.Null(_fault);
        Assert.Equal(ordered + Samples, turns.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{ordered} orders, {(all ? "all" : "not all")}; {Samples} more by chance");
    }

    [Theory]
    [InlineData(ChannelLayout.PerProcessor, "one each", nameof(MergeRule.PlainLook), " after one at ")]
    [InlineData(ChannelLayout.PerProcessor, "two and one", nameof(MergeRule.TimeAfterLook), " after one at ")]
    [InlineData(ChannelLayout.PerProcessor, "one into the next", nameof(MergeRule.AnyBegin), " after one at ")]
    [InlineData(ChannelLayout.PerProcessor, "one each", nameof(MergeRule.WaitForIdle), "held back")]
    [InlineData(ChannelLayout.PerThread, "one each", nameof(MergeRule.PlainLook), " after one at ")]
    [InlineData(ChannelLayout.PerThread, "flushed after a loss", nameof(MergeRule.TimeAfterLook), " after one at ")]
    [InlineData(ChannelLayout.PerThread, "flushed", nameof(MergeRule.KnownBuffersOnly), " after one at ")]
    [InlineData(ChannelLayout.PerThread, "one each", nameof(MergeRule.WaitForIdle), "held back")]
    public void A_wrong_rule_is_caught(ChannelLayout layout, string scenario, string rule, string fault)
    {
        using var turns = new Turns(3);
        turns.Sample(SamplesOfMutant, seed: 1, () => Play(layout, scenario, Enum.Parse<MergeRule>(rule), reads: 4));
        TestContext.Current.TestOutputHelper?.WriteLine($"after {turns.Count} orders: {_fault}");
        Assert.Contains(fault, _fault);
    }

    private (Action[] Threads, Func<bool> Check) Play(ChannelLayout layout, string scenario, MergeRule rule, int reads)
    {
        var run = new ChannelRun();
        List<int> accepted = [];
        TraceChannel channel = TraceChannel.Create(new ChannelOptions
        {
            Layout = layout,
            MaxBuffers = layout == ChannelLayout.PerThread ? 4 : 2,
            SettleInterval = TimeSpan.Zero,
            Rule = rule,
            Step = Turns.Point,
            Buffer = new() { SubBufferSize = 128, SubBufferCount = 4, TimeProvider = new TurnTime() },
        });
        TraceChannelReader reader = channel.OpenReader();
        void Read()
        {
            for (int n = 0; n < reads; n++)
            {
                run.TryRead(reader);
            }
        }

        bool Check()
        {
            for (int n = 0; n < 8; n++)
            {
                run.ReadAll(reader);
            }

            run.Fault ??= run.Read.Count < accepted.Count ? $"{accepted.Count - run.Read.Count} held back" : null;
            channel.Complete();
            run.Finish(reader, accepted);
            channel.Dispose();
            _fault = run.Fault;
            return _fault is null;
        }

        return ([.. Writers(channel, scenario, accepted), Read], Check);
    }

    private static Action[] Writers(TraceChannel channel, string scenario, List<int> accepted)
    {
        Action Write(int processor, int number, params int[] sizes) => () =>
        {
            foreach (int size in sizes)
            {
                byte[] payload = new byte[size];
                BitConverter.TryWriteBytes(payload, number);
                bool isPerThread = channel.Options.Layout == ChannelLayout.PerThread;
                if (isPerThread ? channel.TryWrite(payload) : channel.OfProcessor(processor).TryWrite(payload))
                {
                    accepted.Add(number++);
                }

                if (scenario.StartsWith("flushed", StringComparison.Ordinal))
                {
                    channel.Flush();
                    Turns.Point();
                }
            }
        };

        return scenario switch
        {
            "one each" => [Write(0, 10, 8), Write(1, 20, 8)],
            "two and one" => [Write(0, 10, 8, 8), Write(1, 20, 8)],
            "one into the next" => [Write(0, 10, 24, 40), Write(1, 20, 8)],
            "both in one" => [Write(0, 10, 8), Write(0, 20, 48)],
            "flushed after a loss" => [Write(0, 10, 500, 8), Write(1, 20, 8)],
            _ => [Write(0, 10, 8, 8, 8), Write(1, 20, 8)],
        };
    }
}
