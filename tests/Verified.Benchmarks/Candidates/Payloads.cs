using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>Typed payloads of the four sizes.</summary>
internal static class Payloads
{
    /// <summary>Something that is made for a type of payload.</summary>
    public interface IFactory<out TResult>
    {
        /// <summary>Makes it.</summary>
        TResult Make<T>(CaseOptions options)
            where T : unmanaged;
    }

    /// <summary>The sizes.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [8, 32, 128, 256];

    /// <summary>Whether there is a type of this size.</summary>
    public static bool Has(int size) => Sizes.Contains(size);

    /// <summary>Makes something for the type of the options' size.</summary>
    public static TResult Make<TFactory, TResult>(TFactory factory, CaseOptions options)
        where TFactory : IFactory<TResult> => options.Size switch
        {
            8 => factory.Make<long>(options),
            32 => factory.Make<Words4>(options),
            128 => factory.Make<Words16>(options),
            256 => factory.Make<Words32>(options),
            _ => throw new ArgumentException($"no type has {options.Size} bytes", nameof(options)),
        };

    /// <summary>A payload as the options fill it.</summary>
    public static T Value<T>(CaseOptions options)
        where T : unmanaged => MemoryMarshal.Read<T>(options.NewPayload());

    /// <summary>Its first word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long First<T>(in T value)
        where T : unmanaged => Unsafe.As<T, long>(ref Unsafe.AsRef(in value));

    /// <summary>The word that payloads are filled with.</summary>
    public static long Word { get; } = Value<long>(new CaseOptions(Shape.Alone, sizeof(long), 0, 0, false));

    [InlineArray(4)]
    private struct Words4
    {
        private long _first;
    }

    [InlineArray(16)]
    private struct Words16
    {
        private long _first;
    }

    [InlineArray(32)]
    private struct Words32
    {
        private long _first;
    }
}
