using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>The names that Dafny's constructors without arguments have in the proof's text.</summary>
internal static class Names
{
    /// <summary>The proof's mutant that is none.</summary>
    public const string Unbroken = "Unbroken";

    private const string BeforeAction = "At_";

    /// <summary>The name of a constructor, e.g. <c>Reserve_Cas</c> of <c>ReserveCommit.Action.Reserve_Cas</c>.</summary>
    public static string Of(object constructor)
    {
        string text = constructor.ToString()!;
        return text[(text.LastIndexOf('.') + 1)..];
    }

    /// <summary>Constructors to the twin's values, by C#'s type of the constructor: each has one of its own.</summary>
    public static Dictionary<Type, T> Table<T>(IEnumerable<object> constructors, Func<string, T> valueOf) =>
        constructors.ToDictionary(c => c.GetType(), c => valueOf(Of(c)));

    /// <summary>The twin's label: Dafny's are of two types, so that the reader's Idle and the actions have other names.</summary>
    public static Label LabelOf(string name) =>
        name == "RIdle" ? Label.Idle
        : Enum.Parse<Label>(name.StartsWith(BeforeAction, StringComparison.Ordinal) ? name[BeforeAction.Length..] : name);

    /// <summary>The name that a mutant of the specification has in the proof: <c>no-push</c> is <c>NoPush</c>.</summary>
    public static string OfMutant(string mutant) =>
        mutant == Model.Mutants.None ? Unbroken
        : string.Concat(mutant.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
