using Verified.Cli;
using Verified.Cli.Checks;
using Verified.Cli.Proofs;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Repository.Tests.Proofs;

/// <summary>The proof is the fourth place that has the specification's names.</summary>
public sealed class ProofNamesTests : IDisposable
{
    private readonly TemporaryCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void The_proof_has_the_actions_of_the_algorithm_and_no_others()
    {
        ProofFiles proof = ProofFiles.Of(Checkout.Specification);
        Assert.Equal(
            SpecificationNames.ActionsOfAlgorithm(Checkout.Specification).Except(ProofNames.LeftOut(proof).Keys).Order(),
            ProofNames.Steps(proof).Order());
    }

    [Fact]
    public void The_proof_has_the_invariants_of_the_specification_or_says_why_not()
    {
        ProofFiles proof = ProofFiles.Of(Checkout.Specification);
        Assert.Equal(
            SpecificationNames.Invariants(Checkout.Specification).Keys.Concat(ProofNames.Further(Checkout.Specification)).Append(Refinement.Name).Distinct().Order(),
            ProofNames.Invariants(proof).Concat(ProofNames.LeftOut(proof).Keys.Where(n => !n.Contains(' ')).Except(SpecificationNames.Actions(Checkout.Specification))).Order());
    }

    [Theory]
    [InlineData("S23_RecoveredIsCommitted", "Recovery.dfy")]
    [InlineData("S21_EachLossIsCounted", "Losses.dfy")]
    public void What_is_asked_beside_the_invariants_is_asked_of_the_proof(string name, string file)
    {
        EditProof(file, $"predicate {name}(", $"predicate Not{name}(");
        AssertNoticed($"{name} is asked by the specification and not by the proof, nor in proofs/leftout.json");
    }

    [Fact]
    public void A_half_must_be_of_something_that_is_there()
    {
        Write(ProofNames.LeftOutFile, """{ "half S14_PushesNoFurther": "a reason", "half S99_NeverHeardOf": "a reason", "half S1_ReservationsPartition": " " }""");
        AssertNoticed("'half S14_PushesNoFurther' is said to be left out of the proof, and there is no such whole in specification and proof");
        AssertNoticed("'half S99_NeverHeardOf' is said to be left out of the proof, and there is no such whole in specification and proof");
        AssertNoticed("half S1_ReservationsPartition is left out of the proof without a reason");
    }

    [Fact]
    public void An_action_renamed_in_the_proof_alone_is_noticed()
    {
        EditProof("Commit.dfy", "Deliver_Publish", "Deliver_Announce");
        EditProof("ReserveCommit.dfy", "Deliver_Publish", "Deliver_Announce");
        AssertNoticed("Deliver_Publish is in the specification and not in the proof's steps, nor in proofs/leftout.json");
        AssertNoticed("Deliver_Announce is in the proof's steps and not in the specification");
    }

    [Fact]
    public void An_action_that_is_defined_and_never_taken_is_noticed()
    {
        EditProof("ReserveCommit.dfy", "| Flush_Cas | Flush_CasFail |", "| Flush_Cas |");
        AssertNoticed("Flush_CasFail is a function of the proof and not in the proof's steps");
    }

    [Fact]
    public void A_step_without_a_function_is_noticed()
    {
        EditProof("Flush.dfy", "function Flush_CasFail(", "function FlushCasFail(");
        AssertNoticed("Flush_CasFail is in the proof's steps and has no function");
    }

    [Fact]
    public void An_invariant_of_the_proof_that_is_not_the_specifications_is_noticed()
    {
        Write("More.dfy", "module More { ghost predicate S99_NeverHeardOf(x: int) { x > 0 } }");
        AssertNoticed("S99_NeverHeardOf is asked by the proof and not by the specification");
    }

    [Fact]
    public void What_is_left_out_and_present_is_noticed()
    {
        Write("More.dfy", "module More { ghost predicate S1_ReservationsPartition(x: int) { x > 0 } }");
        Write(ProofNames.LeftOutFile, """{ "S1_ReservationsPartition": "a reason", "Flush_Cas": "a reason" }""");
        AssertNoticed("S1_ReservationsPartition is said to be left out of the proof, and is in it");
        AssertNoticed("Flush_Cas is said to be left out of the proof, and is in it");
    }

    [Fact]
    public void What_is_missing_and_not_left_out_is_noticed()
    {
        EditProof("ReserveCommit.dfy", "  datatype Step =", "  datatype Step_ =");
        Write(ProofNames.LeftOutFile, "{ }");
        AssertNoticed("Tick is in the specification and not in the proof's steps, nor in proofs/leftout.json");
        Write("Nothing.dfy", "");
        foreach (string file in Directory.GetFiles(Path.Combine(_copy.Root, "proofs"), "*.dfy"))
        {
            File.Delete(file);
        }

        AssertNoticed("S1_ReservationsPartition is asked by the specification and not by the proof, nor in proofs/leftout.json");
        AssertNoticed("RefinesRingBuffer is asked by the specification and not by the proof, nor in proofs/leftout.json");
    }

    [Fact]
    public void What_is_left_out_needs_a_reason_and_a_place_in_the_specification()
    {
        Write(ProofNames.LeftOutFile, """{ "Tick": " ", "Never_Heard": "a reason" }""");
        AssertNoticed("Tick is left out of the proof without a reason");
        AssertNoticed("Never_Heard is said to be left out of the proof, and is not in the specification");
    }

    [Fact]
    public void A_damaged_list_is_an_error_and_no_crash()
    {
        Write(ProofNames.LeftOutFile, "[]");
        Assert.Equal(ExitCodes.Violation, Assert.Throws<ToolException>(() => NamesCheck.Run(_copy.Files)).ExitCode);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_copy.Root, "proofs", name), text);

    private void EditProof(string name, string old, string replacement)
    {
        string path = Path.Combine(_copy.Root, "proofs", name);
        string text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, replacement));
    }

    private void AssertNoticed(string problem) => Assert.Contains(problem, NamesCheck.Run(_copy.Files).Details);
}
