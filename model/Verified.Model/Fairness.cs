namespace Verified.Model;

/// <summary>Who goes on for ever, by the name of the specification that says so (Progress.tla). It is weak fairness of processes.</summary>
public enum Fairness
{
    /// <summary>RecoverySpec, and all others: nobody.</summary>
    None,

    /// <summary>SomeSpec: some producer; an adversary says which one.</summary>
    Some,

    /// <summary>FairSpec: every process.</summary>
    Fair,

    /// <summary>ReaderSpec: the reader.</summary>
    Reader,

    /// <summary>PatientSpec: every producer; and a reader that sleeps takes its signal.</summary>
    Patient,
}

/// <summary>The groups of moves that are weakly fair: each is taken again and again unless it is disabled again and again.</summary>
internal static class FairGroups
{
    private const int ShiftBit = 1;
    private const int ForgetBit = 2;
    private const int ReaderBit = 4;
    private const int SignalBit = 8;
    private const int FirstProducer = 4;

    /// <summary>The groups that a move belongs to, a bit each.</summary>
    internal static int BitsOf(Twin twin, in Move move) => move.Step switch
    {
        Step.ShiftAll => ShiftBit,
        Step.ForgetAll => ForgetBit,
        Step.Crash or Step.Tick => 0,
        Step.Wait_TakeSignal => ReaderBit | SignalBit,
        _ => twin.IndexOf(move.Process) is var p && p == twin.ProducerCount ? ReaderBit : 1 << (FirstProducer + p),
    };

    /// <summary>The producers' bits.</summary>
    internal static int Producers(Twin twin) => ((1 << twin.ProducerCount) - 1) << FirstProducer;

    /// <summary>The fair groups: bits of which any counts.</summary>
    internal static int[] Of(Twin twin)
    {
        IEnumerable<int> each = Enumerable.Range(0, twin.ProducerCount).Select(p => 1 << (FirstProducer + p));
        return twin.Config.Fairness switch
        {
            Fairness.Some => [ShiftBit, ForgetBit, Producers(twin)],
            Fairness.Fair => [ShiftBit, ForgetBit, ReaderBit, .. each],
            Fairness.Reader => [ShiftBit, ForgetBit, ReaderBit],
            Fairness.Patient => [ShiftBit, ForgetBit, SignalBit, .. each],
            _ => [],
        };
    }
}
