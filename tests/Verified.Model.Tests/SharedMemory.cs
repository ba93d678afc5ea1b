namespace Verified.Model.Tests;

/// <summary>The shared memory of a state as a row of numbers, encoded as accesses are.</summary>
internal static class SharedMemory
{
    private static readonly (string Name, int Count, int Each)[] s_parts =
    [
        ("wpos", 1, 1), ("rpos", 1, 1), ("now", 1, 1), ("last", 1, 1), ("final", 1, 1), ("waiting", 1, 1), ("signal", 1, 1),
        ("cc", Limits.MaxSlots, 1), ("dc", Limits.MaxSlots, 1), ("slot", Limits.MaxSlots, 1), ("lost", Twin.CauseCount, 1),
        ("begin", Limits.MaxSubs, 2), ("csize", Limits.MaxSubs, 5), ("dsize", Limits.MaxSubs, 5), ("mem", Limits.MaxUnits, 1),
    ];

    /// <summary>Where the values of a location begin.</summary>
    internal static int Place(string name, int index)
    {
        int place = 0;
        foreach ((string part, int count, int each) in s_parts)
        {
            if (part == name)
            {
                return place + (index * each);
            }

            place += count * each;
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "no shared variable");
    }

    /// <summary>Is this a place of the packets' bytes?</summary>
    internal static bool IsOfPacket(int place) => place >= Place("begin", 0);

    internal static int[] Of(Twin twin, State s)
    {
        List<int> words =
        [
            Access.HeadValue(s.Wpos, s.Gate), s.Rpos, s.Now, s.Last, s.Final, s.Waiting, s.Signal,
            .. All(s.Cc), .. All(s.Dc),
        ];
        for (int i = 0; i < Limits.MaxSlots; i++)
        {
            words.Add(Access.SlotValue(s.Slot[i].Sub, s.Slot[i].Noref, s.Slot[i].Lap));
        }

        words.AddRange(All(s.Lost));
        for (int x = 0; x < Limits.MaxSubs; x++)
        {
            words.AddRange([s.Begin[x].Pos, s.Begin[x].Time]);
        }

        AddEnds(words, s.Csize);
        AddEnds(words, s.Dsize);
        words.AddRange(All(s.Mem));
        Assert(words.Count == Place("mem", 0) + Limits.MaxUnits);
        Assert(twin.Subs <= Limits.MaxSubs);
        return [.. words];
    }

    private static void AddEnds(List<int> words, EndArray blocks)
    {
        for (int x = 0; x < Limits.MaxSubs; x++)
        {
            EndBlock b = blocks[x];
            words.AddRange([b.Size, b.Time, b.Loss.Full, b.Loss.Wrapped, b.Loss.TooBig]);
        }
    }

    private static int[] All(ReadOnlySpan<short> values)
    {
        int[] all = new int[values.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = values[i];
        }

        return all;
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition);
}
