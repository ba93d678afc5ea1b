namespace Verified.Model;

/// <summary>Tests one state.</summary>
/// <param name="twin">The twin of the model.</param>
/// <param name="s">The state.</param>
/// <returns>True when the invariant holds.</returns>
public delegate bool InvariantTest(Twin twin, in State s);

/// <summary>An invariant of Invariants.tla.</summary>
public sealed class Invariant
{
    private readonly InvariantTest _test;

    /// <summary>Creates an invariant.</summary>
    /// <param name="name">The specification's name of it.</param>
    /// <param name="test">Its test.</param>
    public Invariant(string name, InvariantTest test)
    {
        Name = name;
        _test = test;
    }

    /// <summary>The operator's name in Invariants.tla.</summary>
    public string Name { get; }

    /// <summary>Tests a state.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state.</param>
    /// <returns>True when the invariant holds.</returns>
    public bool Holds(Twin twin, in State s) => _test(twin, s);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
