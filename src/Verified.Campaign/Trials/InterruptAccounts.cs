using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>A record as it was read.</summary>
internal sealed record ReadRecord(long Position, long Time, byte[] Payload);

/// <summary>What was accepted, and what was read of it.</summary>
internal sealed class InterruptAccounts(bool isLossy)
{
    private readonly SortedDictionary<long, ReadRecord> _accepted = [];
    private readonly List<ReadRecord> _read = [];
    private Held _last;

    public int Lost { get; set; }

    public int Abandoned { get; set; }

    /// <summary>May what was accepted be unread, since it was overwritten or cleared?</summary>
    public bool IsLossy { get; set; } = isLossy;

    public void Accept(in Reserved slot, byte[] payload) =>
        _accepted.Add(slot.Begin, new ReadRecord(slot.Begin, slot.Time, payload));

    /// <summary>A sub-buffer that the reader took.</summary>
    public void Read(Held held, List<ReadRecord> records)
    {
        Require(_read.Count == 0 || held.Position > _last.Position, "a sub-buffer is read twice, or out of order");
        Require(held.BeginTime <= held.EndTime && held.BeginTime >= _last.EndTime, "packet times go back");
        Require(records.All(r => held.BeginTime <= r.Time && r.Time <= held.EndTime), "a record is outside its packet's times");
        Require(
            held.Losses.Full >= _last.Losses.Full && held.Losses.Wrapped >= _last.Losses.Wrapped
            && held.Losses.TooBig >= _last.Losses.TooBig, "the stated losses shrink");
        _last = held;
        _read.AddRange(records);
    }

    /// <summary>A sub-buffer that a snapshot showed. Records that are committed while it is held are not in it.</summary>
    public void Look(List<ReadRecord> records) => Require(records.All(IsAccepted), "a snapshot shows what was not accepted");

    public void Verify()
    {
        Require(_read.All(IsAccepted), "what was read is not what was accepted");
        Require(IsLossy || _read.Count == _accepted.Count, "what was accepted was not read");
        Require(_read.Zip(_read.Skip(1)).All(p => p.First.Position < p.Second.Position), "records are out of order");
        Require(_accepted.Values.Zip(_accepted.Values.Skip(1)).All(p => p.First.Time <= p.Second.Time), "time goes back");
    }

    private bool IsAccepted(ReadRecord record) =>
        _accepted.TryGetValue(record.Position, out ReadRecord? accepted)
        && accepted.Time == record.Time && accepted.Payload.AsSpan().SequenceEqual(record.Payload);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
