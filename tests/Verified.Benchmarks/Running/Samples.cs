namespace Verified.Benchmarks.Running;

/// <summary>Nanoseconds per record of one candidate, window by window.</summary>
internal sealed class Samples
{
    private readonly double[] _sorted;

    /// <summary>Of these windows, of which there is at least one.</summary>
    public Samples(IEnumerable<double> windows)
    {
        _sorted = [.. windows.Order()];
    }

    /// <summary>Half of the windows took no longer.</summary>
    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>A tenth of the windows took no longer: with little disturbance.</summary>
    public double P10 => _sorted[(_sorted.Length - 1) / 10];
}
