using Verified.Cli.Output;

namespace Verified.Cli.Kills;

/// <summary>How the code is tried; TLC and the twin try the models beside it.</summary>
internal enum KillMethod
{
    /// <summary>Schedules of the broken code in lockstep with the twin as it is.</summary>
    Lockstep,

    /// <summary>Schedules beside a twin that is broken in the same way.</summary>
    BesideTwin,

    /// <summary>Schedules judged by what was read and what was counted as lost alone.</summary>
    Records,

    /// <summary>One operation after the other beside a plain model.</summary>
    Sequential,

    /// <summary>One thread, interrupted before each of its steps by whole operations.</summary>
    Interrupts,

    /// <summary>Real threads on the processor.</summary>
    Threads,
}

/// <summary>How much each method tries, and what it must show.</summary>
internal static class KillMethods
{
    /// <summary>Schedules that a mutant must survive to live, in lockstep and beside its twin. The rarest needs some tens.</summary>
    public const long Schedules = 2_000;

    /// <summary>The same, for records alone: some need a thread that stands still for a lap.</summary>
    public const long RecordSchedules = 20_000;

    /// <summary>Workloads beside the sequential model.</summary>
    public const long Workloads = 1_000;

    /// <summary>Records that real threads try.</summary>
    public const long Attempts = 400_000;

    /// <summary>Heading of its column.</summary>
    public static string Heading(this KillMethod method) => method switch
    {
        KillMethod.BesideTwin => "beside its twin",
        _ => method.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether a mutant that lives there is a failure.</summary>
    public static bool MustKill(this KillMethod method) => method is KillMethod.Lockstep or KillMethod.BesideTwin;

    /// <summary>Whether it is the same again with the same seed. What real threads do is not.</summary>
    public static bool IsRepeatable(this KillMethod method) => method != KillMethod.Threads;

    /// <summary>How much is tried, in words.</summary>
    public static string Bound(this KillMethod method) => method switch
    {
        KillMethod.Lockstep or KillMethod.BesideTwin => $"{Terminal.Count(Schedules)} schedules",
        KillMethod.Records => $"{Terminal.Count(RecordSchedules)} schedules",
        KillMethod.Sequential => $"{Terminal.Count(Workloads)} workloads",
        KillMethod.Interrupts => "every interruption before every step",
        _ => $"{Terminal.Count(Attempts)} records",
    };
}
