using Verified.Atomics;
using Verified.Exploration;

namespace Verified.Exploration.Tests;

/// <summary>Small programs on the seam, each with a classic bug or without it.</summary>
internal abstract class SmallProgram : IConcurrentProgram
{
    protected static readonly Location Counter = new("counter", 0, 0);
    protected static readonly Location Data = new("data", 0, 8);
    protected static readonly Location Flag = new("flag", 0, 16);

    public virtual int Lanes => 2;

    public ExploredRegion Region { get; } = new(64);

    public virtual void Start(IInterleaver interleaver) => Region.Reset(interleaver, null);

    public abstract void Run(int lane);

    public virtual void Finish()
    {
    }

    protected ExploredMemory Memory(int lane) => new(Region, lane);

    protected long Value(Location at) => Memory(0).LoadRelaxed(at, "");
}

/// <summary>Two increments: with a load and a store one of them can be lost.</summary>
internal sealed class Increments(bool atomic) : SmallProgram
{
    public override void Run(int lane)
    {
        ExploredMemory memory = Memory(lane);
        if (atomic)
        {
            memory.Add(Counter, 1, "Add");
        }
        else
        {
            memory.StoreRelease(Counter, memory.LoadAcquire(Counter, "Load") + 1, "Store");
        }
    }

    public override void Finish()
    {
        if (Value(Counter) != 2)
        {
            throw new ScheduleViolationException("an increment was lost");
        }
    }
}

/// <summary>A message and its flag: in the wrong order the flag is seen before the message.</summary>
internal sealed class Message(bool rightOrder) : SmallProgram
{
    public override void Run(int lane)
    {
        ExploredMemory memory = Memory(lane);
        if (lane == 0)
        {
            memory.StoreRelease(rightOrder ? Data : Flag, 1, "First");
            memory.StoreRelease(rightOrder ? Flag : Data, 1, "Second");
        }
        else if (memory.LoadAcquire(Flag, "LoadFlag") == 1 && memory.LoadAcquire(Data, "LoadData") == 0)
        {
            throw new ScheduleViolationException("the flag came before the data");
        }
    }
}

/// <summary>Lanes that do nothing but so many accesses each.</summary>
internal sealed class Points(int lanes, int points) : SmallProgram, IAccessObserver
{
    private readonly HashSet<string> _orders = [];
    private string _order = "";

    public override int Lanes => lanes;

    /// <summary>Orders of accesses that schedules have shown.</summary>
    public int Orders => _orders.Count;

    public override void Start(IInterleaver interleaver)
    {
        _order = "";
        Region.Reset(interleaver, this);
    }

    public void OnAccess(in MemoryAccess access) => _order += access.Lane;

    public override void Finish() => _orders.Add(_order);

    public override void Run(int lane)
    {
        for (int i = 0; i < points; i++)
        {
            Memory(lane).Add(Counter, 1, "Add");
        }
    }
}

/// <summary>Throws something that is no violation.</summary>
internal sealed class Broken : SmallProgram
{
    public override void Run(int lane) => throw new InvalidOperationException("broken program");
}

/// <summary>A lane that waits for a word, and perhaps one that sets it.</summary>
internal sealed class Sleeper(bool isWoken) : SmallProgram
{
    public override void Run(int lane)
    {
        ExploredMemory memory = Memory(lane);
        if (lane == 0)
        {
            memory.TakeWhenSet(Flag, "Take");
        }
        else
        {
            memory.Add(Counter, 1, "Add");
            memory.StoreRelease(Flag, isWoken ? 1 : 0, "Signal");
        }
    }

    public override void Finish()
    {
        if (Value(Flag) != 0)
        {
            throw new ScheduleViolationException("the signal was not taken");
        }
    }
}

/// <summary>Lane 0 fails in the midst of the others, which would go on for long.</summary>
internal sealed class FailsOnce : SmallProgram, IAccessObserver
{
    private volatile bool _hasFailed;
    private int _after;

    public override int Lanes => 4;

    /// <summary>Accesses after the failure.</summary>
    public int After => Volatile.Read(ref _after);

    public override void Start(IInterleaver interleaver) => Region.Reset(interleaver, this);

    public override void Run(int lane)
    {
        for (int i = 0; i < (lane == 0 ? 5 : 200); i++)
        {
            Memory(lane).Add(Counter, 1, "Add");
        }

        if (lane == 0)
        {
            _hasFailed = true;
            throw new ScheduleViolationException("lane 0 fails");
        }
    }

    public void OnAccess(in MemoryAccess access)
    {
        if (_hasFailed)
        {
            Interlocked.Increment(ref _after);
        }
    }
}
