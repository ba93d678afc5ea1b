namespace Verified.Atomics;

/// <summary>
/// What a lock-free algorithm asks of memory. Implemented by structs, so that generic code
/// (<c>where TMemory : struct, IMemory</c>) is compiled once for each and calls nothing on the processor, while an explorer
/// puts a scheduling point, a log or a weaker memory in the same place.
/// </summary>
/// <remarks>
/// Orderings are those of the published .NET memory model (dotnet/runtime, docs/design/specs/Memory-model.md).
/// A <c>step</c> is the constant name of the action of the specification that the access is; the empty string marks an
/// observation outside the algorithm, such as reading a statistic: it is no step, and no explorer schedules it.
/// Words are 64 bits wide and aligned to 8 bytes. All members may be called from any thread.
/// </remarks>
public interface IMemory
{
    /// <summary>Loads a word; no later access of this thread moves before it ("volatile read").</summary>
    /// <param name="at">The word.</param>
    /// <param name="step">The action's name.</param>
    /// <returns>The value seen.</returns>
    long LoadAcquire(Location at, string step);

    /// <summary>Loads a word whole, in no order with accesses to other words.</summary>
    /// <param name="at">The word.</param>
    /// <param name="step">The action's name.</param>
    /// <returns>The value seen.</returns>
    long LoadRelaxed(Location at, string step);

    /// <summary>Stores a word; no earlier access of this thread moves after it ("volatile write").</summary>
    /// <param name="at">The word.</param>
    /// <param name="value">The value to store.</param>
    /// <param name="step">The action's name.</param>
    void StoreRelease(Location at, long value, string step);

    /// <summary>Stores a word whole, in no order with accesses to other words.</summary>
    /// <param name="at">The word.</param>
    /// <param name="value">The value to store.</param>
    /// <param name="step">The action's name.</param>
    void StoreRelaxed(Location at, long value, string step);

    /// <summary>Replaces a word if it has the expected value. A full fence, whether it succeeds or not.</summary>
    /// <param name="at">The word.</param>
    /// <param name="expected">The value it must have.</param>
    /// <param name="desired">The value to store then.</param>
    /// <param name="step">The action's name when it succeeds.</param>
    /// <param name="failStep">The action's name when it fails.</param>
    /// <returns>True if and only if the word was replaced; there is no spurious failure.</returns>
    bool CompareExchange(Location at, long expected, long desired, string step, string failStep);

    /// <summary>Adds to a word. A full fence.</summary>
    /// <param name="at">The word.</param>
    /// <param name="delta">What to add.</param>
    /// <param name="step">The action's name.</param>
    /// <returns>The sum, that is, the new value.</returns>
    long Add(Location at, long delta, string step);

    /// <summary>A full fence: no access of this thread moves over it.</summary>
    /// <param name="step">The action's name.</param>
    void Fence(string step);

    /// <summary>Tells the processor that this thread waits in a loop.</summary>
    void Pause();

    /// <summary>Announces plain stores to a byte range, which is torn from here until <see cref="EndWrite(Location, int, string)"/>. Nothing on the processor.</summary>
    /// <param name="at">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="step">The action's name.</param>
    void BeginWrite(Location at, int length, string step);

    /// <summary>
    /// Stores a record's 32-bit header: the last store of the write that <see cref="BeginWrite"/> announced; none of its stores moves after it ("volatile write").
    /// </summary>
    /// <param name="at">The first byte of the record, aligned to 4 bytes.</param>
    /// <param name="header">The header.</param>
    /// <param name="step">The action's name.</param>
    void EndWrite(Location at, int header, string step);

    /// <summary>Stores a record's 64-bit header, as <see cref="EndWrite(Location, int, string)"/> does one of 32 bits.</summary>
    /// <param name="at">The first byte of the record, aligned to 8 bytes.</param>
    /// <param name="header">The header.</param>
    /// <param name="step">The action's name.</param>
    void EndWrite(Location at, long header, string step);

    /// <summary>Loads a record's 32-bit header, which may be stored meanwhile; no later access of this thread moves before it ("volatile read").</summary>
    /// <param name="at">The first byte of the record, aligned to 4 bytes.</param>
    /// <param name="step">The action's name.</param>
    /// <returns>The header; of a record whose write has not ended, what stood there before.</returns>
    int LoadHeader(Location at, string step);

    /// <summary>Stores a 32-bit header in bytes that are this thread's own, after it has read them: something else publishes it. A plain store.</summary>
    /// <param name="at">As for <see cref="LoadHeader"/>.</param>
    /// <param name="header">The header.</param>
    /// <param name="step">The action's name.</param>
    void StoreHeader(Location at, int header, string step);

    /// <summary>Announces plain loads from a byte range. Nothing on the processor.</summary>
    /// <param name="at">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="step">The action's name.</param>
    void BeginRead(Location at, int length, string step);

    /// <summary>Reads the clock: on the processor a real one, in ticks of its own; in an explorer a word of the region.</summary>
    /// <param name="at">The word that stands for the clock where it is explored.</param>
    /// <param name="step">The action's name.</param>
    /// <returns>The time, which never goes back for a thread that sees the reads of another.</returns>
    long ReadClock(Location at, string step);

    /// <summary>Stores a block of words that belongs to one process until something else publishes it. One step; plain stores.</summary>
    /// <param name="at">The first word.</param>
    /// <param name="words">What to store.</param>
    /// <param name="step">The action's name.</param>
    void StoreBlock(Location at, ReadOnlySpan<long> words, string step);

    /// <summary>Loads a block of words that something else has published. One step; plain loads.</summary>
    /// <param name="at">The first word.</param>
    /// <param name="words">Where they go.</param>
    /// <param name="step">The action's name.</param>
    void LoadBlock(Location at, Span<long> words, string step);

    /// <summary>Waits until a word is 1, and makes it 0. Only one thread does so; acquire. Short: whoever stores the 1 is at it.</summary>
    /// <param name="at">The word.</param>
    /// <param name="step">The action's name.</param>
    void TakeWhenSet(Location at, string step);

    /// <summary>
    /// Loads a word that is this process's own, such as a field of the reader's. No step: nobody else may store it meanwhile,
    /// so there is nothing to schedule or to check.
    /// </summary>
    /// <param name="at">The word.</param>
    /// <returns>Its value.</returns>
    long LoadOwn(Location at);

    /// <summary>Stores a word that is this process's own, such as one inside an announced write. No step, as <see cref="LoadOwn"/>.</summary>
    /// <param name="at">The word.</param>
    /// <param name="value">The value to store.</param>
    void StoreOwn(Location at, long value);

    /// <summary>
    /// Loads a word in one step with the block that this thread stores next: in an explorer nothing comes between. Processors have
    /// no such thing; only mutants use it, whose fault is to look at something too late.
    /// </summary>
    /// <param name="at">The word.</param>
    /// <returns>Its value.</returns>
    long LoadWithNextBlock(Location at);
}
