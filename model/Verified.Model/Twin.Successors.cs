namespace Verified.Model;

// Next: who may take a step.
public sealed partial class Twin
{
    /// <summary>Generates every successor that TLC generates, duplicates included.</summary>
    /// <param name="s">The state.</param>
    /// <param name="moves">Receives the moves; <see cref="MaxSuccessors"/> long.</param>
    /// <param name="next">Receives the successors; <see cref="MaxSuccessors"/> long.</param>
    /// <returns>The number of successors.</returns>
    /// <exception cref="ModelLimitException">A successor exceeds <see cref="Limits"/>.</exception>
    /// <exception cref="ArgumentException">A buffer is too small.</exception>
    public int Successors(in State s, Span<Move> moves, Span<State> next)
    {
        if (moves.Length < MaxSuccessors || next.Length < MaxSuccessors)
        {
            throw new ArgumentException("the buffers must hold MaxSuccessors entries");
        }

        var to = new MoveList(moves, next);
        if (IsShiftDue(s))
        {
            Shift(ref to, s);
            return to.Count;
        }

        if (IsForgetDue(s))
        {
            Forget(ref to, s);
            return to.Count;
        }

        for (int p = 0; p <= _producers.Length; p++)
        {
            Steps(ref to, s, p);
            if (Recovers)
            {
                Crash(ref to, s, p);
            }

            if (p < _producers.Length)
            {
                WriterOversleeps(ref to, s, p);
            }
        }

        ReaderOversleeps(ref to, s);
        Tick(ref to, s);
        return to.Count;
    }

    /// <summary>The moves of one process, with their accesses: for lockstep. None while a Shift or a Forget is due.</summary>
    /// <param name="s">The state.</param>
    /// <param name="process">The process number; <see cref="NoProcess"/> for the clock, whose only move is a Tick.</param>
    /// <returns>Each move and the state after it.</returns>
    /// <exception cref="ModelLimitException">A successor exceeds <see cref="Limits"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such process.</exception>
    public IReadOnlyList<(Move Move, State Next)> Enabled(in State s, int process)
    {
        int index = process == NoProcess ? -1 : IndexOf(process);
        if (IsShiftDue(s) || IsForgetDue(s))
        {
            return [];
        }

        var moves = new Move[MaxSuccessors];
        var next = new State[MaxSuccessors];
        var to = new MoveList(moves, next);
        if (index < 0)
        {
            Tick(ref to, s);
        }
        else
        {
            Steps(ref to, s, index);
        }

        var enabled = new (Move Move, State Next)[to.Count];
        for (int i = 0; i < enabled.Length; i++)
        {
            enabled[i] = (moves[i], next[i]);
        }

        return enabled;
    }

    private void Steps(ref MoveList to, in State s, int p)
    {
        if ((_nests && !IsOnTop(s, p)) || (_isOneWriter && !IsOwnTurn(s, p)) || (Recovers && TrySettle(ref to, s, p)))
        {
            return;
        }

        if (p == _producers.Length)
        {
            ReaderStep(ref to, s);
        }
        else
        {
            ProducerStep(ref to, s, p);
        }
    }

    // MC.tla, Nested: an interrupted writer does not move until the one on top is done.
    private bool IsOnTop(in State s, int p) => ProcessAt(p) switch
    {
        1 => s.Pc[IndexOf(2)] == Label.Idle,
        2 => s.Pc[p] != Label.Idle || s.Pc[IndexOf(1)] != Label.Idle,
        _ => true,
    };

    // The clock goes on by itself.
    private void Tick(ref MoveList to, in State s)
    {
        // The specification's clock stands still with the reader: its guard is the reader's.
        if (Config.Clocked && s.Now < Config.LastTick && !IsDead(s, _producers.Length))
        {
            ref State t = ref to.Add(s, Step.Tick, NoProcess, Access.Store(Variables.Now, 0, s.Now, s.Now + 1));
            t.Now++;
        }
    }
}
