using HdrHistogram;

namespace Verified.Benchmarks.Running;

/// <summary>A candidate set up for a shape and a size, that can be given windows of time.</summary>
internal abstract class Case : IDisposable
{
    /// <summary>Does its work for a window.</summary>
    /// <returns>Nanoseconds per record: of the time that all its threads together took, per record of all of them.</returns>
    public abstract double Window(TimeSpan length);

    /// <summary>Times single writes in a window, while a second writer writes.</summary>
    /// <param name="length">The window.</param>
    /// <param name="into">Nanoseconds.</param>
    public abstract void TimeWrites(TimeSpan length, LongHistogram into);

    /// <summary>Null if every record is accounted for. Called once, at the end.</summary>
    public abstract string? Verify();

    /// <inheritdoc/>
    public abstract void Dispose();
}
