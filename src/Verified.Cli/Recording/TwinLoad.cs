using Verified.Model;

namespace Verified.Cli.Recording;

/// <summary>The twin's own exploration, as a part of the load that is recorded.</summary>
internal static class TwinLoad
{
    private static readonly ModelConfig s_config = new() { Writers = [1, 2], Sizes = [1], N = 2, S = 3, H = 1 };

    /// <summary>Explores a small model once, or until cancelled.</summary>
    /// <returns>Distinct states found.</returns>
    public static long Explore(CancellationToken cancellation) => new Explorer(new Twin(s_config)).Run(cancellation).Distinct;
}
