using System.Runtime.InteropServices;

namespace Verified.Model;

/// <summary>A fast hash for tables inside one run. Equality is always decided by content, never by this.</summary>
internal static class StateHash
{
    private const ulong Seed = 0x9E3779B97F4A7C15;
    private const ulong Mix = 0xD6E8FEB86659FD93;

    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            rest |= (ulong)bytes[i] << (8 * i);
        }

        return Fold(Fold(hash ^ rest));
    }

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value, Mix, out ulong low);
        return high ^ low ^ Seed;
    }
}
