using Verified.Model;

namespace Verified.Campaign;

/// <summary>The twin's steps by the names that the code gives to its accesses.</summary>
internal static class StepNames
{
    private static readonly Dictionary<string, Step> s_byName = Enum.GetValues<Step>().ToDictionary(s => s.ToString());

    /// <summary>The step of a name; false if the twin has none.</summary>
    public static bool TryGet(string name, out Step step) => s_byName.TryGetValue(name, out step);
}
