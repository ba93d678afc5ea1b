namespace Verified.Model;

/// <summary>One enabled action of one process.</summary>
/// <param name="Step">The action.</param>
/// <param name="Process">The process number of the configuration; <see cref="Twin.NoProcess"/> for <see cref="Step.Shift"/>,
/// <see cref="Step.Forget"/>, their forms in Recovery.tla, and <see cref="Step.Tick"/>.</param>
/// <param name="Arg">Record size for <see cref="Step.Reserve_LoadWritePosition"/> and <see cref="Step.Lose_TooBig"/>,
/// mode (<see cref="Twin.ActiveMode"/> and so on) for <see cref="Step.Flush_LoadWritePosition"/>, else 0.</param>
/// <param name="Access">What the action does to shared memory.</param>
public readonly record struct Move(Step Step, int Process, int Arg, Access Access)
{
    /// <summary>The action as TLC labels it, e.g. <c>Reserve_LoadWritePosition(1,2)</c> or <c>Flush_LoadWritePosition(3,"Final")</c>.</summary>
    public string Label => Step switch
    {
        Step.Shift or Step.Forget or Step.ShiftAll or Step.ForgetAll or Step.ReaderOversleeps or Step.Tick or >= Step.Get_LoadReadPosition => Step.ToString(),
        Step.Reserve_LoadWritePosition or Step.Lose_TooBig => $"{Step}({Process},{Arg})",
        Step.Flush_LoadWritePosition => $"{Step}({Process},\"{Twin.FlushModes[-Arg]}\")",
        _ => $"{Step}({Process})",
    };

    /// <summary>Returns <see cref="Label"/>.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}
