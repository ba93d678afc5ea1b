using Verified.Campaign;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;
using Xunit;

namespace Verified.Exploration.Tests;

public class MutantTests
{
    /// <summary>
    /// Without the twin these do no harm that a caller sees in so few schedules: some lose only the truth of a loss's cause or of
    /// a count, others need a thread that sleeps for a lap between two accesses, and initial-lap-zero needs a reader that
    /// believes a slot without having seen its delivered count; what a snapshot leaves out is not missed, and what a part leaves is read later; the committed prefix is of use when a process died, which none does here.
    /// </summary>
    private static readonly string[] s_hidden =
    [
        Mutants.NoCleanSlotTest, Mutants.NoRecheck, Mutants.DeliverWithoutLock, Mutants.InitialLapZero, Mutants.NoClearNorefOfOld,
        Mutants.PublishBeforeNoref, Mutants.LossesSampledAtDelivery, Mutants.PushByWhoEnters, Mutants.NoClearNorefOfRecord, Mutants.LossesNotStated,
        Mutants.PrefixOfOwnEnd, Mutants.PrefixPositionBeforeCount, Mutants.SnapshotOneShort,
        Mutants.PartTakenOnce,
    ];

    public static TheoryData<string> Names => [.. Mutants.All];

    public static TheoryData<string, string> InEachScenario
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Mutant mutant in MutantCatalog.All)
            {
                foreach (string scenario in mutant.Scenarios)
                {
                    data.Add(mutant.Name, scenario);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Visible => [.. Mutants.All.Except(s_hidden)];

    [Fact]
    public void Every_mutant_of_the_specification_is_in_the_catalog() =>
        Assert.Equal(Mutants.All.Order(), MutantCatalog.All.Select(m => m.Name).Order());

    /// <summary>Of the form that one writer has, and not of readers that are apart from it.</summary>
    [Fact]
    public void Every_mutant_of_the_lean_form_is_one_of_one_writer_or_there_is_a_reason() => Assert.Equal(
        MutantCatalog.All.Where(m => m is { Form: Form.Lean, IsOfParts: false, IsOfCells: false }).Select(m => m.Name).Order(),
        OneWriterMutants.Shown.Keys.Concat(OneWriterMutants.ShownByStep.Keys).Concat(OneWriterMutants.Absent.Keys).Order());

    [Fact]
    public void The_mutants_of_one_writer_are_shown_by_one_writer() => Assert.All(
        OneWriterMutants.Shown.Values.Concat(OneWriterMutants.ShownByStep.Values), s => Assert.True(Scenarios.Find(s)!.IsOneWriter));

    /// <summary>They are another step of the code, which the lockstep sees, and nothing that goes wrong: beside a twin with the same mutant all is well.</summary>
    [Theory]
    [InlineData(Mutants.NoRecheck)]
    [InlineData(Mutants.ClockReadOnce)]
    [InlineData(Mutants.LastTimeBeforeCas)]
    public void What_one_writer_shows_by_its_step_alone_does_no_harm(string mutant)
    {
        CampaignResult result = CampaignRunner.Run(
            new CampaignOptions
            {
                Mutant = mutant,
                Judge = Judge.MutatedTwin,
                Scenarios = [.. Enum.GetValues<RingBufferMode>().SelectMany(m => Scenarios.Of(m)).Where(s => s.IsOneWriter && !s.ReadsCells).Select(s => s.Name)],
                Engine = StepExplorer.EngineName,
                Schedules = 900,
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(CampaignVerdict.Pass, result.Verdict);
        Assert.Contains(mutant, OneWriterMutants.ShownByStep.Keys);
    }

    [Theory]
    [InlineData(Mutants.PaddingNotCommitted)]
    [InlineData(Mutants.ClaimWithoutCas)]
    [InlineData(Mutants.CountOfOwnEnd)]
    public void A_mutant_of_one_writer_is_caught_by_both_judges(string mutant) => Assert.All(
        [Judge.Lockstep, Judge.MutatedTwin],
        judge => Assert.Equal(CampaignVerdict.Violation, CampaignRunner.Run(
            new CampaignOptions { Mutant = mutant, Judge = judge, Scenarios = [OneWriterMutants.Shown[mutant]], Engine = StepExplorer.EngineName, Schedules = 1000 },
            TestContext.Current.CancellationToken).Verdict));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_lockstep_catches_every_mutant_and_its_schedule_replays(string mutant)
    {
        foreach (string engine in Engines.Names)
        {
            ScheduleFile file = Caught(mutant, engine, Judge.Lockstep, 200);
            Assert.Equal(file.FailingStep, file.Steps[^1].Number);

            ReplayResult again = ScheduleReplayer.Replay(ScheduleFile.Parse(file.ToJson()));

            Assert.True(again.IsSameStep);
            Assert.Equal(file.Message, again.Message);
            Assert.Equal(file.Steps, again.Steps);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_twin_with_the_same_mutant_breaks_an_invariant(string mutant)
    {
        ScheduleFile file = Caught(mutant, StepExplorer.EngineName, Judge.MutatedTwin, 1000);

        // Not because code and twin differ: they are broken in the same way.
        Assert.DoesNotContain(" took ", file.Message, StringComparison.Ordinal);
    }

    /// <summary>Coyote's threads take no step after the one that failed, however the machine runs them.</summary>
    [Theory]
    [InlineData(Mutants.NoRecheck)]
    [InlineData(Mutants.NewEndOmitted)]
    [InlineData(Mutants.DeliverWithoutLock)]
    public void A_schedule_under_Coyote_ends_with_the_step_that_failed(string mutant)
    {
        ScheduleFile first = Caught(mutant, CoyoteExplorer.EngineName, Judge.Lockstep, 200);
        for (int i = 0; i < 40; i++)
        {
            ScheduleFile again = Caught(mutant, CoyoteExplorer.EngineName, Judge.Lockstep, 200);

            Assert.Equal(first.FailingStep, again.FailingStep);
            Assert.Equal(first.Steps, again.Steps);
        }
    }

    public static TheoryData<string> OfCodeAlone => [.. MutantCatalog.OfCodeAlone.Select(m => m.Name)];

    /// <summary>The twin refuses the first step too much; what is checked of the code alone sees them too, as other tests show.</summary>
    [Theory]
    [MemberData(nameof(OfCodeAlone))]
    public void The_lockstep_catches_the_mutants_of_the_code_alone(string mutant)
    {
        Assert.DoesNotContain(mutant, Mutants.All);
        foreach (string scenario in MutantCatalog.Find(mutant)!.Scenarios)
        {
            Assert.Contains(" took ", Caught(mutant, StepExplorer.EngineName, Judge.Lockstep, 1000, scenario: scenario).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(InEachScenario))]
    public void The_lockstep_catches_every_mutant_in_every_scenario_of_its_list(string mutant, string scenario) =>
        Caught(mutant, StepExplorer.EngineName, Judge.Lockstep, 1000, scenario: scenario);

    [Theory]
    [MemberData(nameof(Visible))]
    public void The_meaning_of_the_end_alone_catches_most(string mutant) =>
        Caught(mutant, StepExplorer.EngineName, Judge.MeaningOnly, 1000);

    [Fact]
    public void A_stalled_thread_shows_a_delivery_without_lock_by_its_meaning_alone() => Caught(
        Mutants.DeliverWithoutLock, StepExplorer.EngineName, Judge.MeaningOnly, 5000, Strategy.Stall, "lttng-exact-fill");

    private static ScheduleFile Caught(
        string mutant, string engine, Judge judge, long schedules, Strategy strategy = Strategy.Portfolio, string? scenario = null)
    {
        var options = new CampaignOptions
        {
            Mutant = mutant,
            Scenarios = [scenario ?? MutantCatalog.Find(mutant)!.Scenarios[0]],
            Strategy = strategy,
            Engine = engine,
            Judge = judge,
            Schedules = schedules,
        };
        CampaignResult result = CampaignRunner.Run(options, TestContext.Current.CancellationToken);
        Assert.Equal(CampaignVerdict.Violation, result.Verdict);
        return Assert.Single(result.Scenarios).Failure!;
    }
}
