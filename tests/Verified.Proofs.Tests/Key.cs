using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>What names a step on both sides: the action, who takes it, and its parameter, as in <see cref="Move"/>.</summary>
internal readonly record struct Key(Step Step, int Process, int Arg)
{
    public static Key Of(in Move move) => new(move.Step, move.Process, move.Arg);

    public override string ToString() => new Move(Step, Process, Arg, Access.None).Label;
}
