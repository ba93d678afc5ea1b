using Verified.RingBuffers;

namespace Verified.Campaign;

/// <summary>The scenarios of campaigns.</summary>
public static class Scenarios
{
    /// <summary>All scenarios, in the order in which campaigns run them: discard mode, then overwrite mode.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. DiscardScenarios.All, .. OverwriteScenarios.All];

    /// <summary>Finds a scenario.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The scenario, or null.</returns>
    public static Scenario? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The scenarios of a mode.</summary>
    /// <param name="mode">The mode; null for both.</param>
    public static IEnumerable<Scenario> Of(RingBufferMode? mode) => All.Where(s => mode is null || s.Mode == mode);
}
