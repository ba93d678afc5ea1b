using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

public enum Interrupt
{
    OneRecord,
    SmallRecord,
    RecordThenRead,
    LapThenRead,
    FlushActive,
    FlushFinal,
    FlushThenRead,
}

/// <summary>
/// A fixed run of one thread that is interrupted before one of its steps, as by a signal handler, by a whole operation of another
/// writer, flusher or reader. Everything accepted must be read once, whole, and in order.
/// </summary>
internal sealed class InterruptRun<TRules>
    where TRules : struct, IRules
{
    private const int Size = 64;
    private const int Count = 2;
    private readonly Region _region = Region.Allocate(new Geometry(Size, Count));
    private readonly Hook _hook;
    private readonly RingCore<HookedMemory, TRules> _core;
    private readonly SortedDictionary<long, byte[]> _expected = [];
    private readonly List<byte[]> _read = [];
    private int _nextId;
    private int _lost;
    private bool _reading;

    public InterruptRun(Interrupt interrupt, int at)
    {
        _hook = new Hook(_region) { InterruptAt = at };
        _hook.Interrupt = () => Do(interrupt);
        _core = new(new HookedMemory(_region, _hook), _region.Geometry);
    }

    public List<string> Log => _hook.Log;

    /// <summary>The interrupted thread: fills to the last byte, leaves padding, abandons, flushes, goes round more than a lap.</summary>
    public void Run()
    {
        for (int round = 0; round < 2; round++)
        {
            Write(20, outer: true);
            Write(12, outer: true); // to the last byte
            _core.Flush(FlushMode.Final);
            ReadAll();
            Write(28, outer: true);
            Write(20, outer: true); // does not fit
            Write(20, outer: true, keep: false);
            Write(Size, outer: true); // too big
            Write(4, outer: true);
            _core.Flush(FlushMode.Active);
            Write(4, outer: true); // full
            ReadAll();
        }

        _core.Flush(FlushMode.Active);
        ReadAll();
        _hook.Interrupt = null;
        _core.Flush(FlushMode.Active);
        ReadAll();
        Verify();
    }

    private static bool Same(List<byte[]> a, ICollection<byte[]> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.AsSpan().SequenceEqual(p.Second));

    private void Do(Interrupt interrupt)
    {
        switch (interrupt)
        {
            case Interrupt.OneRecord:
                Write(20);
                break;
            case Interrupt.SmallRecord:
                Write(4);
                break;
            case Interrupt.RecordThenRead:
                Write(20);
                ReadAll();
                break;
            case Interrupt.LapThenRead:
                ReadAll();
                for (int k = 0; k < 2 * Count; k++)
                {
                    Write(44);
                    ReadAll();
                }

                break;
            case Interrupt.FlushActive or Interrupt.FlushFinal:
                _core.Flush(interrupt == Interrupt.FlushFinal ? FlushMode.Final : FlushMode.Active);
                break;
            case Interrupt.FlushThenRead:
                _core.Flush(FlushMode.Active);
                ReadAll();
                break;
        }
    }

    private void Write(int length, bool outer = false, bool keep = true)
    {
        ReserveResult result = _core.TryReserve(length, out Reserved slot);
        if (result != ReserveResult.Ok)
        {
            _lost++;
            Require(result != ReserveResult.Wrapped || !outer, "the only writer was told that a writer is a lap behind");
            return;
        }

        byte[] payload = Payloads.Of(_nextId++, length);
        payload.CopyTo(_region.Bytes[((int)_core.RecordOffset(slot) + Geometry.RecordHeaderSize)..]);
        if (!keep)
        {
            _core.Abandon(slot);
            return;
        }

        _expected.Add(slot.Begin, payload);
        _core.Commit(slot);
    }

    private void ReadAll()
    {
        if (_reading)
        {
            return; // one reader at a time
        }

        _reading = true;
        while (_core.TryGet(out Held held))
        {
            var records = new RecordEnumerator(_region.SubBuffer(_region.Geometry.Index(held.Position)), held);
            while (records.MoveNext())
            {
                _read.Add(records.Current.Payload.ToArray());
            }

            _core.Move(held);
        }

        _reading = false;
    }

    private void Verify()
    {
        Require(Same(_read, _expected.Values), "what was read is not what was accepted");
        Require(_core.LostFull + _core.LostWrapped + _core.LostTooBig == _lost, "the losses do not add up");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
