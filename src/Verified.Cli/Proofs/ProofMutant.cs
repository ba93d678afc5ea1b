using System.Text.Json.Nodes;

namespace Verified.Cli.Proofs;

/// <summary>A mutant and the lemma that must fail with it.</summary>
/// <param name="Mutant">Its name: as in <c>tla/manifest.json</c>, or, with an edit, one of the proof's own.</param>
/// <param name="Lemma">The lemma's qualified name.</param>
/// <param name="File">The file that it stands in.</param>
/// <param name="Edit">What is edited, of a guard that the specification has no mutant of; otherwise null, and the switch is set.</param>
internal sealed record ProofMutant(string Mutant, string Lemma, string File, ProofEdit? Edit = null)
{
    /// <summary>The constructor of the proof's type <c>Mutant</c>.</summary>
    public string Constructor => ProofMutants.Constructor(Mutant);

    /// <summary>Under what its death is on record.</summary>
    public string Record => $"{Mutant} by {Lemma}";

    /// <summary>The hash of all that its death rests on: the lemma's file, what that includes, and what is edited.</summary>
    public string Text(ProofFiles files) =>
        Edit is null ? files.Closure(File) : ProofFiles.Hash($"{files.Closure(File)}\n{Edit.File}\n{Edit.From}\n{Edit.To}");

    /// <summary>The text of a file of the proof when it is broken in this way.</summary>
    public string Broken(string file, string text) =>
        Edit is not null ? (file == Edit.File ? text.Replace(Edit.From, Edit.To, StringComparison.Ordinal) : text)
        : file == ProofMutants.SwitchFile
            ? text.Replace(ProofMutants.Switch, ProofMutants.Switch.Replace(ProofMutants.Unbroken, Constructor, StringComparison.Ordinal), StringComparison.Ordinal)
            : text;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">A part is missing.</exception>
    public static ProofMutant Parse(JsonObject json, bool isGuard)
    {
        string Field(string name) => (string?)json[name] ?? throw new FormatException($"a {(isGuard ? "guard" : "mutant")} has no \"{name}\"");
        return isGuard
            ? new ProofMutant(Field("guard"), Field("lemma"), Field("file"), new ProofEdit(Field("in"), Field("from"), Field("to"), Field("why")))
            : new ProofMutant(Field("mutant"), Field("lemma"), Field("file"));
    }
}

/// <summary>An edit of the machine that takes a guard away.</summary>
/// <param name="File">Where.</param>
/// <param name="From">What stands there, once.</param>
/// <param name="To">What stands there instead.</param>
/// <param name="Why">What then goes wrong, so that the lemma is not only not proved but false: TLC has no model of it to show that.</param>
internal sealed record ProofEdit(string File, string From, string To, string Why)
{
    /// <summary>What is wrong with it, a line each.</summary>
    public IEnumerable<string> Problems(ProofFiles files, ProofMutant mutant)
    {
        if (!files.Names.Contains(File))
        {
            yield return $"{mutant.Mutant}: there is no {File}";
        }
        else if (From.Length == 0 || files.Text(File).Split(From).Length != 2)
        {
            yield return $"{mutant.Mutant}: '{From}' must stand once in {File}";
        }

        if (string.IsNullOrWhiteSpace(Why))
        {
            yield return $"{mutant.Mutant}: it is not said what goes wrong without it";
        }

        if (From == To)
        {
            yield return $"{mutant.Mutant}: the edit changes nothing";
        }

        if (files.Names.Contains(mutant.File) && !files.Reached(mutant.File).Contains(File))
        {
            yield return $"{mutant.Mutant}: {mutant.File} does not include {File}";
        }
    }
}
