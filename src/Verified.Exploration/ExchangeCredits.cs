namespace Verified.Exploration;

/// <summary>
/// Checks the reason why a retry loop is lock-free: each failed compare-exchange is charged to a change of the word by another
/// lane, made since this lane last knew the word. One change pays for one failure of each lane. So a lane fails on a word at
/// most as often as others have changed it.
/// </summary>
/// <remarks>
/// A lane knows a word from its last load of it, and from what it stored, exchanged or added there; a lane that never did,
/// from the start. A store of the value that was there is no change.
/// </remarks>
public sealed class ExchangeCredits : IAccessObserver
{
    private readonly Dictionary<nint, Word> _words = [];

    /// <summary>Failed compare-exchanges that were charged, since the start.</summary>
    public long Charged { get; private set; }

    /// <summary>Forgets the schedule before; the count goes on.</summary>
    public void Clear() => _words.Clear();

    /// <inheritdoc/>
    public void OnAccess(in MemoryAccess access)
    {
        switch (access.Kind)
        {
            case MemoryAccessKind.Load or MemoryAccessKind.ReadClock:
                WordOf(access).Know(access.Lane);
                break;
            case MemoryAccessKind.CompareExchange when access.HasFailed:
                Fail(access);
                break;
            case MemoryAccessKind.Store or MemoryAccessKind.CompareExchange or MemoryAccessKind.Add or MemoryAccessKind.TakeWhenSet:
                WordOf(access).Change(access);
                break;
        }
    }

    private void Fail(in MemoryAccess access)
    {
        if (access.Old == access.Expected)
        {
            throw new ScheduleViolationException(Text(access, "though the word was as expected"));
        }

        if (!WordOf(access).Charge(access.Lane))
        {
            throw new ScheduleViolationException(Text(access, "and no other lane has changed the word since this one knew it"));
        }

        Charged++;
    }

    private Word WordOf(in MemoryAccess access)
    {
        if (!_words.TryGetValue(access.At.Offset, out Word? word))
        {
            _words.Add(access.At.Offset, word = new Word());
        }

        return word;
    }

    private static string Text(in MemoryAccess access, string why) =>
        $"{access.Step} of lane {access.Lane} on {access.At.Name}[{access.At.Index}] failed, {why} "
        + $"(expected {access.Expected}, found {access.Old})";

    /// <summary>The changes of one word, and how many of them each lane knows of or was charged to.</summary>
    private sealed class Word
    {
        private readonly Dictionary<int, long> _own = [];
        private readonly Dictionary<int, long> _paid = [];
        private long _changes;

        public void Change(in MemoryAccess access)
        {
            if (access.Old != access.New)
            {
                _changes++;
                _own[access.Lane] = _own.GetValueOrDefault(access.Lane) + 1;
            }

            Know(access.Lane);
        }

        public void Know(int lane) => _paid[lane] = ByOthers(lane);

        /// <summary>One failure is paid for by the changes of others since; false if there is none.</summary>
        public bool Charge(int lane)
        {
            long paid = _paid.GetValueOrDefault(lane);
            if (ByOthers(lane) <= paid)
            {
                return false;
            }

            // What was changed up to here is known to the failure.
            Know(lane);
            return true;
        }

        private long ByOthers(int lane) => _changes - _own.GetValueOrDefault(lane);
    }
}
