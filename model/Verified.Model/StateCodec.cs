using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verified.Model;

/// <summary>
/// Packs the used part of a state into few bytes and back. A value from -64 to 174 takes one byte, so do "torn" and
/// "garbage"; any other takes three. The packing is injective: equal bytes mean equal states.
/// </summary>
internal sealed class StateCodec(Twin twin)
{
    /// <summary>The most bytes that a state can take.</summary>
    internal const int MaxBytes = 1024;

    private const int Bias = 64;
    private const int Direct = 239;
    private const byte TornCode = 253;
    private const byte GarbageCode = 254;
    private const byte WideCode = 255;

    internal int Pack(in State s, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, MaxBytes);
        var to = new Writer(bytes);
        to.Put(s.Wpos);
        to.Put(s.Rpos);
        to.Put(s.Account);
        to.Put(s.Cc, twin.N);
        to.Put(s.Dc, twin.N);
        to.Put(s.Begin, twin.N);
        to.Put(s.Csize, twin.N);
        to.Put(s.Dsize, twin.N);
        to.Put(s.Claims, twin.N);
        to.Put(s.Mem, twin.B);
        to.Put(s.Lost, 3);
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            ref readonly Locals l = ref s.Loc[p];
            to.Put((short)s.Pc[p]);
            to.Put(l.O);
            to.Put(l.N);
            to.Put(l.V);
            to.Put(l.K);
            to.Put((short)l.Job);
        }

        to.Put((short)s.Pc[twin.ProducerCount]);
        to.Put(s.Rd.Cur);
        to.Put(s.Rd.V);
        to.Put(s.Rd.Begin);
        to.Put(s.Rd.Size);
        to.Put(s.Rd.OutCount);
        to.Put(s.Rd.Out, s.Rd.OutCount);
        to.Put(s.ResCount);
        foreach (ref readonly Reservation r in s.Reservations)
        {
            to.Put(r.B);
            to.Put(r.E);
            to.Put((short)r.Kind);
            to.Put(r.By);
        }

        return to.Length;
    }

    internal void Unpack(ReadOnlySpan<byte> bytes, out State s)
    {
        s = default;
        var from = new Reader(bytes);
        s.Wpos = from.Get();
        s.Rpos = from.Get();
        s.Account = from.Get();
        from.Get(s.Cc, twin.N);
        from.Get(s.Dc, twin.N);
        from.Get(s.Begin, twin.N);
        from.Get(s.Csize, twin.N);
        from.Get(s.Dsize, twin.N);
        from.Get(s.Claims, twin.N);
        from.Get(s.Mem, twin.B);
        from.Get(s.Lost, 3);
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            ref Locals l = ref s.Loc[p];
            s.Pc[p] = (Label)from.Get();
            l.O = from.Get();
            l.N = from.Get();
            l.V = from.Get();
            l.K = from.Get();
            l.Job = (Job)from.Get();
        }

        s.Pc[twin.ProducerCount] = (Label)from.Get();
        s.Rd.Cur = from.Get();
        s.Rd.V = from.Get();
        s.Rd.Begin = from.Get();
        s.Rd.Size = from.Get();
        s.Rd.OutCount = from.Get();
        from.Get(s.Rd.Out, s.Rd.OutCount);
        s.ResCount = from.Get();
        for (int j = 0; j < s.ResCount; j++)
        {
            ref Reservation r = ref s.Res[j];
            r.B = from.Get();
            r.E = from.Get();
            r.Kind = (ReservationKind)from.Get();
            r.By = (byte)from.Get();
        }

        Debug.Assert(from.IsAtEnd, "a packed state must be read to its end");
    }

    // Bounds are not tested here: MaxBytes exceeds three bytes for every field of a state.
    private ref struct Writer(Span<byte> bytes)
    {
        private readonly ref byte _start = ref MemoryMarshal.GetReference(bytes);

        internal int Length { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Put(short value)
        {
            int biased = value + Bias;
            if ((uint)biased < Direct)
            {
                PutByte(biased);
            }
            else
            {
                PutRare(value);
            }
        }

        internal void Put(scoped ReadOnlySpan<short> values, int count)
        {
            foreach (short value in values[..count])
            {
                Put(value);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void PutByte(int value) => Unsafe.Add(ref _start, Length++) = (byte)value;

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void PutRare(short value)
        {
            if (value == Twin.Torn)
            {
                PutByte(TornCode);
            }
            else if (value == Twin.Garbage)
            {
                PutByte(GarbageCode);
            }
            else
            {
                PutByte(WideCode);
                PutByte(value);
                PutByte(value >> 8);
            }
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        internal readonly bool IsAtEnd => _at == _bytes.Length;

        internal short Get()
        {
            byte code = _bytes[_at++];
            return code < Direct ? (short)(code - Bias) : GetRare(code);
        }

        internal void Get(scoped Span<short> values, int count)
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = Get();
            }
        }

        private short GetRare(byte code)
        {
            switch (code)
            {
                case TornCode:
                    return Twin.Torn;
                case GarbageCode:
                    return Twin.Garbage;
                default:
                    _at += 2;
                    return (short)(_bytes[_at - 2] | (_bytes[_at - 1] << 8));
            }
        }
    }
}
