namespace Verified.RingBuffers.Core;

/// <summary>Who may reserve, commit and flush: a constant that the JIT folds.</summary>
public interface ISynchronisation
{
    /// <summary>
    /// One thread at a time may, as <c>tla/OneWriter.tla</c> has it: then nobody else stores the write position and the committed
    /// counts, and a release store does what a compare-exchange or an add does for many.
    /// </summary>
    static abstract bool IsOneWriter { get; }
}

/// <summary>Any number of threads reserve, commit and flush at any time (<c>tla/ReserveCommit.tla</c>).</summary>
public readonly struct ManyWriters : ISynchronisation
{
    /// <inheritdoc/>
    public static bool IsOneWriter => false;
}

/// <summary>
/// One thread at a time reserves, commits and flushes (<c>tla/OneWriter.tla</c>). Its reservations nest and end in any order, but no call
/// may run inside another: so the clock must not write to the ring. Another thread may take over after a synchronisation of their own.
/// </summary>
/// <remarks>
/// What orders the payload: all stores of the writer come before the release store of the delivered count, which the reader acquires.
/// What the reader stores, the read position and the slots' words in overwrite mode, is exchanged as with many writers.
/// </remarks>
public readonly struct OneWriter : ISynchronisation
{
    /// <inheritdoc/>
    public static bool IsOneWriter => true;
}
