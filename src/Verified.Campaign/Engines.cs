using Verified.Exploration;

namespace Verified.Campaign;

/// <summary>The schedule explorers by name.</summary>
public static class Engines
{
    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [CoyoteExplorer.EngineName, StepExplorer.EngineName];

    /// <summary>Makes an engine.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A new engine, or null if there is none of that name.</returns>
    public static IScheduleExplorer? Find(string name) => name switch
    {
        CoyoteExplorer.EngineName => new CoyoteExplorer(),
        StepExplorer.EngineName => new StepExplorer(),
        _ => null,
    };
}
