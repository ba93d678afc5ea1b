namespace Verified.Benchmarks.Running;

/// <summary>Who works at the same time.</summary>
/// <param name="Producers">Threads that write.</param>
/// <param name="HasConsumer">Whether one thread more reads; then producers wait when there is no room, else the oldest make room.</param>
internal readonly record struct Shape(int Producers, bool HasConsumer)
{
    /// <summary>One producer alone; the oldest records make room.</summary>
    public static Shape Alone => new(1, false);

    /// <summary>One producer and one consumer; every record gets there.</summary>
    public static Shape Pair => new(1, true);

    /// <summary>Two producers; the oldest records make room.</summary>
    public static Shape Two => new(2, false);

    /// <summary>Threads.</summary>
    public int Lanes => Producers + (HasConsumer ? 1 : 0);

    /// <inheritdoc/>
    public override string ToString() =>
        HasConsumer ? $"{Producers} producer + 1 consumer" : Producers == 1 ? "1 producer alone" : $"{Producers} producers";
}
