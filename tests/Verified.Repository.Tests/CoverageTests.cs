using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Repository.Tests;

/// <summary>What a model covers is read off its configuration and its counts, whatever the manifest claims.</summary>
public class CoverageTests
{
    private const string Configuration = """
        \* a comment = FALSE
        CONSTANTS
            Writers = {1, 2}
            Flushers = {4}
            FlushModes = {"Active",
                "Complete"}
            ReaderOps = {"Read", "Snapshot"}
            Mode = "Overwrite"
            Nested = FALSE   \* TRUE
            LossLimit = 2
            At <- MCAt
        """;

    private static readonly ModelEntry s_model = new("M") { Result = ModelEntry.Holds, Actions = Capability.All.SelectMany(c => c.Actions).Distinct().ToDictionary(a => a, _ => 1L) };

    [Fact]
    public void Constants_are_read_as_they_are_written()
    {
        ModelConstants constants = ModelConstants.Of(Configuration);
        Assert.Equal(("Overwrite", false, 2), (constants.Mode, constants.Nested, constants.Number("LossLimit")));
        Assert.Equal(["1", "2"], constants.Set("Writers"));
        Assert.Equal(["Active", "Complete"], constants.Set("FlushModes"));
        Assert.Empty(constants.Set("Sizes"));
    }

    [Fact]
    public void A_model_covers_what_its_constants_allow_and_its_counts_show()
    {
        ModelConstants constants = ModelConstants.Of(Configuration);
        string[] Covered(ModelEntry model) => [.. Capability.All.Where(c => c.IsCoveredBy(constants, model)).Select(c => c.Name)];
        Assert.Equal(
            ["two writers", "flusher", "snapshot", "complete", "fast path", "fast path, two writers", "too big", "losses", "losses, flusher"], Covered(s_model));
        Assert.DoesNotContain("complete", Covered(s_model with { Actions = s_model.Actions.Where(a => a.Key != "Get_LoadEnd").ToDictionary() }));
        Assert.Empty(Covered(s_model with { Result = "invariant" }));
        Assert.Empty(Covered(s_model with { Mutant = "no-push" }));
    }

    [Theory]
    [InlineData("Nested = TRUE", "Nested = FALSE", "covers \"nested\"")]
    [InlineData("\"Snapshot\"", "\"Read\"", "covers \"snapshot\"")]
    [InlineData("\"Complete\"", "\"Active\"", "covers \"complete\"")]
    [InlineData("Mode = \"Overwrite\"", "Mode = \"Discard\"", "has a graph to be equal to")]
    public void What_no_model_covers_any_more_is_noticed(string old, string replacement, string problem)
    {
        using TemporaryCopy copy = new();
        foreach (string model in copy.Files.Configurations.Where(m => copy.Files.Read(m + ".cfg").Contains(old, StringComparison.Ordinal)))
        {
            copy.Edit(model + ".cfg", old, replacement);
        }

        CheckRow row = CoverageCheck.Run(copy.Files, Manifest.Load(copy.Files));
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Contains(row.Details, d => d.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"covers\": [\"flying\"]", "covers \"flying\", which is none of")]
    [InlineData("\"covers\": [\"nested\"]", "does not cover \"nested\" as the manifest says")]
    [InlineData("\"mode\": \"overwrite\"", "mode overwrite in the manifest, Discard in the configuration")]
    public void A_claim_that_is_not_so_is_noticed(string claim, string problem)
    {
        using TemporaryCopy copy = new();
        copy.Edit(Manifest.FileName, "\"model\": \"MCTwoWriters\",", $"\"model\": \"MCTwoWriters\", {claim},");
        Assert.Contains(CoverageCheck.Run(copy.Files, Manifest.Load(copy.Files)).Details, d => d.StartsWith("MCTwoWriters: ", StringComparison.Ordinal) && d.Contains(problem, StringComparison.Ordinal));
    }
}
