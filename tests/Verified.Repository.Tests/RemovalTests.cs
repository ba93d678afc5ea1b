using System.Text.RegularExpressions;
using Verified.Cli.Checks;
using Verified.Cli.Kills;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Repository.Tests;

/// <summary>
/// Takes out what the specification and the twin ask, one at a time, and sees what fails: the check of names, the goldens, and, for its
/// meaning, the mutants that are no more caught as the manifest says. What no mutant breaks is taken out in
/// tests/Verified.Model.Tests/RemovalTests.cs.
/// </summary>
public class RemovalTests
{
    private static readonly Lazy<IReadOnlyList<InvariantKill>> s_kills = new(() =>
        InvariantKills.Of(Checkout.Specification, Checkout.Manifest, _ => { }, TestContext.Current.CancellationToken));

    private static readonly IReadOnlyList<string> s_asIs = NamesCheck.Run(Checkout.Specification).Details;

    public static TheoryData<string> Names => [.. NamesCheck.TwinAsks];

    [Fact]
    public void Nothing_is_missed_as_it_is()
    {
        Assert.DoesNotContain(" asks ", string.Concat(s_asIs));
        Assert.DoesNotContain(" does not check ", string.Concat(s_asIs));
        Assert.All(Checkout.Manifest.Models.Where(m => !m.MustHold && m.Result != ModelEntry.Liveness), m => Assert.Empty(MissedBy(m, "nothing")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Taken_out_of_the_twin_it_is_missed(string name)
    {
        CheckRow row = NamesCheck.Run(Checkout.Specification, [.. NamesCheck.TwinAsks.Where(n => n != name)], NamesCheck.TwinProgress);
        Assert.Equal([$"{name} is in what the specification asks and not in what the twin asks"], row.Details.Except(s_asIs));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Taken_out_of_the_specification_it_is_missed(string name)
    {
        using TemporaryCopy copy = new();
        string module = Assert.Single(copy.Files.Modules, m => Definition(name).IsMatch(copy.Files.Read(m)));
        string text = copy.Files.Read(module);
        File.WriteAllText(copy.PathOf(module), Definition(name).Replace(text, ""));
        Assert.Contains($"{name} is in what the twin asks and not in what the specification asks", NamesCheck.Run(copy.Files).Details);
        Assert.StartsWith("void: ", GoldenCheck.Run(copy.Files, Checkout.Manifest).Details[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Taken_out_of_the_models_it_is_missed(string name)
    {
        using TemporaryCopy copy = new();
        string[] asking = [.. copy.Files.Configurations.Where(m => copy.Files.Read(m + ".cfg").Contains($"    {name}\n", StringComparison.Ordinal))];
        Assert.NotEmpty(asking);
        foreach (string model in asking)
        {
            copy.Edit(model + ".cfg", $"    {name}\n", "");
        }

        Assert.Equal(asking.Select(m => $"{m}.cfg does not check {name}").Order(), NamesCheck.Run(copy.Files).Details.Except(s_asIs).Order());
        Assert.StartsWith("void: ", GoldenCheck.Run(copy.Files, Checkout.Manifest).Details[0], StringComparison.Ordinal);
    }

    /// <summary>For its meaning: a mutant that only this catches, or only this in so few states, or that this alone would catch, too.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Taken_out_a_mutant_is_no_more_caught_as_it_must_be(string name)
    {
        InvariantKill kill = s_kills.Value.Single(k => k.Name == name);
        ModelEntry[] manifest = [.. kill.Manifest.Select(Checkout.Manifest.Find)];
        Assert.All(manifest, m => Assert.NotEmpty(MissedBy(m, name)));
        Assert.All(kill.Beside.Take(1).Select(Checkout.Manifest.Find), m =>
        {
            ModelConfig config = TwinModel.Configuration(Checkout.Specification, m.Name);
            HashSet<string> others = [.. NamesCheck.TwinAsks.Where(n => n != name)];
            Assert.Equal(name, FirstSeen(config, InvariantKills.Without(config, others)));
            Assert.Null(FirstSeen(config, InvariantKills.Without(config, new HashSet<string>([.. others, name])) with { MaxStates = 1_000 }));
        });
        Assert.True(kill.Manifest.Count + kill.Beside.Count > 0 != SpoiltAlone.All.Any(s => s.Invariant == name), $"{name} must be of one kind");
    }

    public static TheoryData<string> Progress => [.. NamesCheck.TwinProgress];

    [Theory]
    [MemberData(nameof(Progress))]
    public void A_property_of_progress_taken_out_is_missed(string name)
    {
        CheckRow row = NamesCheck.Run(Checkout.Specification, NamesCheck.TwinAsks, [.. NamesCheck.TwinProgress.Where(n => n != name)]);
        Assert.Equal([$"{name} is in {SpecificationNames.Progress} and not in the twin's properties of progress"], row.Details.Except(s_asIs));

        using TemporaryCopy copy = new();
        string text = copy.Files.Read(SpecificationNames.Progress);
        File.WriteAllText(copy.PathOf(SpecificationNames.Progress), Definition(name).Replace(text, ""));
        Assert.Contains($"{name} is in the twin's properties of progress and not in {SpecificationNames.Progress}", NamesCheck.Run(copy.Files).Details);

        ModelEntry[] failing = [.. Checkout.Manifest.Models.Where(m => !m.MustHold && m.Property == name)];
        Assert.NotEmpty(failing);
        Assert.All(failing, m => Assert.NotEmpty(MissedBy(m, name)));
        copy.Edit(failing[0].Name + ".cfg", $"    {name}\n", "");
        Assert.Contains($"{failing[0].Name}.cfg must check one property of {SpecificationNames.Progress}", NamesCheck.Run(copy.Files).Details);
    }

    private static IReadOnlyList<string> MissedBy(ModelEntry model, string name)
    {
        ModelConfig config = TwinModel.Configuration(Checkout.Specification, model.Name);
        ModelConfig without = config with
        {
            InvariantNames = [.. config.InvariantNames.Where(n => n != name)],
            PropertyNames = [.. config.PropertyNames.Where(n => n != name)],
        };
        ExploreOptions options = ExploreOptions.For(without) with { MaxStates = 200_000 };
        return ModelComparison.Differences(model, TwinModel.Entry(model, Explore(without, options)), "the twin");
    }

    /// <summary>What fails first; nothing if the broken ring grows out of what a state can hold before.</summary>
    private static string? FirstSeen(ModelConfig config, ExploreOptions options)
    {
        try
        {
            return Explore(config, options).Primary?.Name;
        }
        catch (ModelLimitException)
        {
            return null;
        }
    }

    private static ExploreResult Explore(ModelConfig config, ExploreOptions options) =>
        new Explorer(new Twin(config), options).Run(TestContext.Current.CancellationToken);

    /// <summary>A definition, up to the next one or the next comment.</summary>
    private static Regex Definition(string name) =>
        new($@"^{Regex.Escape(name)}\s*==.*?(?=^\S)", RegexOptions.Multiline | RegexOptions.Singleline);
}
