namespace Verified.Cli.Kills;

/// <summary>Why some mutants tear and lose nothing that a reader or the totals would show.</summary>
internal static class HarmlessToRecords
{
    private static readonly Dictionary<string, string> s_why = new(StringComparer.Ordinal);

    /// <summary>The argument, or null.</summary>
    public static string? Find(string mutant) => s_why.GetValueOrDefault(mutant);
}
