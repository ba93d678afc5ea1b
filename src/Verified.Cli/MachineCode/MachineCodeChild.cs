using System.Globalization;
using System.Runtime.CompilerServices;
using Verified.Atomics;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Cli.MachineCode;

/// <summary>What the child process does: calls the measured methods in both modes, so that the JIT compiles and lists it.</summary>
internal static class MachineCodeChild
{
    private const int Calls = 1000;
    private const string FlagLine = "mode at ";

    /// <summary>Writes and reads some records, by the path that is inspected alone, and prints where a ring keeps its mode.</summary>
    /// <returns>0 if the records came out again, otherwise 1.</returns>
    public static int Run(Subject subject, TextWriter output)
    {
        foreach (int offset in FlagOffsets())
        {
            output.WriteLine(FlagLine + offset.ToString(CultureInfo.InvariantCulture));
        }

        return Enum.GetValues<RingBufferMode>().All(m => WritesAndReads(m, subject)) ? ExitCodes.Pass : ExitCodes.Violation;
    }

    /// <summary>Where the mode lies in a ring object, from what the child printed: it may keep it in several forms.</summary>
    public static IReadOnlySet<int> FlagOffsets(string output) => output.Split('\n', StringSplitOptions.TrimEntries)
        .Where(l => l.StartsWith(FlagLine, StringComparison.Ordinal))
        .Select(l => int.Parse(l.AsSpan(FlagLine.Length), NumberStyles.None, CultureInfo.InvariantCulture))
        .ToHashSet();

    /// <summary>Bytes of ring objects that are 0 in each ring of discard mode and 1 in each of overwrite mode.</summary>
    private static IEnumerable<int> FlagOffsets()
    {
        const int Pairs = 8;
        // A ring has its core in itself, so it is at least as long; the mode is before that many bytes or it is not found.
        byte[] isFlag = [.. Enumerable.Repeat((byte)1, Unsafe.SizeOf<RingCore<ProcessorMemory, LeanRules, ManyWriters>>())];
        for (int pair = 0; pair < Pairs; pair++)
        {
            foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
            {
                using RingBuffer ring = Create(mode, new Subject());
                ref byte start = ref Unsafe.As<FirstField>(ring).Value;
                for (int i = 0; i < isFlag.Length; i++)
                {
                    isFlag[i] &= (byte)(Unsafe.Add(ref start, i) == (mode == RingBufferMode.Overwrite ? 1 : 0) ? 1 : 0);
                }
            }
        }

        // The listing counts from the object, whose first word is its type.
        return Enumerable.Range(0, isFlag.Length).Where(i => isFlag[i] == 1).Select(i => i + IntPtr.Size);
    }

    private static RingBuffer Create(RingBufferMode mode, Subject subject) => RingBuffer.Create(new RingBufferOptions
    {
        SubBufferSize = 4096,
        SubBufferCount = 4,
        Mode = mode,
        Clock = subject.IsClocked ? RingBufferClock.Stopwatch : RingBufferClock.None,
        Writers = subject.IsOneWriter ? RingBufferWriters.One : RingBufferWriters.Many,
    });

    private static bool WritesAndReads(RingBufferMode mode, Subject subject)
    {
        using RingBuffer ring = Create(mode, subject);
        using RingBufferReader reader = ring.OpenReader();
        int read = 0;
        for (int n = 0; n < Calls; n++)
        {
            if (!subject.Write(ring, n))
            {
                return false;
            }

            read += Drain(reader);
        }

        ring.Flush();
        read += Drain(reader);
        return read == Calls;
    }

    private static int Drain(RingBufferReader reader)
    {
        int read = 0;
        while (reader.TryRead(out SubBuffer sub))
        {
            foreach (Record _ in sub)
            {
                read++;
            }

            sub.Dispose();
        }

        return read;
    }

    /// <summary>Any object, seen from its first field.</summary>
    private sealed class FirstField
    {
        public byte Value;
    }
}
