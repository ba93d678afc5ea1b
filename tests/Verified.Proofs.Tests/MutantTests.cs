using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>The proof's mutants break what the specification's break: the lemma that kills one kills what TLC kills.</summary>
public class MutantTests(ITestOutputHelper output)
{
    private const int Drawn = 12;
    private const int MostWalks = 300;

    /// <summary>The mutants of the committed prefix break Recovery.tla, which the machine of ReserveCommit.dfy has no part of.</summary>
    private static readonly string[] s_ofRecovery = [Model.Mutants.PrefixOfOwnEnd, Model.Mutants.PrefixPositionBeforeCount];

    public static TheoryData<string> All { get; } =
        [.. Model.Mutants.All.Where(m => Machine.Mutants.Contains(Names.OfMutant(m))).Except(s_ofRecovery)];

    [Fact]
    public void Every_mutant_of_the_proof_is_one_of_the_specification() => Assert.Equal(
        Machine.Mutants.Order(),
        All.Select(m => Names.OfMutant(m.Data)).Concat(s_ofRecovery.Select(Names.OfMutant)).Append(Names.Unbroken).Order());

    [Theory]
    [MemberData(nameof(All))]
    public void A_mutant_takes_the_same_steps_on_both_sides(string mutant)
    {
        var random = new Random(mutant.Length);
        var tally = new Tally();
        IEnumerable<ModelConfig> drawn = Enumerable.Range(0, Drawn).Select(_ => Configurations.Draw(random, mutant));
        foreach (ModelConfig config in Models.Of(mutant).Concat(drawn))
        {
            string? difference = Walks.Random(new Comparison(config), random.Next(), 300, tally);
            Assert.True(difference is null, difference);
        }

        output.WriteLine($"{tally.States} states, {tally.Steps} steps; {tally.Overfull} walks ended early");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_mutant_of_the_twin_alone_is_seen(string mutant)
    {
        var random = new Random(mutant.Length);
        ModelConfig[] models = [.. Models.Of(mutant)];
        var tally = new Tally();
        string? difference = null;
        int walk = 0;
        for (; walk < MostWalks && difference is null; walk++)
        {
            // In turn in a model in which TLC sees it, and in whatever is drawn.
            ModelConfig config = walk % 2 == 0 && models.Length > 0 ? models[walk / 2 % models.Length] : Configurations.Draw(random, mutant);
            difference = Walks.Random(new Comparison(config, Names.Unbroken), walk, 400, tally);
        }

        output.WriteLine($"walk {walk}, {tally.States} states: {difference}");
        Assert.NotNull(difference);
    }
}
