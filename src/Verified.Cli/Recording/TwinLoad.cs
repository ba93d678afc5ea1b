namespace Verified.Cli.Recording;

internal static class TwinLoad
{
    public static long Explore(CancellationToken c) { c.WaitHandle.WaitOne(10); return 1; }
}
