using System.Buffers.Binary;
using Verified.Atomics;
using Verified.Cli.Stress;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;
using static Verified.Cli.Kill.KillWitness;

namespace Verified.Cli.Kill;

/// <summary>
/// Is the judge blind? Three writers of one thread reserve A, B and D; D and B are committed, then all die. The shipped rule recovers none
/// of them; LTTng's own, mutant <c>prefix-of-own-end</c>, recovers A, which nobody wrote, and the judge must say so.
/// </summary>
internal static class KillControl
{
    private const int Writers = 3;

    /// <summary>What the judge finds where the ring keeps its prefixes by some rules.</summary>
    public static KillJudge Judge<TRules>()
        where TRules : struct, IRules
    {
        var settings = new RingSettings(new Geometry(1024, 4), RingBufferMode.Discard, Clocked: false, Recoverable: true);
        Region region = Region.Allocate<TRules>(settings);
        RingCore<ProcessorMemory, TRules, ManyWriters> core = new(region.Memory, settings);
        byte[] witness = new byte[LengthOf(Writers)];
        Reserved[] slots = new Reserved[Writers];
        for (int w = 0; w < Writers; w++)
        {
            core.TryReserve(StressPayload.LengthOf(0, 0), out slots[w]); // of one length
            Say(witness, OffsetOf(w, Word.Begun), 1);
            Say(witness, OffsetOf(w, Word.Reserved), 1);
            Say(witness, OffsetOfPosition(Writers, w, 0), slots[w].Begin);
        }

        foreach (int w in new[] { 2, 1 })
        {
            StressPayload.Fill(region.Bytes.Slice((int)core.PayloadOffset(slots[w]), slots[w].PayloadLength), w, 0, slots[w].Begin);
            core.Commit(slots[w]);
            Say(witness, OffsetOf(w, Word.Ending), 1);
            Say(witness, OffsetOf(w, Word.Ended), 1);
        }

        KillJudge judge = KillJudge.Of(RingBuffer.Recover(region.Bytes.ToArray()), new KillTestimony(witness, Writers));
        GC.KeepAlive(region);
        return judge;
    }

    /// <summary>Whether the judge finds the mutant's fault, and none in what ships.</summary>
    public static bool IsCaught() => Judge<LeanRules>().Problems.Count == 0 && Judge<OwnEndRules>().Problems.Count > 0;

    private static void Say(byte[] witness, int offset, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(witness.AsSpan(offset), value);

    /// <summary>Mutant <c>prefix-of-own-end</c>.</summary>
    internal readonly struct OwnEndRules : IRules
    {
        /// <inheritdoc/>
        public static bool PrefixOfOwnEnd => true;
    }
}
