namespace Verified.Cli.MachineCode;

/// <summary>Calls that are on the fast path; all others end the paths that are asked about. A call's target must contain one of the names.</summary>
/// <param name="Clock">Reading the clock: once on each path, if there are names.</param>
/// <param name="Copy">Copying a payload: once at most.</param>
internal sealed record HotCalls(IReadOnlyList<string> Clock, IReadOnlyList<string> Copy)
{
    /// <summary>What reads the clock of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public static readonly IReadOnlyList<string> Stopwatch = ["Interop+Sys:GetTimestamp(", "QueryPerformanceCounter(", "System.Diagnostics.Stopwatch:GetTimestamp("];

    /// <summary>What copies so many bytes.</summary>
    public static readonly IReadOnlyList<string> CopyHelper = ["System.SpanHelpers:Memmove("];

    /// <summary>None.</summary>
    public static readonly HotCalls None = new([], []);

    /// <summary>Is it a call of the clock?</summary>
    public bool IsClock(Instruction instruction) => Is(instruction, Clock);

    /// <summary>Is it a call that copies?</summary>
    public bool IsCopy(Instruction instruction) => Is(instruction, Copy);

    private static bool Is(Instruction instruction, IReadOnlyList<string> names) =>
        instruction.Flow == Flow.Call && names.Any(n => instruction.Target.Contains(n, StringComparison.Ordinal));
}
