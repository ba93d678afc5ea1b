using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// What each process has reserved and not committed, and which deliveries it has taken upon itself: from the accesses alone,
/// so without the twin. It says whose fault it is that a sub-buffer is not delivered.
/// </summary>
internal sealed class Debts(Geometry geometry) : IAccessObserver
{
    private readonly Dictionary<(int Process, long SubBuffer), long> _bytes = [];
    private readonly Dictionary<int, (int Process, long SubBuffer)> _deliveries = [];

    /// <summary>Forgets the schedule before.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _deliveries.Clear();
    }

    /// <summary>The processes that owe a sub-buffer bytes, or its delivery, in ascending order.</summary>
    /// <param name="subBuffer">The position where it begins.</param>
    public IReadOnlyList<int> DebtorsOf(long subBuffer) =>
    [
        .. _bytes.Keys.Where(k => k.SubBuffer == subBuffer).Select(k => k.Process)
            .Concat(_deliveries.Values.Where(d => d.SubBuffer == subBuffer).Select(d => d.Process)).Distinct().Order(),
    ];

    /// <summary>The processes that owe anything, in ascending order.</summary>
    public IReadOnlyList<int> Debtors =>
        [.. _bytes.Keys.Select(k => k.Process).Concat(_deliveries.Values.Select(d => d.Process)).Distinct().Order()];

    /// <inheritdoc/>
    public void OnAccess(in MemoryAccess access)
    {
        if (access.Old == access.New)
        {
            return;
        }

        switch (access.At.Name)
        {
            case "wpos":
                Reserve(access.Lane, PositionWord.Position(access.Old), PositionWord.Position(access.New));
                break;
            case "cc":
                Commit(access);
                break;
            case "dc":
                Deliver(access);
                break;
        }
    }

    private void Reserve(int process, long from, long to)
    {
        while (from < to)
        {
            long end = Math.Min(geometry.Next(from), to);
            (int, long) key = (process, geometry.Floor(from));
            _bytes[key] = _bytes.GetValueOrDefault(key) + end - from;
            from = end;
        }
    }

    /// <summary>A process owes a slot bytes of one lap at a time: it can not enter a slot whose earlier lap is not delivered.</summary>
    private void Commit(in MemoryAccess access)
    {
        (int process, int slot) = (access.Lane, access.At.Index);
        foreach ((int Process, long SubBuffer) key in _bytes.Keys.Where(k => k.Process == process && geometry.Index(k.SubBuffer) == slot).ToArray())
        {
            _bytes[key] -= access.New - access.Old;
            if (_bytes[key] == 0)
            {
                _bytes.Remove(key);
            }

            if (access.New == geometry.FullCount(key.SubBuffer))
            {
                _deliveries[slot] = (process, key.SubBuffer);
            }
        }
    }

    /// <summary>Whoever locks a delivery has it in the place of whoever completed the sub-buffer; the even value ends it.</summary>
    private void Deliver(in MemoryAccess access)
    {
        if (access.New % 2 == 0)
        {
            _deliveries.Remove(access.At.Index);
        }
        else if (_deliveries.TryGetValue(access.At.Index, out (int Process, long SubBuffer) delivery))
        {
            _deliveries[access.At.Index] = (access.Lane, delivery.SubBuffer);
        }
    }
}
