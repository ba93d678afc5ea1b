namespace Verified.Cli.MachineCode;

/// <summary>What the control flow of a listing shows about its paths without a call.</summary>
/// <param name="Problems">What is wrong, a line each; nothing if the proof holds.</param>
/// <param name="Paths">Call-free paths from entry to return, each loop counted once round at most.</param>
/// <param name="ShortestPath">The instructions of the shortest of them; none if there is none.</param>
/// <param name="Calls">The methods that are called, on other paths.</param>
internal sealed record FastPathResult(IReadOnlyList<string> Problems, int Paths, IReadOnlyList<string> ShortestPath, IReadOnlyList<string> Calls);

/// <summary>
/// Proves from a listing's control-flow graph: every path from entry to a return that calls nothing does exactly as many
/// <c>lock cmpxchg</c> and as many <c>lock xadd</c> or <c>lock add</c> as its policy needs, one each for many writers and none for one, and no
/// other locked instruction or fence; there is such a path; and what is called, anywhere, is one of the methods named as cold, so nothing allocates;
/// and there is no handler of exceptions. Named calls may be on such a path all the same (<see cref="HotCalls"/>), as often as is said there.
/// </summary>
/// <remarks>
/// All branches but those that ask for the mode count as open both ways, so infeasible paths must hold too. Paths are followed with their counts, saturated
/// at two, until no new pair of instruction and counts appears: loops end, and no path is left out.
/// </remarks>
internal static class FastPathProof
{
    private const int Many = 2;

    /// <summary>Runs the proof.</summary>
    /// <param name="listing">The method.</param>
    /// <param name="coldMethods">Names of methods that may be called; a call's target must contain one.</param>
    /// <param name="locks">So many <c>lock cmpxchg</c>, and so many <c>lock add</c>, a path must have: 1 or 0.</param>
    /// <param name="known">Branches whose outcome is known, by index: whether each is taken. All others are open both ways.</param>
    /// <param name="hot">Calls that such a path goes through, instead of ending there.</param>
    /// <exception cref="FormatException">A branch leads to no label, or off the end.</exception>
    public static FastPathResult Run(
        Listing listing, IReadOnlyList<string> coldMethods, int locks, IReadOnlyDictionary<int, bool>? known = null, HotCalls? hot = null)
    {
        known ??= new Dictionary<int, bool>();
        hot ??= HotCalls.None;
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        int returns = Follow(listing, new Counts(locks, locks, 0, hot.Clock.Count == 0 ? 0 : 1, 0), known, hot, problems);
        if (returns == 0)
        {
            problems.Add("there is no path from entry to a return without a call");
        }

        if (Unreached(listing) is { } unreached)
        {
            problems.Add($"no path from entry reaches {unreached}: a handler's code?");
        }

        string[] calls = [.. listing.Instructions.Where(i => i.Flow is Flow.Call or Flow.TailCall && !hot.IsClock(i) && !hot.IsCopy(i)).Select(i => i.Target).Distinct()];
        foreach (string call in calls.Where(c => !coldMethods.Any(m => c.Contains(m, StringComparison.Ordinal))))
        {
            problems.Add($"a call of {call}, which is not one of the cold methods {string.Join(", ", coldMethods)}");
        }

        return new FastPathResult([.. problems], CountPaths(listing, known, hot), ShortestPath(listing, known, hot), calls);
    }

    /// <summary>Goes over all reachable (instruction, counts) without entering a call; judges the counts at each return.</summary>
    private static int Follow(Listing listing, Counts expected, IReadOnlyDictionary<int, bool> known, HotCalls hot, SortedSet<string> problems)
    {
        var seen = new HashSet<(int At, Counts Counts)>();
        var next = new Stack<(int At, Counts Counts)>([(0, default)]);
        int returns = 0;
        while (next.TryPop(out (int At, Counts Counts) state))
        {
            if (!seen.Add(state))
            {
                continue;
            }

            Instruction instruction = listing.Instructions[state.At];
            Counts counts = state.Counts.With(instruction.Locked).With(hot.IsClock(instruction), hot.IsCopy(instruction));
            if (instruction.Flow == Flow.Return)
            {
                returns++;
                if (counts.Copies == Many || counts with { Copies = 0 } != expected)
                {
                    problems.Add($"a path without a call returns after {counts}");
                }
            }

            foreach (int successor in Successors(listing, known, hot, state.At))
            {
                next.Push((successor, counts));
            }
        }

        return returns;
    }

