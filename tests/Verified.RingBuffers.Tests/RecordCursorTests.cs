using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The merge's cursor finds what the enumerator finds, in what was written and in anything else.</summary>
public class RecordCursorTests
{
    private static readonly RingSettings s_settings = new(new Geometry(256, 2), RingBufferMode.Discard, Clocked: true, ShortTimeBits: 10);

    [Fact]
    public void It_finds_the_same_records_in_any_bytes()
    {
        var random = new Random(1);
        int damaged = 0;
        int records = 0;
        for (int n = 0; n < 20_000; n++)
        {
            byte[] bytes = new byte[256];
            random.NextBytes(bytes.AsSpan(random.Next(256)));
            for (int at = 64; at < 256; at += 8 * random.Next(1, 6))
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(24) | (random.Next(5) == 0 ? int.MinValue : 0)); // mostly a fair length
            }

            var held = new Held(512, random.Next(9) == 0 ? 0 : 512, random.Next(5) == 0 ? random.Next(-9, 300) : 64 + (8 * random.Next(25))) { BeginTime = random.NextInt64() };
            List<(long, int, string)> expected = [];
            List<(long, int, string)> found = [];
            bool expectedDamage = Damaged(() =>
            {
                var records = new RecordEnumerator(bytes, held, s_settings);
                while (records.MoveNext())
                {
                    expected.Add((records.Current.Timestamp, records.Current.Payload.Length, Convert.ToHexString(records.Current.Payload)));
                }
            });
            bool foundDamage = Damaged(() =>
            {
                var cursor = new RecordCursor(256, held, s_settings);
                while (cursor.MoveNext(bytes))
                {
                    found.Add((cursor.Time, cursor.PayloadLength, Convert.ToHexString(bytes.AsSpan(cursor.PayloadAt, cursor.PayloadLength))));
                }
            });
            Assert.Equal(expected, found);
            Assert.Equal(expectedDamage, foundDamage);
            damaged += expectedDamage ? 1 : 0;
            records += found.Count;
        }

        Assert.True(damaged > 1000 && records > 10_000, $"{damaged} damaged, {records} records");
    }

    private static bool Damaged(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
