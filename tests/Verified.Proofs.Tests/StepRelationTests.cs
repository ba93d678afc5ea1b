using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>
/// The step relation that is proved things about (proofs/ReserveCommit.dfy, translated and run) against the twin's, whose state
/// graphs are compared with those of the specification: so the proof is of the same algorithm, and no third transcription.
/// </summary>
public class StepRelationTests(ITestOutputHelper output)
{
    private const int Drawn = 100;
    private const int DrawnForSearch = 16;
    private const int FewestOfAnAction = 5;
    private const int FewestLaps = 8;

    [Fact]
    public void The_same_steps_on_random_walks()
    {
        var random = new Random(1);
        var tally = new Tally();
        for (int i = 0; i < Drawn; i++)
        {
            ModelConfig config = Configurations.Draw(random);
            AssertSame(Walks.Random(new Comparison(config), random.Next(), 1000, tally));
        }

        Report(tally);
        Assert.True(tally.Laps >= FewestLaps, $"the longest walk went {tally.Laps} times round the ring");
        Assert.All(Machine.Actions, a => Assert.True(
            tally.Fired.GetValueOrDefault(Enum.Parse<Step>(a)) >= FewestOfAnAction, $"{a} was hardly compared"));
    }

    [Fact]
    public void The_same_steps_in_all_states_near_the_initial_one()
    {
        var random = new Random(2);
        var tally = new Tally();
        for (int i = 0; i < DrawnForSearch; i++)
        {
            AssertSame(Walks.BreadthFirst(new Comparison(Configurations.Draw(random)), 2000, tally));
        }

        Report(tally);
    }

    [Fact]
    public void The_same_steps_in_the_models_of_the_specification()
    {
        var tally = new Tally();
        ModelConfig[] models = [.. Models.Of(Model.Mutants.None)];
        Assert.NotEmpty(models);
        foreach (ModelConfig config in models)
        {
            AssertSame(Walks.Random(new Comparison(config), 3, 400, tally));
        }

        output.WriteLine($"{models.Length} models");
        Report(tally);
    }

    private static void AssertSame(string? difference) => Assert.True(difference is null, difference);

    private void Report(Tally tally)
    {
        output.WriteLine($"{tally.States} states, {tally.Steps} steps, {tally.Laps} laps at most");
        output.WriteLine(string.Join(" ", tally.Fired.OrderBy(f => f.Value).Select(f => $"{f.Key}:{f.Value}")));
    }
}
