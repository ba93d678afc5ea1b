namespace Verified.Benchmarks.Running;

/// <summary>
/// What one candidate does in one shape with one payload. The loops are the candidate's own, so that nothing is called
/// through this class per record.
/// </summary>
internal abstract class Workload : IDisposable
{
    /// <summary>Writes up to so many records, and stops at the first that is refused. The timed part.</summary>
    /// <param name="lane">Which producer.</param>
    /// <param name="count">How many.</param>
    /// <returns>How many were accepted.</returns>
    public abstract int Write(int lane, int count);

    /// <summary>What has to be done between batches, and is not timed.</summary>
    /// <param name="lane">Which producer.</param>
    public virtual void Settle(int lane)
    {
    }

    /// <summary>Makes what the producer wrote readable: it has ended.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>Takes what is there, or a part of it.</summary>
    /// <returns>How many records.</returns>
    public virtual int Read() => throw new NotSupportedException($"{GetType().Name} has no consumer");

    /// <summary>
    /// Accounts for every record after the lanes have ended; null if it adds up, else what does not. Called once, at the end, of a
    /// workload that was made to be verified.
    /// </summary>
    /// <param name="accepted">Records that <see cref="Write"/> said it took.</param>
    /// <param name="refused">Records that it refused.</param>
    /// <param name="read">Records that <see cref="Read"/> took.</param>
    public abstract string? Verify(long accepted, long refused, long read);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>For <see cref="Verify"/>: two counts that must be the same.</summary>
    protected static string? Same(string what, long expected, long actual) =>
        expected == actual ? null : $"{what}: {expected} expected, {actual} found";
}
