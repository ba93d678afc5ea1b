using Verified.Model;

namespace Verified.Campaign;

/// <summary>What a process must be told to do so that it takes the moves of a path.</summary>
internal static class PathOperations
{
    /// <summary>The operations of one process.</summary>
    /// <param name="moves">The path's moves of that process, in order.</param>
    public static List<Operation> Of(IReadOnlyList<Move> moves)
    {
        var operations = new List<Operation>();
        for (int i = 0; i < moves.Count; i++)
        {
            Step before = i == 0 ? Step.Shift : moves[i - 1].Step;
            if (IsLooking(moves, i))
            {
                continue;
            }

            if (Begun(moves[i], before, operations) is { } operation)
            {
                operations.Add(operation);
            }
            else if (moves[i].Step == Step.Write_Abandon)
            {
                operations[^1] = operations[^1] with { Abandon = true };
            }
            else if (before == Step.Wait_LoadFinal && moves[i].Step is Step.Wait_Cancel or Step.Wait_CancelFail)
            {
                operations[^1] = operations[^1] with { Cancel = true };
            }
        }

        return operations;
    }

    /// <summary>The operation that a move begins, or null if it goes on with one.</summary>
    private static Operation? Begun(in Move move, Step before, List<Operation> operations) => move.Step switch
    {
        Step.Reserve_LoadWritePosition or Step.Lose_TooBig => new Operation(OperationKind.Write, move.Process, move.Arg),
        Step.Flush_LoadWritePosition when before != Step.Flush_CasFail =>
            new Operation(OperationKind.Flush, move.Process, Mode: FlushModes.InCode(move.Arg)),
        Step.Get_LoadReadPosition when !IsReading(before, operations) => new Operation(OperationKind.Read, move.Process),
        Step.Cell_LoadHeader => new Operation(OperationKind.Read, move.Process),
        Step.Snapshot_LoadReadPosition => new Operation(OperationKind.Snapshot, move.Process),
        Step.Clear_LoadReadPosition when !IsClearing(before, operations) => new Operation(OperationKind.Clear, move.Process),
        Step.Wait_LoadReadPosition => new Operation(OperationKind.Wait, move.Process),
        Step.Tick => new Operation(OperationKind.Tick, move.Process),
        _ => null,
    };

    /// <summary>
    /// A reader of cells goes on within the same operation where a cell is empty, behind an abandoned record, and from a sub-buffer that it released.
    /// </summary>
    private static bool IsLooking(IReadOnlyList<Move> moves, int i) =>
        i > 0 && moves[i].Step is Step.Cell_LoadHeader or Step.Get_LoadReadPosition
        && (moves[i - 1].Step is Step.Cell_LoadHeader or Step.Cell_LoadSize
            || (moves[i - 1].Step == Step.Move_StoreReadPosition && moves[i].Step == Step.Cell_LoadHeader)
            || (moves[i - 1].Step == Step.Cell_StoreHeader && i > 1 && moves[i - 2].Step == Step.Cell_LoadHeader));

    /// <summary>A read that found its sub-buffer overwritten starts again within the same operation.</summary>
    private static bool IsReading(Step before, List<Operation> operations) =>
        operations.Count > 0 && operations[^1].Kind == OperationKind.Read
        && before is Step.Get_LoadDelivered or Step.Get_LoadWritePosition or Step.Get_LoadSlot or Step.Get_ExchangeFail;

    /// <summary>A clear goes on from each sub-buffer that it released.</summary>
    private static bool IsClearing(Step before, List<Operation> operations) =>
        operations.Count > 0 && operations[^1].Kind == OperationKind.Clear
        && before is Step.Move_LoadReadPosition or Step.Move_Cas or Step.Move_StoreReadPosition;
}
