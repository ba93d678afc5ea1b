namespace Verified.Model;

/// <summary>The two forms of commit, delivery and reading that ReserveCommit.tla describes (constant <c>Form</c>).</summary>
public enum Form
{
    /// <summary>The add returns the sum, so one committer sees the slot full and needs no lock: what the library ships.</summary>
    Lean,

    /// <summary>Add, load, lock by compare-exchange, finalize, publish: what LTTng does.</summary>
    Lttng,
}
