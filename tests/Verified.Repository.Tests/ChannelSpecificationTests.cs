using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Verified.RingBuffers;

namespace Verified.Repository.Tests;

/// <summary>The specification of channels, <c>tla/channel</c>: each model has a record of what TLC found, of this text and no other.</summary>
public partial class ChannelSpecificationTests
{
    private const string Folder = "channel/";
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly Dictionary<string, Model> s_models = JsonSerializer.Deserialize<Dictionary<string, Model>>(
        Checkout.Specification.Read(Folder + "models.json"), s_json)!;

    public static TheoryData<string> Models => [.. s_models.Keys];

    private static string[] Configurations =>
        [.. Checkout.Specification.Names.Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && n.EndsWith(".cfg", StringComparison.Ordinal))
            .Select(n => Path.GetFileNameWithoutExtension(n)).Order()];

    [Fact]
    public void Each_configuration_has_a_record_and_each_record_a_configuration() => Assert.Equal(Configurations, s_models.Keys.Order());

    [Theory]
    [MemberData(nameof(Models))]
    public void The_record_is_of_this_text(string model) => Assert.Equal(s_models[model].Of, HashOf(model));

    [Theory]
    [MemberData(nameof(Models))]
    public void Mutants_fail_by_name_and_nothing_else_does(string model)
    {
        Model of = s_models[model];
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
        string? jar = Environment.GetEnvironmentVariable("TLA2TOOLS_JAR");
        Assert.SkipWhen(string.IsNullOrEmpty(jar), "TLA2TOOLS_JAR names no TLC");
        Assert.SkipWhen(s_models[model].Generated > 200_000, "takes long: run it by hand");
        string states = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string[] arguments = ["-XX:+UseParallelGC", "-cp", jar!, "tlc2.TLC", "-workers", "1", "-nowarning", "-noGenerateSpecTE", "-cleanup", "-lncheck", "final", "-metadir", states, "-config", model + ".cfg", ModuleOf(model) + ".tla"];
            using Process java = Process.Start(new ProcessStartInfo("java", arguments)
            {
                WorkingDirectory = Path.Combine(Checkout.Specification.Directory!, "channel"),
                RedirectStandardOutput = true,
            })!;
            string output = await java.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Equal(s_models[model], Found(output) with { Of = HashOf(model) });
        }
        finally
        {
            Directory.Delete(states, recursive: true);
        }
    }

    private static Model Found(string output)
    {
        Match counts = Counts().Match(output);
        Match fails = Violated().Match(output);
        Assert.True(counts.Success && (fails.Success || output.Contains("No error has been found", StringComparison.Ordinal)), output);
        return new Model(
            fails.Success ? fails.Groups[1].Value : null,
            long.Parse(counts.Groups[2].Value),
            long.Parse(counts.Groups[1].Value),
            int.Parse(Depth().Match(output).Groups[1].Value),
            "");
    }

    private static string Expected(string module, string mutant) => mutant switch
    {
        "wait-for-idle" => "M4_NothingIsHeldBack",
        "plain-look" or "time-after-look" or "any-begin" when module == "Channel" => "M2_SettledIsTrue", // else it shows in the output
        "reuse-undrained" => "M7_FreeIsEmpty",
        "take-without-look" => "M6_OneHasTheBuffer",
        _ => "M1_OutputIsInOrder",
    };

    private static string ModuleOf(string model) => Header().Match(Checkout.Specification.Read($"{Folder}{model}.cfg")).Groups[1].Value;

    private static string MutantOf(string model) => Named().Match(Checkout.Specification.Read($"{Folder}{model}.cfg")).Groups[1].Value;

    private static string HashOf(string model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        Checkout.Specification.Read($"{Folder}{ModuleOf(model)}.tla") + Checkout.Specification.Read($"{Folder}{model}.cfg"))));

    private sealed record Model(string? Fails, long Distinct, long Generated, int Depth, string Of);

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

    [GeneratedRegex(@"(?:Invariant|property) (\w+) (?:is|was) violated")]
    private static partial Regex Violated();

    [GeneratedRegex(@"(\d+) states generated, (\d+) distinct states found, \d+ states left on queue\.")]
    private static partial Regex Counts();

    [GeneratedRegex(@"depth of the complete state graph search is (\d+)")]
    private static partial Regex Depth();
}
