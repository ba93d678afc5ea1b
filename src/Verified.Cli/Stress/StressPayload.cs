using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Verified.Cli.Stress;

/// <summary>
/// The payload of a stress record: writer (4), length (4), number (8), position (8), checksum (8), and a body that follows from writer
/// and number. The numbers of a writer are those of its accepted records, in order, without gaps.
/// </summary>
internal static class StressPayload
{
    private const int HeaderLength = 32;
    private const int MaxWords = 16;
    private const long AbandonEvery = 61;

    /// <summary>The longest payload.</summary>
    public const int MaxLength = HeaderLength + (MaxWords * sizeof(ulong));

    /// <summary>How long a writer's record of a number is: a multiple of 8.</summary>
    public static int LengthOf(int writer, long number) => HeaderLength + ((int)(Seed(writer, number) >> 40) % (MaxWords + 1) * sizeof(ulong));

    /// <summary>Whether a writer abandons its record of a number: so a reader knows which numbers it must not see.</summary>
    public static bool IsAbandoned(long number) => number % AbandonEvery == AbandonEvery - 1;

    /// <summary>How many of the numbers before this one are abandoned.</summary>
    public static long AbandonedBefore(long number) => number / AbandonEvery;

    /// <summary>Writes a whole payload.</summary>
    public static void Fill(Span<byte> payload, int writer, long number, long position)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, writer);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], number);
        BinaryPrimitives.WriteInt64LittleEndian(payload[16..], position);
        ulong state = Seed(writer, number);
        foreach (ref ulong word in MemoryMarshal.Cast<byte, ulong>(payload[HeaderLength..]))
        {
            word = state = Mix(state);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(payload[24..], Checksum(payload));
    }

    /// <summary>Reads a payload back.</summary>
    /// <returns>False if it is torn: not one that <see cref="Fill"/> wrote, or not all of it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out int writer, out long number, out long position)
    {
        writer = 0;
        number = position = 0;
        if (payload.Length < HeaderLength || BinaryPrimitives.ReadInt32LittleEndian(payload[4..]) != payload.Length
            || BinaryPrimitives.ReadUInt64LittleEndian(payload[24..]) != Checksum(payload))
        {
            return false;
        }

        writer = BinaryPrimitives.ReadInt32LittleEndian(payload);
        number = BinaryPrimitives.ReadInt64LittleEndian(payload[8..]);
        position = BinaryPrimitives.ReadInt64LittleEndian(payload[16..]);
        ulong state = Seed(writer, number);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(payload[HeaderLength..]))
        {
            if (word != (state = Mix(state)))
            {
                return false;
            }
        }

        return payload.Length == LengthOf(writer, number);
    }

    private static ulong Checksum(ReadOnlySpan<byte> payload)
    {
        ulong sum = 0;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(payload);
        for (int i = 0; i < words.Length; i++)
        {
            sum = i == 3 ? sum : Mix(sum ^ words[i]); // the fourth word is the checksum itself
        }

        return sum;
    }

    private static ulong Seed(int writer, long number) => Mix(((ulong)(uint)writer << 48) ^ (ulong)number);

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
