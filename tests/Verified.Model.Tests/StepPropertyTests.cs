using Xunit;

namespace Verified.Model.Tests;

/// <summary>Each part of a property of steps must be able to fail: one field beside a real step is spoilt, and it must say so.</summary>
public class StepPropertyTests
{
    public static TheoryData<string, string> Parts =>
        [.. StepSpoilings.All.Select(s => new TheoryDataRow<string, string>(s.Property, s.Part))];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Property_can_fail(string name, string part)
    {
        StepSpoiling spoiling = Assert.Single(StepSpoilings.All, s => s.Property == name && s.Part == part);
        StepProperty property = StepProperty.Find(name)!;
        Twin twin = new(Models.Find(spoiling.Model));
        (State s, State t) = Edges.First(twin, spoiling.Where);
        Assert.True(property.Holds(twin, s, t));

        (State before, State after) = (s, t);
        spoiling.Spoil(twin, ref before, ref after);

        Assert.NotEqual((s, t), (before, after));
        Assert.False(property.Holds(twin, before, after));
    }

    [Fact]
    public void Every_property_is_spoilt_here_or_has_tests_of_its_own() =>
        Assert.Equal(
            StepProperty.All.Concat(StepProperty.OfParts).Concat(StepProperty.OfCells).Select(p => p.Name).Except([Counters.Name, LossCounts.Name]),
            StepSpoilings.All.Select(s => s.Property).Distinct());
}
