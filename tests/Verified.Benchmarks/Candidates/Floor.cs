using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>What the machine takes for the parts that any buffer is made of: measured in the same turns.</summary>
internal static class Floor
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("floor/nothing", "the loop and the clock around it; in latencies, what timing costs by itself", static (s, _) => !s.HasConsumer, static _ => new Nothing()),
        Of("floor/locked-add", "one locked add", static _ => new LockedAdd()),
        Of("floor/load+cas", "a load and a compare-exchange", static _ => new LoadCas()),
        Of("floor/cas+add", "both, on two lines", static _ => new CasAndAdd()),
        Candidate.Of("floor/clock", "Stopwatch.GetTimestamp()", static (s, _) => !s.HasConsumer, static _ => new Clock()),
        Of("floor/copy+stores", "a copy of variable length into a buffer as big as the rings, and two plain stores", static o => new CopyAndStores(o)),
        Candidate.Of("floor/fixed-copy+stores", "the same of a length that the compiler knows", static (s, size) => s == Shape.Alone && Payloads.Has(size), static o => Payloads.Make<FixedCopies, Workload>(default, o)),
        Of("floor/processor-id", "Thread.GetCurrentProcessorId()", static _ => new ProcessorId()),
        Of("floor/thread-static", "a read of a [ThreadStatic]", static _ => new ThreadStaticRead()),
    ];

    private static Candidate Of(string name, string about, Func<CaseOptions, Workload> make) =>
        Candidate.Of(name, about, static (shape, _) => shape == Shape.Alone, make);

    private abstract class Part : Workload
    {
        public override string? Verify(long accepted, long refused, long read) => null;
    }

    private sealed class Nothing : Part
    {
        public override int Write(int lane, int count) => count;
    }

    private sealed class LockedAdd : Part
    {
        private Lines _lines;

        public override int Write(int lane, int count)
        {
            ref long word = ref _lines.First;
            for (int i = 0; i < count; i++)
            {
                Interlocked.Add(ref word, 16);
            }

            return count;
        }
    }

    private sealed class LoadCas : Part
    {
        private Lines _lines;

        public override int Write(int lane, int count)
        {
            ref long word = ref _lines.First;
            for (int i = 0; i < count; i++)
            {
                long seen = Volatile.Read(ref word);
                Interlocked.CompareExchange(ref word, seen + 16, seen);
            }

            return count;
        }
    }

    private sealed class CasAndAdd : Part
    {
        private Lines _lines;

        public override int Write(int lane, int count)
        {
            ref long word = ref _lines.First;
            ref long other = ref _lines.Second;
            for (int i = 0; i < count; i++)
            {
                long seen = Volatile.Read(ref word);
                Interlocked.CompareExchange(ref word, seen + 16, seen);
                Interlocked.Add(ref other, 16);
            }

            return count;
        }
    }

    private sealed class Clock : Part
    {
        private long _sum;

        public override int Write(int lane, int count)
        {
            long sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += Stopwatch.GetTimestamp();
            }

            Volatile.Write(ref _sum, sum);
            return count;
        }
    }

    private sealed class CopyAndStores(CaseOptions options) : Part
    {
        private readonly Area _area = new(options);
        private readonly byte[] _payload = options.NewPayload();

        public override int Write(int lane, int count)
        {
            ReadOnlySpan<byte> payload = _payload;
            (byte[] bytes, long at, int mask) = (_area.Bytes, _area.Position, _area.Mask);
            int size = (payload.Length + sizeof(int) + 7) & -8;
            for (int i = 0; i < count; i++)
            {
                ref byte to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), (int)at & mask);
                payload.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, sizeof(int)), payload.Length));
                Unsafe.WriteUnaligned(ref to, payload.Length);
                at += size;
                Volatile.Write(ref _area.Position, at);
            }

            return count;
        }
    }

    private readonly struct FixedCopies : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => new FixedCopyAndStores<T>(options);
    }

    private sealed class FixedCopyAndStores<T>(CaseOptions options) : Part
        where T : unmanaged
    {
        private readonly Area _area = new(options);
        private readonly T[] _value = [Payloads.Value<T>(options)];

        public override int Write(int lane, int count)
        {
            ref T value = ref _value[0];
            (byte[] bytes, long at, int mask) = (_area.Bytes, _area.Position, _area.Mask);
            for (int i = 0; i < count; i++)
            {
                ref byte to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), (int)at & mask);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, sizeof(int)), value);
                Unsafe.WriteUnaligned(ref to, Unsafe.SizeOf<T>());
                at += (Unsafe.SizeOf<T>() + sizeof(int) + 7) & -8;
                Volatile.Write(ref _area.Position, at);
            }

            return count;
        }
    }

    private sealed class ProcessorId : Part
    {
        private int _sum;

        public override int Write(int lane, int count)
        {
            int sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += Thread.GetCurrentProcessorId();
            }

            _sum += sum;
            return count;
        }
    }

    private sealed class ThreadStaticRead : Part
    {
        [ThreadStatic]
        private static int t_value;
        private int _sum;

        public override int Write(int lane, int count)
        {
            int sum = 0;
            t_value = count;
            for (int i = 0; i < count; i++)
            {
                sum += Volatile.Read(ref t_value);
            }

            _sum += sum;
            return count;
        }
    }

    /// <summary>Two words on lines of their own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 3 * 128)]
    private struct Lines
    {
        [FieldOffset(128)]
        public long First;

        [FieldOffset(256)]
        public long Second;
    }

    /// <summary>A buffer as big as a ring, and a record more; every place in it can be written.</summary>
    private sealed class Area(CaseOptions options)
    {
        public readonly byte[] Bytes = GC.AllocateUninitializedArray<byte>((options.SubBufferSize * options.SubBufferCount) + options.Size + 16, pinned: true);
        public readonly int Mask = (options.SubBufferSize * options.SubBufferCount) - 1;
        public long Position;
    }
}
