using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

internal readonly struct CountBeforeData : IRules
{
    static bool IRules.CountBeforeData => true;
}

internal readonly struct DeliverWithoutLock : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.DeliverWithoutLock => true;
}

internal readonly struct OnePhaseDelivery : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.OnePhaseDelivery => true;
}

internal readonly struct NoFullTest : IRules
{
    static bool IRules.NoFullTest => true;
}

internal readonly struct NoCleanSlotTest : IRules
{
    static bool IRules.NoCleanSlotTest => true;
}

internal readonly struct NoRecheck : IRules
{
    static bool IRules.NoRecheck => true;
}

internal readonly struct ReaderWithoutDeliveredTest : IRules
{
    static bool IRules.ReaderWithoutDeliveredTest => true;
}

internal readonly struct ReaderMovesUnconditionally : IRules
{
    static bool IRules.ReaderMovesUnconditionally => true;
}

internal readonly struct NewEndOmitted : IRules
{
    static bool IRules.NewEndOmitted => true;
}

internal readonly struct FlushWithoutCleanTest : IRules
{
    static bool IRules.FlushWithoutCleanTest => true;
}

internal readonly struct PaddingNotCommitted : IRules
{
    static bool IRules.PaddingNotCommitted => true;
}
