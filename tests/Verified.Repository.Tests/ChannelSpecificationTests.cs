using System.Text.RegularExpressions;
using Verified.Cli;
using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Cli.Tlc;
using Verified.RingBuffers;

namespace Verified.Repository.Tests;

/// <summary>The specification of channels, <c>tla/channel</c>: each model has a record of what TLC found, of this text and no other.</summary>
public partial class ChannelSpecificationTests
{
    private const string Folder = "channel/";
    private const int Seconds = 200_000; // more states than these take minutes: 'verify full' and 'tlc check' run them
    private static readonly SortedDictionary<string, ChannelModel> s_models = ChannelModels.Load(Checkout.Specification);

    public static TheoryData<string> Models => [.. s_models.Keys];

    [Fact]
    public void Each_model_has_a_record_of_its_text()
    {
        Assert.Equal(20, s_models.Count);
        Assert.Empty(ChannelModels.Problems(Checkout.Specification));
    }

    [Fact]
    public void A_text_that_was_edited_or_added_or_is_gone_is_noticed()
    {
        using TemporaryCopy copy = new(withProofs: false);
        copy.Edit("channel/MCChannel.cfg", "SPECIFICATION", " SPECIFICATION");
        File.Copy(Path.Combine(copy.Root, "tla/channel/MCThreads.cfg"), Path.Combine(copy.Root, "tla/channel/MCThreadsNew.cfg"));
        File.Delete(Path.Combine(copy.Root, "tla/channel/MCThreadsReuse.cfg"));
        Assert.Equal(
            [
                "channel/MCThreadsNew has no record in tla/channel/models.json",
                "channel/MCThreadsReuse of tla/channel/models.json has no configuration",
                "channel/MCChannel was edited since TLC ran; 'verified tlc regenerate --model channel/MCChannel' runs it anew",
            ],
            ChannelModels.Problems(copy.Files));
    }

    [Theory]
    [InlineData("channel/MCChannel", "M1_OutputIsInOrder", "channel/MCChannel: M1_OutputIsInOrder fails")]
    [InlineData("channel/MCChannelMutantHeadOnly", null, "channel/MCChannelMutantHeadOnly holds though it is broken")]
    public void A_result_that_must_not_be_is_noticed(string model, string? fails, string told)
    {
        using TemporaryCopy copy = new(withProofs: false);
        SortedDictionary<string, ChannelModel> models = ChannelModels.Load(copy.Files);
        models[model] = models[model] with { Fails = fails };
        ChannelModels.Write(copy.Files, models);
        Assert.Equal([told], ChannelModels.Problems(copy.Files));
    }

    [Fact]
    public void Records_that_can_not_be_read_are_an_error_and_no_crash()
    {
        using TemporaryCopy copy = new(withProofs: false);
        File.WriteAllText(Path.Combine(copy.Root, "tla/channel/models.json"), "{ \"MCChannel\": ");
        Assert.Equal(ExitCodes.Violation, Assert.Throws<ToolException>(() => ChannelModels.Load(copy.Files)).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Mutants_fail_by_name_and_nothing_else_does(string model)
    {
        ChannelModel of = s_models[model];
        Assert.Equal(MutantOf(model) == "none" ? null : Expected(ModuleOf(model), MutantOf(model)), of.Fails);
        Assert.True(of.Distinct > 1000 && of.Distinct <= of.Generated && of.Depth > 5);
    }

    [Fact]
    public void Each_mutant_of_the_modules_has_a_model()
    {
        foreach (string module in new[] { "Channel", "ChannelThreads" })
        {
            string[] asked = [.. Quoted().Matches(Mutants().Match(Checkout.Specification.Read($"{Folder}{module}.tla")).Value).Select(m => m.Groups[1].Value)];
            Assert.NotEmpty(asked);
            Assert.Equal(asked.Order(), s_models.Keys.Where(m => ModuleOf(m) == module).Select(MutantOf).Distinct().Order());
        }
    }

    [Fact]
    public void Each_wrong_rule_of_the_code_is_a_mutant_of_the_specification()
    {
        string[] rules = [.. typeof(TraceChannel).Assembly.GetType("Verified.RingBuffers.MergeRule", throwOnError: true)!.GetEnumNames()
            .Where(n => n != "Settled").Select(n => Capital().Replace(n, "-$0").ToLowerInvariant()[1..])];
        Assert.Equal(7, rules.Length);
        Assert.Subset(s_models.Keys.Select(MutantOf).ToHashSet(), rules.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task TLC_finds_the_same(string model)
    {
        Assert.SkipWhen(TlcRunner.FromEnvironment() is null, $"{TlcRunner.Variable} names no TLC");
        Assert.SkipWhen(s_models[model].Generated > Seconds, "takes long: 'verified verify full' and 'verified tlc check' run it");
        CheckRow row = await ChannelCheck.For(model, s_models[model], TlcRunner.FromEnvironment()!).RunAsync(
            new CheckContext(Checkout.Specification, Checkout.Manifest, Effort.Full, _ => { }, TestContext.Current.CancellationToken));
        Assert.True(row.Verdict == Verdict.Pass, string.Join('\n', row.Details.Prepend(row.Figures)));
    }

    [Theory]
    [InlineData("Error: Invariant M2_SettledIsTrue is violated.", "M2_SettledIsTrue")]
    [InlineData("Error: Temporal properties M4_NothingIsHeldBack were violated.", "M4_NothingIsHeldBack")]
    [InlineData("Model checking completed. No error has been found.", null)]
    public void What_TLC_prints_is_read(string said, string? fails) => Assert.Equal(
        new ChannelModel(fails, 1234, 5678, 9, ""),
        ChannelCheck.Found($"{said}\n5,678 states generated, 1234 distinct states found, 0 states left on queue.\nThe depth of the complete state graph search is 9.\n"));

    [Theory]
    [InlineData("")]
    [InlineData("Model checking completed. No error has been found.")]
    [InlineData("12 states generated, 10 distinct states found, 0 states left on queue.\nThe depth of the complete state graph search is 9.")]
    public void Where_TLC_says_nothing_nothing_is_found(string text) => Assert.Null(ChannelCheck.Found(text));

    private static string Expected(string module, string mutant) => mutant switch
    {
        "wait-for-idle" => "M4_NothingIsHeldBack",
        "plain-look" or "time-after-look" or "any-begin" when module == "Channel" => "M2_SettledIsTrue", // else it shows in the output
        "reuse-undrained" => "M7_FreeIsEmpty",
        "take-without-look" => "M6_OneHasTheBuffer",
        _ => "M1_OutputIsInOrder",
    };

    private static string ModuleOf(string model) => Header().Match(Checkout.Specification.Read($"{model}.cfg")).Groups[1].Value;

    private static string MutantOf(string model) => Named().Match(Checkout.Specification.Read($"{model}.cfg")).Groups[1].Value;

    [GeneratedRegex(@"\\\* MODULE (\w+)")]
    private static partial Regex Header();

    [GeneratedRegex(@"Mutant = ""([a-z-]+)""")]
    private static partial Regex Named();

    [GeneratedRegex(@"Mutant \\in \{[^}]*\}")]
    private static partial Regex Mutants();

    [GeneratedRegex(@"""([a-z-]+)""")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