    /// <summary>An instruction that none reaches from the entry, also through calls: so is that of a handler of exceptions. Null if there is none.</summary>
    private static string? Unreached(Listing listing)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>([0]);
        while (next.TryPop(out int at))
        {
            if (at == listing.Instructions.Count || !seen.Add(at))
            {
                continue;
            }

            if (listing.Instructions[at].Flow == Flow.Call)
            {
                next.Push(at + 1);
                continue;
            }

            foreach (int successor in Successors(listing, new Dictionary<int, bool>(), HotCalls.None, at))
            {
                next.Push(successor);
            }
        }

        return Enumerable.Range(0, listing.Instructions.Count)
            .Where(i => !seen.Contains(i) && listing.Instructions[i].Flow != Flow.Stop && listing.Instructions[i].Text != "nop")
            .Select(i => listing.Instructions[i].Text).FirstOrDefault();
    }

    /// <summary>Simple paths, by depth-first search; a listing of this size has few.</summary>
    private static int CountPaths(Listing listing, IReadOnlyDictionary<int, bool> known, HotCalls hot)
    {
        const int Enough = 1_000_000;
        var onPath = new HashSet<int>();
        int paths = 0;
        void Visit(int at)
        {
            if (paths == Enough || !onPath.Add(at))
            {
                return;
            }

            paths += listing.Instructions[at].Flow == Flow.Return ? 1 : 0;
            foreach (int successor in Successors(listing, known, hot, at))
            {
                Visit(successor);
            }

            onPath.Remove(at);
        }

        Visit(0);
        return paths;
    }

    private static List<string> ShortestPath(Listing listing, IReadOnlyDictionary<int, bool> known, HotCalls hot)
    {
        var before = new Dictionary<int, int> { [0] = -1 };
        var next = new Queue<int>([0]);
        while (next.TryDequeue(out int at))
        {
            if (listing.Instructions[at].Flow == Flow.Return)
            {
                List<string> path = [];
                for (int i = at; i >= 0; i = before[i])
                {
                    path.Insert(0, listing.Instructions[i].Text);
                }

                return path;
            }

            foreach (int successor in Successors(listing, known, hot, at).Where(s => !before.ContainsKey(s)))
            {
                before.Add(successor, at);
                next.Enqueue(successor);
            }
        }

        return [];
    }

    /// <summary>Where control goes without entering another method.</summary>
    private static IEnumerable<int> Successors(Listing listing, IReadOnlyDictionary<int, bool> known, HotCalls hot, int at)
    {
        Instruction instruction = listing.Instructions[at];
        bool isKnown = known.TryGetValue(at, out bool isTaken);
        if (instruction.Flow == Flow.Jump || (instruction.Flow == Flow.Branch && (!isKnown || isTaken)))
        {
            yield return listing.Labels.TryGetValue(instruction.Target, out int target)
                ? Inside(listing, target)
                : throw new FormatException($"no label {instruction.Target} in {listing.Method}");
        }

        if (instruction.Flow == Flow.Next || hot.IsClock(instruction) || hot.IsCopy(instruction) || (instruction.Flow == Flow.Branch && !(isKnown && isTaken)))
        {
            yield return Inside(listing, at + 1);
        }
    }

    private static int Inside(Listing listing, int at) =>
        at < listing.Instructions.Count ? at : throw new FormatException($"control falls off the end of {listing.Method}");

    private readonly record struct Counts(int CompareExchanges, int Adds, int Others, int Clocks, int Copies)
    {
        public Counts With(bool isClock, bool isCopy) => this with
        {
            Clocks = Math.Min(Clocks + (isClock ? 1 : 0), Many),
            Copies = Math.Min(Copies + (isCopy ? 1 : 0), Many),
        };

        public Counts With(Locked locked) => locked switch
        {
            Locked.CompareExchange => this with { CompareExchanges = Math.Min(CompareExchanges + 1, Many) },
            Locked.Add => this with { Adds = Math.Min(Adds + 1, Many) },
            Locked.Other => this with { Others = Math.Min(Others + 1, Many) },
            _ => this,
        };

        public override string ToString() =>
            $"{Text(CompareExchanges)} lock cmpxchg, {Text(Adds)} lock add, {Text(Others)} other locked instructions or fences, {Text(Clocks)} calls of the clock, {Text(Copies)} of the copy helper";

        private static string Text(int count) => count == Many ? "two or more" : count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
