namespace Verified.RingBuffers.Tests;

/// <summary>
/// Runs threads one at a time, from one point to the next, in every order there is: the real code, at the points that a clock or a reader's hook gives.
/// </summary>
internal sealed class Turns : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    [ThreadStatic]
    private static Player? t_me;

    private readonly Player[] _players;
    private readonly SemaphoreSlim _main = new(0);

    private Random? _random;
    private Player? _last;

    // What was chosen at each point, of how many.
    private List<(int Choice, int Of)> _path = [];

    public Turns(int threads)
    {
        _players = [.. Enumerable.Range(0, threads).Select(_ => new Player(this))];
    }

    /// <summary>Schedules run.</summary>
    public int Count { get; private set; }

    /// <summary>A point: another thread may go on here. Does nothing on a thread that takes no turns.</summary>
    public static void Point() => t_me?.Wait();

    /// <summary>Runs what <paramref name="play"/> makes in every order, at most so many, until it returns false.</summary>
    /// <returns>Whether every order was run.</returns>
    public bool All(int most, Func<(Action[] Threads, Func<bool> Check)> play)
    {
        for (_path = []; Count < most; Count++)
        {
            (Action[] threads, Func<bool> check) = play();
            Run(threads);
            if (!check())
            {
                return false;
            }

            while (_path.Count > 0 && _path[^1].Choice + 1 == _path[^1].Of)
            {
                _path.RemoveAt(_path.Count - 1);
            }

            if (_path.Count == 0)
            {
                return true;
            }

            _path[^1] = (_path[^1].Choice + 1, _path[^1].Of);
        }

        return false;
    }

    /// <summary>Runs so many orders drawn by chance, until <paramref name="play"/>'s check returns false.</summary>
    /// <returns>Whether all checks were true.</returns>
    public bool Sample(int count, int seed, Func<(Action[] Threads, Func<bool> Check)> play)
    {
        _random = new Random(seed);
        for (int n = 0; n < count; n++, Count++)
        {
            (Action[] threads, Func<bool> check) = play();
            _path.Clear();
            Run(threads);
            if (!check())
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose()
    {
        Array.ForEach(_players, p => p.End());
        _main.Dispose();
    }

    private void Run(Action[] threads)
    {
        List<Player> ready = [];
        for (int i = 0; i < threads.Length; i++)
        {
            _players[i].Begin(threads[i]);
            ready.Add(_players[i]);
        }

        for (int at = 0; ready.Count > 0; at++)
        {
            if (at == _path.Count)
            {
                _path.Add((Choose(ready), ready.Count));
            }

            Player player = _last = ready[_path[at].Choice];
            player.GoOn();
            if (!_main.Wait(s_hang))
            {
                throw new TimeoutException("a thread does not come to its next point");
            }

            if (player.IsDone)
            {
                ready.Remove(player);
            }
        }

        if (_players.FirstOrDefault(p => p.Failure is not null)?.Failure is { } failure)
        {
            throw new InvalidOperationException("a thread failed", failure);
        }
    }

    /// <summary>By chance mostly the same thread again: what goes wrong mostly takes few changes of threads.</summary>
    private int Choose(List<Player> ready)
    {
        if (_random is null)
        {
            return 0;
        }

        int last = _last is null ? -1 : ready.IndexOf(_last);
        return last >= 0 && _random.Next(2) == 0 ? last : _random.Next(ready.Count);
    }

    private sealed class Player
    {
        private readonly Turns _turns;
        private readonly SemaphoreSlim _turn = new(0);
        private readonly Thread _thread;
        private Action? _action;

        public Player(Turns turns)
        {
            _turns = turns;
            _thread = new Thread(Play) { IsBackground = true };
            _thread.Start();
        }

        public bool IsDone { get; private set; }

        public Exception? Failure { get; private set; }

        public void Begin(Action action) => (_action, IsDone, Failure) = (action, false, null);

        public void GoOn() => _turn.Release();

        public void Wait()
        {
            _turns._main.Release();
            _turn.Wait();
        }

        public void End()
        {
            _action = null;
            _turn.Release();
            _thread.Join();
            _turn.Dispose();
        }

        private void Play()
        {
            t_me = this;
            for (_turn.Wait(); _action is { } action; _turn.Wait())
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    Failure = e;
                }

                IsDone = true;
                _turns._main.Release();
            }
        }
    }
}
