using Verified.Atomics;

namespace Verified.Campaign.Trials;

/// <summary>Ends threads that go round in a circle, as some mutants do: their next access throws.</summary>
internal sealed class Stop
{
    private volatile bool _isDue;

    /// <summary>From now on every access throws.</summary>
    public void Now() => _isDue = true;

    /// <summary>Throws if it is due.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public void Test()
    {
        if (_isDue)
        {
            throw new InvalidDataException("no end: a thread goes round in a circle");
        }
    }
}

/// <summary>A processor's memory whose threads can be stopped from outside.</summary>
internal readonly struct StoppableMemory(ProcessorMemory memory, Stop stop) : IMemory
{
    public long LoadAcquire(Location at, string step) => On().LoadAcquire(at, step);

    public long LoadRelaxed(Location at, string step) => On().LoadRelaxed(at, step);

    public void StoreRelease(Location at, long value, string step) => On().StoreRelease(at, value, step);

    public void StoreRelaxed(Location at, long value, string step) => On().StoreRelaxed(at, value, step);

    public bool CompareExchange(Location at, long expected, long desired, string step, string failStep) =>
        On().CompareExchange(at, expected, desired, step, failStep);

    public long Add(Location at, long delta, string step) => On().Add(at, delta, step);

    public void Fence(string step) => On().Fence(step);

    public void Pause() => On().Pause();

    public void BeginWrite(Location at, int length, string step) => On().BeginWrite(at, length, step);

    public void EndWrite(Location at, int header, string step) => On().EndWrite(at, header, step);

    public void EndWrite(Location at, long header, string step) => On().EndWrite(at, header, step);

    public int LoadHeader(Location at, string step) => On().LoadHeader(at, step);

    public void StoreHeader(Location at, int header, string step) => On().StoreHeader(at, header, step);

    public void BeginRead(Location at, int length, string step) => On().BeginRead(at, length, step);

    public long ReadClock(Location at, string step) => On().ReadClock(at, step);

    public void StoreBlock(Location at, ReadOnlySpan<long> words, string step) => On().StoreBlock(at, words, step);

    public void LoadBlock(Location at, Span<long> words, string step) => On().LoadBlock(at, words, step);

    public void TakeWhenSet(Location at, string step)
    {
        while (On().LoadAcquire(at, step) != 1)
        {
            Thread.SpinWait(1);
        }

        memory.TakeWhenSet(at, step);
    }

    public long LoadOwn(Location at) => On().LoadOwn(at);

    public void StoreOwn(Location at, long value) => On().StoreOwn(at, value);

    public long LoadWithNextBlock(Location at) => On().LoadWithNextBlock(at);

    private ProcessorMemory On()
    {
        stop.Test();
        return memory;
    }
}
