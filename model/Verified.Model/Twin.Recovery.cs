namespace Verified.Model;

// Recovery.tla: processes that stop for ever, and the committed prefix that their commits leave behind.
public sealed partial class Twin
{
    internal bool Recovers { get; }

    private bool LooksBefore => _broken == Broken.PrefixPositionBeforeCount;

    internal static bool IsDead(in State s, int p) => (s.Dead & (1 << p)) != 0;

    // Was all that is reserved before position w in b's sub-buffer committed when the count was sum?
    private bool IsPrefix(int b, int sum, int w) => Floor(w) == Floor(b) && sum == CleanCount(b) + Off(w);

    // What the add of p's piece makes it owe. A full count is delivered, and needs no prefix.
    private Due Owed(in State s, int p, int b, int end, int sum)
    {
        if (!Config.Recoverable || sum == FullCount(b))
        {
            return default;
        }

        if (!LooksBefore && _broken != Broken.PrefixOfOwnEnd)
        {
            return new Due(DueStep.Load, Limits.Narrow(b), Limits.Narrow(sum));
        }

        return IsPrefix(b, sum, LooksBefore ? s.Due[p].Sum : end)
            ? new Due(DueStep.Store, Limits.Narrow(b), Limits.Narrow(sum))
            : default;
    }

    /// <summary>Does a process owe the committed prefix a step, before any other of its own?</summary>
    /// <param name="s">The state.</param>
    /// <param name="process">The process number.</param>
    /// <returns>True if it does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such process.</exception>
    public bool Owes(in State s, int process) => IndexOf(process) is var p && p < _producers.Length && OwesAt(s, p);

    private static bool OwesAt(in State s, int p) => s.Due[p].Step is DueStep.Load or DueStep.Store;

    private bool LooksFirst(in State s, int p) =>
        Config.Recoverable && LooksBefore && s.Pc[p] == Label.Commit_AddCount && s.Due[p].Step == DueStep.None;

    /// <summary>The steps that a process takes in place of its own, because it is dead or owes the prefix a step.</summary>
    /// <returns>False if its own steps are to be taken.</returns>
    private bool TrySettle(ref MoveList to, in State s, int p)
    {
        if (IsDead(s, p))
        {
            return true;
        }

        if (p == _producers.Length)
        {
            return false;
        }

        if (s.Due[p].Step == DueStep.Store)
        {
            Prefix_Store(ref to, s, p);
            return true;
        }

        if (s.Due[p].Step == DueStep.Load || LooksFirst(s, p))
        {
            Prefix_LoadWritePosition(ref to, s, p);
            return true;
        }

        return false;
    }

    private void Prefix_LoadWritePosition(ref MoveList to, in State s, int p)
    {
        Due d = s.Due[p];
        ref State t = ref to.Add(s, Step.Prefix_LoadWritePosition, _producers[p], Access.Load(Variables.Wpos, 0, Head(s)));
        t.Due[p] = d.Step == DueStep.None ? new Due(DueStep.Add, 0, s.Wpos)
            : IsPrefix(d.B, d.Sum, s.Wpos) ? d with { Step = DueStep.Store }
            : default;
    }

    // Late, it only goes back, or belongs to a lap that is over.
    private void Prefix_Store(ref MoveList to, in State s, int p)
    {
        Due d = s.Due[p];
        int i = Idx(d.B);
        ref State t = ref to.Add(s, Step.Prefix_Store, _producers[p], Access.Store(Variables.Prefix, i, s.Prefix[i], d.Sum));
        t.Prefix[i] = d.Sum;
        t.Due[p] = default;
    }

    // The process stops for ever, in the middle of what it does.
    private void Crash(ref MoveList to, in State s, int p)
    {
        if (IsDead(s, p) || System.Numerics.BitOperations.PopCount((uint)s.Dead) >= Config.MaxDead)
        {
            return;
        }

        // The guard is a disjunction, and TLC generates a successor for each disjunct that holds, equal or not.
        int holds = (s.Pc[p] != Label.Idle ? 1 : 0) + (p < _producers.Length && OwesAt(s, p) ? 1 : 0);
        for (int i = 0; i < holds; i++)
        {
            to.Add(s, Step.Crash, ProcessAt(p), Access.None).Dead |= (short)(1 << p);
        }
    }

    // A count of a lap before the reader's says nothing any more: it is 0.
    private short ShiftedCount(short count) => count <= S ? (short)0 : (short)(count - S);

    private void ShiftRecovery(ref State t)
    {
        for (int i = 0; i < N; i++)
        {
            t.Prefix[i] = ShiftedCount(t.Prefix[i]);
        }

        for (int p = 0; p < _producers.Length; p++)
        {
            Due d = t.Due[p];
            t.Due[p] = d.Step switch
            {
                DueStep.None => d,
                DueStep.Add => d with { Sum = ShiftedSample(d.Sum) },
                _ => d with { B = ShiftedSample(d.B), Sum = ShiftedCount(d.Sum) },
            };
        }
    }
}
