using System.Buffers.Binary;
using Verified.Exploration;

namespace Verified.Campaign;

/// <summary>Payloads that say who wrote them, and of which every byte is known. Never a byte of poison in the header part.</summary>
internal static class PayloadPattern
{
    private const int HeaderLength = 8;

    /// <summary>Fills a part of a payload: the bytes from <paramref name="from"/> on, up to the end of the span.</summary>
    public static void Fill(Span<byte> payload, int process, int sequence, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            payload[i] = At(process, sequence, i);
        }
    }

    /// <summary>Who wrote this payload.</summary>
    /// <exception cref="ScheduleViolationException">A byte is not what that writer wrote.</exception>
    public static (int Process, int Sequence) Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength)
        {
            throw new ScheduleViolationException($"a record of {payload.Length} bytes was read that nobody wrote");
        }

        int process = BinaryPrimitives.ReadInt32LittleEndian(payload);
        int sequence = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        for (int i = HeaderLength; i < payload.Length; i++)
        {
            if (payload[i] != At(process, sequence, i))
            {
                throw new ScheduleViolationException(
                    $"byte {i} of a payload of {payload.Length} that says (writer {process}, {sequence}) is {payload[i]}, not what was written");
            }
        }

        return (process, sequence);
    }

    private static byte At(int process, int sequence, int i) => i switch
    {
        < 4 => (byte)(process >> (8 * i)),
        < HeaderLength => (byte)(sequence >> (8 * (i - 4))),
        _ => (byte)((process * 31) + (sequence * 7) + i),
    };
}
