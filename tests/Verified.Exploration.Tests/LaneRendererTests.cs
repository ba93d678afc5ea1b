using Verified.Campaign;
using Xunit;

namespace Verified.Exploration.Tests;

public class LaneRendererTests
{
    [Fact]
    public void Steps_are_drawn_in_one_column_for_each_process() => Assert.Equal(
        [
            "     writer 1                              writer 2                    reader",
            "---  ------------------------------------  --------------------------  ------------------------------",
            "  9  Reserve_LoadWritePosition wpos[0] 16",
            " 10                                        Reserve_Cas wpos[0] 16->32",
            " 11                                                                    Get_LoadReadPosition rpos[0] 0",
            ">12  Reserve_CasFail wpos[0] 32",
        ],
        LaneRenderer.Render(
        [
            new RecordedStep(9, 1, "Reserve_LoadWritePosition", "wpos", 0, 16, 16),
            new RecordedStep(10, 2, "Reserve_Cas", "wpos", 0, 16, 32),
            new RecordedStep(11, Scenario.Reader, "Get_LoadReadPosition", "rpos", 0, 0, 0),
            new RecordedStep(12, 1, "Reserve_CasFail", "wpos", 0, 32, 32),
        ]));

    [Fact]
    public void Names_can_be_given() =>
        Assert.Equal("    A", LaneRenderer.Render([new RecordedStep(1, 7, "Fence", "", 0, 0, 0)], _ => "A")[0]);

    [Fact]
    public void No_steps_are_no_lines() => Assert.Empty(LaneRenderer.Render([]));
}
