using Verified.Campaign;
using Verified.Exploration;
using Xunit;

namespace Verified.Exploration.Tests;

public class ScheduleFileTests
{
    private static readonly ScheduleFile s_file = new()
    {
        Format = ScheduleFile.CurrentFormat,
        Scenario = "two-writers",
        Mutant = "none",
        Judge = Judge.Lockstep,
        Engine = StepExplorer.EngineName,
        Strategy = Strategy.Portfolio,
        Seed = 1,
        Schedule = 1,
        Trace = "0,0,0,1",
        FailingStep = 3,
        Message = "made up",
        Steps = [new RecordedStep(3, 1, "Reserve_Cas", "wpos", 0, 16, 32)],
    };

    [Fact]
    public void A_file_is_read_as_it_was_written()
    {
        string path = Path.GetTempFileName();
        try
        {
            s_file.Save(path);
            ScheduleFile read = ScheduleFile.Load(path);
            Assert.Equal(s_file.Steps, read.Steps);
            Assert.Equal(s_file, read with { Steps = s_file.Steps });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_schedule_that_does_not_fail_says_so()
    {
        ReplayResult result = ScheduleReplayer.Replay(s_file);

        Assert.False(result.FailedAgain);
        Assert.False(result.IsSameStep);
        Assert.True(result.FailingStep > 3);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("{", "damaged")]
    [InlineData("[]", "damaged")]
    [InlineData("{\"format\":1}", "damaged")]
    public void Text_that_is_no_schedule_file_is_refused(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "format is 2")]
    [InlineData("two-writers", "no-such", "no scenario 'no-such'")]
    [InlineData("\"none\"", "\"no-such\"", "no mutant 'no-such'")]
    [InlineData("\"none\"", "\"one-phase-delivery\"", "does not live")]
    [InlineData("\"step\"", "\"spin\"", "spin")]
    [InlineData("\"portfolio\"", "\"luck\"", "damaged")]
    [InlineData("0,0,0,1", " ", "no trace")]
    [InlineData("\"seed\": 1", "\"seed\": -1", "damaged")]
    [InlineData("\"made up\"", "null", "damaged")]
    public void A_changed_file_is_refused(string old, string with, string message) =>
        Refused(s_file.ToJson().Replace(old, with, StringComparison.Ordinal), message);

    [Theory]
    [InlineData("7,7")]
    [InlineData("0,!")]
    public void A_damaged_trace_is_refused(string trace) => Assert.Throws<ScheduleFileException>(() => ScheduleReplayer.Replay(s_file with { Trace = trace }));

    [Fact]
    public void A_damaged_coyote_trace_is_refused() => Assert.Throws<ScheduleFileException>(
        () => ScheduleReplayer.Replay(s_file with { Engine = CoyoteExplorer.EngineName, Trace = "no trace at all" }));

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.Contains("can not be read", Assert.Throws<ScheduleFileException>(() => ScheduleReplayer.Replay("no-such-file.json")).Message, StringComparison.Ordinal);

    private static void Refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ScheduleFileException>(() => ScheduleFile.Parse(text)).Message, StringComparison.Ordinal);
}
