using System.Runtime.InteropServices;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Cli.MachineCode;

/// <summary>Which fast path is inspected.</summary>
/// <param name="IsOneWriter">That of one writer (with a clock also that of a channel's buffer of a thread), instead of many.</param>
/// <param name="IsClocked">With a time stamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="IsSpan">Of bytes whose number is known at run time alone, instead of 8.</param>
internal sealed record Subject(bool IsOneWriter = false, bool IsClocked = false, bool IsSpan = false)
{
    /// <summary>All.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        .. from isClocked in new[] { false, true }
           from isSpan in new[] { false, true }
           from isOneWriter in new[] { false, true }
           select new Subject(isOneWriter, isClocked, isSpan),
    ];

    private static readonly IReadOnlyList<string> s_rest = [":EnterRest(", ":CommitRest(", $"{nameof(RingBuffer)}:WakeReader("];

    /// <summary>In words.</summary>
    public string Name => "machine code" + (IsOneWriter ? ", one writer" : "") + (IsClocked ? ", clock" : "") + (IsSpan ? ", span" : "");

    /// <summary>The arguments of <c>asm</c>.</summary>
    public IEnumerable<string> Arguments =>
        new[] { IsOneWriter ? "--one-writer" : "", IsClocked ? "--clock" : "", IsSpan ? "--span" : "" }.Where(a => a.Length != 0);

    /// <summary>So many <c>lock cmpxchg</c>, and so many <c>lock add</c>, are on its path.</summary>
    public int Locks => IsOneWriter ? 0 : 1;

    /// <summary>Are its paths told apart by the mode? The other methods get the core by itself; all of their paths are asked about alike.</summary>
    public bool IsOfEachMode => !IsOneWriter && !IsClocked && !IsSpan;

    /// <summary>The method of <see cref="FastPath"/> that is inspected: what <see cref="Write"/> comes to.</summary>
    public string Method => (IsClocked, IsSpan) switch
    {
        (true, true) => "WriteSpanSlow",
        (true, false) => "WriteSlow",
        (false, true) => "WriteSpan",
        _ => IsOneWriter ? nameof(FastPath.WriteInt64AsOwner) : nameof(FastPath.WriteInt64),
    };

    /// <summary>
    /// The cold methods: what the fast path leaves to calls. Entering, losing, the clock, pushing and claiming from the reader, delivering, waking
    /// it, keeping a committed prefix; with a clock also times that are kept in full, a clock of the caller's, and a collection that waits; nothing that allocates.
    /// </summary>
    public IReadOnlyList<string> ColdMethods => (IsClocked, IsSpan) switch
    {
        (true, _) =>
        [
            $"{nameof(FastPath)}:Write{(IsSpan ? "SpanRest(" : "Rest[")}", $"{nameof(FastPath)}:EndFull[", ":FitsFull(", ":StoreFullTime(", .. s_rest,
            "System.TimeProvider:GetTimestamp(", "CORINFO_HELP_POLL_GC",
        ],
        (false, true) => [$"{nameof(FastPath)}:WriteSpanSlow[", .. s_rest],
        _ => [$"{nameof(FastPath)}:WriteSlow[", $"{nameof(FastPath)}:WriteEntered[", $"{nameof(FastPath)}:WriteEnded("],
    };

    /// <summary>The calls that are on the path.</summary>
    public HotCalls HotCalls => new(IsClocked ? HotCalls.Stopwatch : [], IsSpan ? HotCalls.CopyHelper : []);

    /// <summary>Writes a record by that path.</summary>
    public bool Write(RingBuffer ring, long value) => (IsClocked, IsSpan) switch
    {
        (_, true) => ring.TryWrite(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value))),
        (true, false) => ring.TryWrite(value),
        _ => IsOneWriter ? FastPath.WriteInt64AsOwner(ring, value) : FastPath.WriteInt64(ring, value),
    };
}
