using Verified.Benchmarks.Machine;

namespace Verified.Benchmarks.Running;

/// <summary>Threads that are kept, one pinned to each processor, and do the same piece of work together.</summary>
internal sealed class Lanes : IDisposable
{
    private readonly List<Thread> _threads = [];
    private readonly List<SemaphoreSlim> _go = [];
    private readonly CountdownEvent _ended = new(1);
    private Action<int>? _work;
    private Exception? _error;
    private int _waiting;
    private volatile bool _closed;

    /// <summary>Those of this process.</summary>
    public static Lanes Shared { get; } = new();

    /// <summary>Does the work on so many lanes, which begin together, and returns when all have ended.</summary>
    /// <param name="count">How many.</param>
    /// <param name="work">What each does; it gets its number.</param>
    public void Run(int count, Action<int> work)
    {
        while (_threads.Count < count)
        {
            Add();
        }

        _work = work;
        _error = null;
        _ended.Reset(count);
        Volatile.Write(ref _waiting, count);
        for (int i = 0; i < count; i++)
        {
            _go[i].Release();
        }

        _ended.Wait();
        _work = null;
        if (_error is not null)
        {
            throw new InvalidOperationException($"a lane failed: {_error.Message}", _error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        foreach (SemaphoreSlim go in _go)
        {
            go.Release();
        }
    }

    private void Add()
    {
        int lane = _threads.Count;
        _go.Add(new SemaphoreSlim(0));
        Thread thread = new(() => Serve(lane)) { IsBackground = true, Name = $"lane {lane}" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Serve(int lane)
    {
        Processors.Pin(lane);
        SemaphoreSlim go = _go[lane];
        while (true)
        {
            go.Wait();
            if (_closed)
            {
                return;
            }

            Interlocked.Decrement(ref _waiting);
            SpinWait spin = default;
            while (Volatile.Read(ref _waiting) > 0)
            {
                spin.SpinOnce();
            }

            try
            {
                _work!(lane);
            }
            catch (Exception e)
            {
                _error = e; // of several, any
            }

            _ended.Signal();
        }
    }
}
