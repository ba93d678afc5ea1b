using Verified.Campaign;
using Verified.Cli.Specification;

namespace Verified.Cli.Kills;

/// <summary>What each method sees of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Golden">The model that TLC found to fail with it.</param>
/// <param name="TwinProperty">The property that fails in the twin on that model; null if none does.</param>
/// <param name="TwinStates">Distinct states that the twin had found by then.</param>
/// <param name="Lockstep">The first schedule of the real code with a step that the twin does not know; null if there is none.</param>
/// <param name="BesideTwin">The first schedule that fails beside a twin with the same mutant.</param>
/// <param name="Meaning">The first schedule in which what was read or lost is wrong.</param>
/// <param name="Bounds">The smallest model that shows it, in words.</param>
internal sealed record KillRow(
    Mutant Mutant, ModelEntry Golden, string? TwinProperty, long TwinStates, long? Lockstep, long? BesideTwin, long? Meaning, string Bounds)
{
    /// <summary>The commit of LTTng that mended it, where there is one: M is lttng-modules, U lttng-ust.</summary>
    public string History
    {
        get
        {
            int from = Mutant.Summary.LastIndexOf('(');
            return from >= 0 && Mutant.Summary[from + 1] is 'M' or 'U' ? Mutant.Summary[(from + 1)..].TrimEnd('.', ')') : "";
        }
    }

    /// <summary>Why what is read and lost is right all the same, where it is; null if nobody says so.</summary>
    public string? Argument => HarmlessToRecords.Find(Mutant.Name);

    /// <summary>What is wrong with this row; nothing if every method that must see the mutant does, and the others are argued.</summary>
    public IEnumerable<string> Problems()
    {
        if (Golden.MustHold)
        {
            yield return $"{Mutant.Name}: TLC's model {Golden.Name} holds";
        }

        if (TwinProperty != Golden.Property)
        {
            yield return $"{Mutant.Name}: on {Golden.Name} TLC finds {Golden.Property}, the twin {TwinProperty ?? "nothing"}";
        }

        if (Lockstep is null)
        {
            yield return $"{Mutant.Name}: survives in lockstep with the twin";
        }

        if (BesideTwin is null)
        {
            yield return $"{Mutant.Name}: survives beside a twin with the same mutant";
        }

        if (Meaning is null && Argument is null)
        {
            yield return $"{Mutant.Name}: what is read and lost does not show it, and nobody says why";
        }

        if (Meaning is not null && Argument is not null)
        {
            yield return $"{Mutant.Name}: is said to harm no record, and what is read or lost shows it in schedule {Meaning}";
        }
    }
}
