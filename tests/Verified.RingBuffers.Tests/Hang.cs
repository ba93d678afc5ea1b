using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>A wake-up that is lost is never made up for: then a test fails after this time, which nothing should take, and does not hang.</summary>
internal static class Hang
{
    private static readonly TimeSpan s_forEver = TimeSpan.FromMinutes(2);

    public static Task<T> Ends<T>(this Task<T> task) => task.WaitAsync(s_forEver, TestContext.Current.CancellationToken);

    public static Task Ends(this Task task) => task.WaitAsync(s_forEver, TestContext.Current.CancellationToken);
}
