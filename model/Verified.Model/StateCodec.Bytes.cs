using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verified.Model;

// The bytes of single values.
internal sealed partial class StateCodec
{
    private const int Bias = 64;
    private const int Direct = 249;
    private const byte SmallEndCode = 251;
    private const byte NoneCode = 252;
    private const byte TornCode = 253;
    private const byte GarbageCode = 254;
    private const byte WideCode = 255;

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

        internal void Put(SlotWord word)
        {
            Put((short)(word.Sub | (word.Noref ? 8 : 0)));
            Put(word.Lap);
        }

        internal void Put(BeginBlock block)
        {
            Put(block.Pos);
            Put(block.Time);
        }

        internal void Put(Due due)
        {
            Put((short)due.Step);
            if (due.Step != DueStep.None)
            {
                Put(due.B);
                Put(due.Sum);
            }
        }

        // Most end blocks have neither a time nor losses.
        internal void Put(in EndBlock block)
        {
            if (block.Time == 0 && block.Loss == default)
            {
                PutByte(SmallEndCode);
                Put(block.Size);
                return;
            }

            Put(block.Size);
            Put(block.Time);
            Put(block.Loss);
        }

        internal void Put(LossSample sample)
        {
            Put(sample.Full);
            Put(sample.Wrapped);
            Put(sample.TooBig);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void PutByte(int value) => Unsafe.Add(ref _start, Length++) = (byte)value;

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void PutRare(short value)
        {
            switch (value)
            {
                case Twin.None:
                    PutByte(NoneCode);
                    break;
                case Twin.Torn:
                    PutByte(TornCode);
                    break;
                case Twin.Garbage:
                    PutByte(GarbageCode);
                    break;
                default:
                    PutByte(WideCode);
                    PutByte(value);
                    PutByte(value >> 8);
                    break;
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

        internal SlotWord GetWord()
        {
            int sub = Get();
            return new SlotWord((byte)(sub & 7), (sub & 8) != 0, Get());
        }

        internal Due GetDue() => (DueStep)Get() is var step and not DueStep.None ? new Due(step, Get(), Get()) : default;

        internal BeginBlock GetBegin() => new() { Pos = Get(), Time = Get() };

        internal EndBlock GetEnd()
        {
            if (_bytes[_at] == SmallEndCode)
            {
                _at++;
                return new EndBlock { Size = Get() };
            }

            return new EndBlock { Size = Get(), Time = Get(), Loss = GetSample() };
        }

        internal LossSample GetSample() => new() { Full = Get(), Wrapped = Get(), TooBig = Get() };

        private short GetRare(byte code)
        {
            switch (code)
            {
                case NoneCode:
                    return Twin.None;
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
