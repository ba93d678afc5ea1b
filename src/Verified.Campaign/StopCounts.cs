namespace Verified.Campaign;

/// <summary>What stopping lanes led to, over all schedules of a scenario.</summary>
public sealed class StopCounts
{
    private readonly HashSet<string> _after = [];

    /// <summary>Schedules in which the reader was held up, in the end, by a sub-buffer that the stopped lane owed, and by no other.</summary>
    public long HeldUp { get; private set; }

    /// <summary>Schedules in which the reader slept when all others had returned, as only the stopped lane would have woken it.</summary>
    public long Asleep { get; private set; }

    /// <summary>Those of them in which a signal alone could have ended the sleep, and the stopped lane had begun to give it.</summary>
    public long Unwakeable { get; private set; }

    /// <summary>Schedules in which the reader itself stopped.</summary>
    public long ReaderStopped { get; private set; }

    /// <summary>Schedules in which the round of records after the stop lost some, their slot's earlier lap not being delivered.</summary>
    public long LossyRounds { get; private set; }

    /// <summary>Records recovered of rings that keep a committed prefix, when all others had returned.</summary>
    public long Recovered { get; private set; }

    /// <summary>Names of the actions directly after which a lane was stopped.</summary>
    public IReadOnlySet<string> Actions => _after;

    internal void StoppedAfter(string? action)
    {
        if (action is not null)
        {
            _after.Add(action);
        }
    }

    internal void HasRecovered(int records) => Recovered += records;

    internal void Slept() => Asleep++;

    internal void LostInRound(long wrapped) => LossyRounds += wrapped > 0 ? 1 : 0;

    internal void Ended(bool isHeldUp, bool reads, bool isReader)
    {
        HeldUp += isHeldUp ? 1 : 0;
        ReaderStopped += isReader ? 1 : 0;
        Unwakeable += !reads && !isReader ? 1 : 0;
    }
}
