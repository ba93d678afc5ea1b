using Verified.RingBuffers;

namespace Verified.Cli.Kill;

/// <summary>One round of <c>kill</c>: what the child's ring is like, and when it dies.</summary>
/// <param name="Mode">The ring's mode.</param>
/// <param name="Clock">Whether records have a time.</param>
/// <param name="SubBufferSize">Bytes in a sub-buffer.</param>
/// <param name="SubBufferCount">Sub-buffers in the ring.</param>
/// <param name="Writers">Threads that write; each is <see cref="Depth"/> writers, each of which writes inside the reservations of the one before.</param>
/// <param name="Reads">Whether a thread reads.</param>
/// <param name="Seed">What the threads' choices follow from.</param>
internal sealed record KillOptions(
    RingBufferMode Mode, RingBufferClock Clock, int SubBufferSize, int SubBufferCount, int Writers, bool Reads, int Seed)
{
    private static readonly (int Size, int Count)[] s_geometries = [(512, 4), (1024, 8), (1024, 32), (4096, 16)];

    /// <summary>How long the child writes before it is killed.</summary>
    public TimeSpan Life { get; init; }

    /// <summary>
    /// How many writers a thread is. Three: A is open while B and then D, inside each other, are reserved, and D, then B, is committed. There
    /// LTTng's <c>seq</c> takes a hole for committed, if A and D are of one size.
    /// </summary>
    public const int Depth = 3;

    /// <summary>How many writers a witness has.</summary>
    public int Streams => Depth * Writers;

    /// <summary>The ring's options.</summary>
    public RingBufferOptions Ring => new() { Mode = Mode, Clock = Clock, SubBufferSize = SubBufferSize, SubBufferCount = SubBufferCount };

    /// <summary>The options of a round, which follow from the seed and its number.</summary>
    public static KillOptions Of(RingBufferMode mode, int round, int writers, int seed)
    {
        Random random = new(unchecked((seed * 1_000_003) + (2 * round) + (int)mode));
        (int size, int count) = s_geometries[random.Next(s_geometries.Length)];
        var clock = (RingBufferClock)random.Next(2);
        bool reads = mode == RingBufferMode.Discard ? random.Next(8) != 0 : random.Next(2) == 0; // discard: without a reader the ring is full at once
        int threads = random.Next(3) == 0 ? 1 : writers; // alone, a nested record is next to that which it is nested in
        return new KillOptions(mode, clock, size, count, threads, reads, random.Next())
        {
            Life = TimeSpan.FromMilliseconds(random.NextDouble() * 120),
        };
    }

    /// <summary>As arguments of the child.</summary>
    public string[] ToArguments() =>
        [Mode.ToString(), Clock.ToString(), $"{SubBufferSize}", $"{SubBufferCount}", $"{Writers}", $"{Reads}", $"{Seed}"];

    /// <summary>Back from the arguments of the child.</summary>
    public static KillOptions FromArguments(ReadOnlySpan<string> a) => new(
        Enum.Parse<RingBufferMode>(a[0]), Enum.Parse<RingBufferClock>(a[1]), int.Parse(a[2], null), int.Parse(a[3], null),
        int.Parse(a[4], null), bool.Parse(a[5]), int.Parse(a[6], null));

    /// <summary>In words.</summary>
    public override string ToString() =>
        $"{Mode}, clock {Clock}, {SubBufferCount} x {SubBufferSize} bytes, {Writers} threads{(Reads ? ", reader" : "")}, seed {Seed}";
}
