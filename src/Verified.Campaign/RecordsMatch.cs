using Verified.Exploration;
using Verified.Model;

namespace Verified.Campaign;

/// <summary>What the real bytes parse to must be what the twin says that the reader sees: lengths and times, in order.</summary>
internal sealed class RecordsMatch(Units units, ExploredRegion region)
{
    /// <summary>Compares the records of a sub-buffer that the reader has begun to read.</summary>
    /// <param name="access">The announcement of its loads.</param>
    /// <param name="before">The reader before it: with the blocks that it loaded.</param>
    /// <param name="after">The reader after it. A snapshot leaves it empty, or goes on to the next.</param>
    /// <param name="isPart">Is it a part of the sub-buffer? Then the reader has it, and stands before its next operation.</param>
    /// <param name="from">Where the records begin in the announced bytes, in units.</param>
    /// <param name="fromTime">The time of the record before.</param>
    /// <exception cref="ScheduleViolationException">They differ.</exception>
    public void RequireSame(in MemoryAccess access, in Reading before, in Reading after, bool isPart, int from, long fromTime)
    {
        ReadOnlySpan<byte> content = region.Bytes(access.At.Offset, access.Length);
        int at = from * units.Bytes;
        int count = 0;
        long time = fromTime;
        bool isShown = isPart || (after.Cur == before.Cur && after.Op == before.Op);
        while (at < content.Length)
        {
            bool isRecord = RecordParser.TryNext(content, ref at, units.IsClocked, out ParsedRecord record);
            bool isWhole = units.TryRecord(record.Length, record.IsFull, out int length);
            time = units.IsClocked ? record.TimeAfter(time) : 0;
            if (isRecord && record.IsAbandoned)
            {
                continue;
            }

            if (!isRecord || !isWhole)
            {
                throw new ScheduleViolationException($"record {count + 1} of the sub-buffer is no record in the bytes");
            }

            if (isShown)
            {
                RequireSame(count, length, time, after);
            }

            count++;
        }

        if (isShown && count != after.OutCount)
        {
            throw new ScheduleViolationException($"the bytes hold {count} records, the twin {after.OutCount}");
        }
    }

    private void RequireSame(int i, int length, long time, in Reading twin)
    {
        bool sameLength = i < twin.OutCount && twin.Out[i] == length;
        bool sameTime = !units.IsClocked || (i < twin.TimesCount && twin.Times[i] == time);
        if (!sameLength || !sameTime)
        {
            throw new ScheduleViolationException(
                $"record {i + 1} of the sub-buffer has {length} units and time {time} in the bytes; in the twin "
                + (i < twin.OutCount ? $"{twin.Out[i]} units and time {twin.Times[i]}" : "there is none"));
        }
    }
}
