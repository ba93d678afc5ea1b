using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>Sees every step: logs it, may be interrupted before it, and holds that no delivered count ever goes back.</summary>
internal sealed class Hook(Region region)
{
    private readonly long[] _delivered = new long[region.Geometry.SubBufferCount];

    public List<string> Log { get; } = [];

    /// <summary>Steps after which a run is taken to go on for ever, as some mutants do.</summary>
    public int Limit { get; init; } = 1_000_000;

    /// <summary>Before which step, counted from 0, <see cref="Interrupt"/> runs, once.</summary>
    public int InterruptAt { get; init; } = -1;

    public Action? Interrupt { get; set; }

    /// <summary>Runs after each step.</summary>
    public Action? Seen { get; set; }

    public void Before(string step)
    {
        if (step.Length != 0 && Log.Count == InterruptAt && Interrupt is { } interrupt)
        {
            Interrupt = null;
            interrupt();
        }
    }

    public void After(string step)
    {
        if (step.Length == 0)
        {
            return;
        }

        Log.Add(step);
        if (Log.Count > Limit)
        {
            throw new InvalidDataException($"No end after {Limit} steps: {string.Join(' ', Log.TakeLast(5))}.");
        }

        for (int i = 0; i < _delivered.Length; i++)
        {
            long now = region.Memory.LoadAcquire(RegionLayout.DeliveredCount(i), Steps.None);
            if (now < _delivered[i])
            {
                throw new InvalidDataException($"The delivered count of slot {i} went back from {_delivered[i]} to {now} in {step}.");
            }

            _delivered[i] = now;
        }

        Seen?.Invoke();
    }
}

/// <summary>The processor's memory with a hook at every step.</summary>
internal readonly struct HookedMemory(Region region, Hook hook) : IMemory
{
    public long LoadAcquire(Location at, string step) => Load(at, step);

    public long LoadRelaxed(Location at, string step) => Load(at, step);

    public void StoreRelease(Location at, long value, string step) => Store(at, value, step);

    public void StoreRelaxed(Location at, long value, string step) => Store(at, value, step);

    public bool CompareExchange(Location at, long expected, long desired, string step, string failStep)
    {
        hook.Before(step);
        bool done = region.Memory.CompareExchange(at, expected, desired, step, failStep);
        hook.After(done ? step : failStep);
        return done;
    }

    public long Add(Location at, long delta, string step)
    {
        hook.Before(step);
        long sum = region.Memory.Add(at, delta, step);
        hook.After(step);
        return sum;
    }

    public void Fence(string step) => region.Memory.Fence(step);

    public void Pause() => region.Memory.Pause();

    public void BeginWrite(Location at, int length, string step) => Announce(step);

    public void EndWrite(Location at, int header, string step)
    {
        hook.Before(step);
        region.Memory.EndWrite(at, header, step);
        hook.After(step);
    }

    public void EndWrite(Location at, long header, string step)
    {
        hook.Before(step);
        region.Memory.EndWrite(at, header, step);
        hook.After(step);
    }

    public int LoadHeader(Location at, string step)
    {
        hook.Before(step);
        int header = region.Memory.LoadHeader(at, step);
        hook.After(step);
        return header;
    }

    public void StoreHeader(Location at, int header, string step)
    {
        hook.Before(step);
        region.Memory.StoreHeader(at, header, step);
        hook.After(step);
    }

    public void BeginRead(Location at, int length, string step) => Announce(step);

    /// <summary>The clock is a word of the region here, so that a test says what time it is.</summary>
    public long ReadClock(Location at, string step) => Load(at, step);

    public void StoreBlock(Location at, ReadOnlySpan<long> words, string step)
    {
        hook.Before(step);
        region.Memory.StoreBlock(at, words, step);
        hook.After(step);
    }

    public void LoadBlock(Location at, Span<long> words, string step)
    {
        hook.Before(step);
        region.Memory.LoadBlock(at, words, step);
        hook.After(step);
    }

    public void TakeWhenSet(Location at, string step)
    {
        hook.Before(step);
        if (region.Memory.LoadAcquire(at, Steps.None) != 1)
        {
            throw new InvalidDataException($"{step} waits for ever: no signal is in flight.");
        }

        region.Memory.TakeWhenSet(at, step);
        hook.After(step);
    }

    public long LoadOwn(Location at) => region.Memory.LoadOwn(at);

    public long LoadWithNextBlock(Location at) => region.Memory.LoadWithNextBlock(at);

    public void StoreOwn(Location at, long value) => region.Memory.StoreOwn(at, value);

    private long Load(Location at, string step)
    {
        hook.Before(step);
        long value = region.Memory.LoadAcquire(at, step);
        hook.After(step);
        return value;
    }

    private void Store(Location at, long value, string step)
    {
        hook.Before(step);
        region.Memory.StoreRelease(at, value, step);
        hook.After(step);
    }

    private void Announce(string step)
    {
        hook.Before(step);
        hook.After(step);
    }
}
