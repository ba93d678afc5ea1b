using System.Text.RegularExpressions;
using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>The comparison can fail: each way in which the two sides can part is seen.</summary>
public partial class ComparisonTests(ITestOutputHelper output)
{
    /// <summary>What the proof remembers beyond the specification: where in the log a process stands, and of a reservation
    /// whether its time is kept in full, and the losses sampled.</summary>
    [GeneratedRegex(@"^\.procs\[\d+\]\.l\.at$|^\.log\[\d+\]\.(f|s\..*)$")]
    private static partial Regex MoreHistory();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    [Fact]
    public void Every_variable_of_a_state_is_compared()
    {
        var random = new Random(4);
        HashSet<string> seen = [];
        for (int i = 0; i < 12; i++)
        {
            var comparison = new Comparison(Configurations.Draw(random));
            Pair at = Walks.EndOf(comparison, random.Next(), 400);
            HashSet<string> forgotten = [.. Enumerable.Range(0, at.Dafny.dtor_log.Count).Except(at.Kept).Select(j => $".log[{j}]")];
            foreach ((string path, object spoilt) in Leaves.Spoil(at.Dafny))
            {
                bool isMore = MoreHistory().IsMatch(path) || forgotten.Any(f => path.StartsWith(f + ".", StringComparison.Ordinal));
                string difference = comparison.DifferenceOf(at with { Dafny = (DafnyState)spoilt });
                Assert.True(isMore == (difference.Length == 0), $"{path}: '{difference}'");
                seen.Add(Index().Replace(path, "[]"));
            }
        }

        output.WriteLine($"{seen.Count}: {string.Join(" ", seen.Order(StringComparer.Ordinal))}");
    }

    [Fact]
    public void A_step_that_the_proof_leaves_out_is_seen() => AssertSeen(
        steps => steps.Remove(new Key(Step.Commit_AddCount, 1, 0)),
        "Commit_AddCount(1): a move of the twin, no step of the proof");

    [Fact]
    public void A_step_that_the_proof_has_more_is_seen() => AssertSeen(
        steps => steps.TryAdd(new Key(Step.Write_Abandon, 1, 0), steps.Values.First()),
        "Write_Abandon(1): a step of the proof, no move of the twin");

    [Fact]
    public void A_step_with_another_state_after_it_is_seen() => AssertSeen(
        steps =>
        {
            var key = new Key(Step.Deliver_Publish, 1, 0);
            if (steps.TryGetValue(key, out DafnyState? next))
            {
                steps[key] = (DafnyState)Leaves.Spoil(next).First(leaf => leaf.Path == ".dc[1]").Value;
            }
        },
        "Deliver_Publish(1): twin dc=[");

    private static void AssertSeen(Spoiling spoil, string message)
    {
        var config = new ModelConfig { S = 3, Sizes = [1, 2], LossLimit = Configurations.MostLosses, Shifts = false };
        Assert.Null(Walks.Random(new Comparison(config), 5, 400, new Tally()));
        string? difference = Walks.Random(new Comparison(config, spoil: spoil), 5, 400, new Tally());
        Assert.NotNull(difference);
        Assert.StartsWith(message, difference, StringComparison.Ordinal);
    }
}
