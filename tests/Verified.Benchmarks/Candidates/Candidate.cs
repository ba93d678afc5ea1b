using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>Something that takes records.</summary>
/// <param name="Name">What tables and targets call it: family, slash, variant; "clock" when its records carry a time.</param>
/// <param name="About">What exactly it does, in a line.</param>
/// <param name="Takes">Which shapes and sizes it is for.</param>
/// <param name="Make">Sets it up.</param>
internal sealed record Candidate(string Name, string About, Func<Shape, int, bool> Takes, Func<CaseOptions, Case> Make)
{
    /// <summary>Its workload, if its work is done in this process.</summary>
    public Func<CaseOptions, Workload>? Managed { get; private init; }

    /// <summary>One whose work is done in this process.</summary>
    public static Candidate Of(string name, string about, Func<Shape, int, bool> takes, Func<CaseOptions, Workload> make) =>
        new(name, about, takes, options => new ManagedCase(options.Shape, make(options))) { Managed = make };
}
