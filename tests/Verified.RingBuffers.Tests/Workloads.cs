using FsCheck;
using FsCheck.Fluent;

namespace Verified.RingBuffers.Tests;

/// <summary>Workloads for properties: the seeds are FsCheck's, and so is what is left of a workload that fails.</summary>
internal static class Workloads
{
    /// <summary>Any workload.</summary>
    public static Arbitrary<Workload> Any() => Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(Workload.Of), Shrink);

    /// <summary>Without a half, without an operation, with a smaller number.</summary>
    private static IEnumerable<Workload> Shrink(Workload w)
    {
        int n = w.Ops.Count;
        if (n > 3)
        {
            yield return w with { Ops = [.. w.Ops.Take(n / 2)] };
            yield return w with { Ops = [.. w.Ops.Skip(n / 2)] };
        }

        for (int k = 0; k < n; k++)
        {
            yield return w with { Ops = [.. w.Ops.Where((_, j) => j != k)] };
        }

        for (int k = 0; k < n; k++)
        {
            if (w.Ops[k].Number > 0)
            {
                yield return w with { Ops = [.. w.Ops.Select((o, j) => j == k ? o with { Number = o.Number / 2 } : o)] };
            }
        }
    }
}
