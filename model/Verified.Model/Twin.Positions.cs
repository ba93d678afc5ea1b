using System.Diagnostics;

namespace Verified.Model;

// Positions, and what a sampled position implies: the definitions of Memory.tla.
public sealed partial class Twin
{
    // Divisions of positions are most of what the twin computes: those that models reach are looked up.
    private const int TableMin = -512;
    private const int TableSize = 1024;

    private readonly short[] _laps = new short[TableSize];
    private readonly byte[] _units = new byte[TableSize];
    private readonly byte[] _offsets = new byte[TableSize];
    private readonly byte[] _slots;

    internal int Lap(int p) => (uint)(p - TableMin) < TableSize ? _laps[p - TableMin] : FloorDiv(p, B);

    internal int Off(int p) => (uint)(p - TableMin) < TableSize ? _offsets[p - TableMin] : FloorMod(p, S);

    /// <summary>The unit of the ring that a position falls on, 0..B-1.</summary>
    internal int Unit(int p) => (uint)(p - TableMin) < TableSize ? _units[p - TableMin] : FloorMod(p, B);

    internal int Idx(int p) => _slots[Unit(p)];

    internal int Floor(int p) => p - Off(p);

    internal int NextStart(int p) => Floor(p) + S;

    internal int CleanCount(int p) => Lap(p) * S;

    internal int FullCount(int p) => (Lap(p) + 1) * S;

    /// <summary>How many whole laps a count of slot units stands for.</summary>
    internal int CountLaps(int count) => FloorDiv(count, S);

    private int Room => _broken == Broken.FitForgetsHeader ? S + H : S;

    internal int Need(in Locals l) => l.F == 1 ? l.N + Config.FullUnits : l.N;

    internal bool EntersNew(in Locals l)
    {
        int off = Off(l.O);
        return off == 0 || off + Need(l) > Room;
    }

    internal bool EndsOld(in Locals l)
    {
        int off = Off(l.O);
        return off != 0 && off + Need(l) > Room;
    }

    internal int RecBegin(in Locals l)
    {
        int off = Off(l.O);
        return off == 0 ? l.O + H : off + Need(l) > Room ? l.O - off + S + H : l.O;
    }

    internal int RecUnits(in Locals l) => EntersNew(l) ? l.N : Need(l);

    internal int RecFull(in Locals l) => EntersNew(l) ? 0 : l.F;

    internal int RecEnd(in Locals l) => RecBegin(l) + RecUnits(l);

    internal bool IsFlusher(int p) => _isFlusher[p];

    internal int PieceBegin(int p, in Locals l) => l.Job switch
    {
        Job.Rec => RecBegin(l),
        Job.Hdr => IsFlusher(p) ? l.O : Floor(RecBegin(l)),
        Job.Pad => IsFlusher(p) && Off(l.O) == 0 ? l.O + H : l.O,
        _ => throw new UnreachableException("a process without a job has no piece: CASE of the specification has no arm"),
    };

    internal int PieceSlot(in State s, int p) => Idx(PieceBegin(p, s.Loc[p]));

    /// <summary>The physical sub-buffer that a producer writes to.</summary>
    internal int SubOf(in State s, int p) => Overwrites ? s.Loc[p].X : PieceSlot(s, p);

    /// <summary>The physical sub-buffer that the reader reads.</summary>
    internal int SubRead(in State s) => Overwrites ? s.Mine : Idx(s.Rd.Cur);

    internal static int UnitsOf(int cell) => Math.Abs(cell) % 16;

    internal static int FieldOf(int cell) => Math.Abs(cell) / 16;

    /// <summary>What a reader makes of a time field, who knows the time of the record before.</summary>
    internal int TimeOf(int field, int before) =>
        !Config.Clocked ? 0
        : field >= Config.ShortTime ? field - Config.ShortTime
        : before + FloorMod(field - before, Config.ShortTime);

    internal int PieceEnd(int p, in Locals l) => l.Job switch
    {
        Job.Rec => RecEnd(l),
        Job.Hdr => PieceBegin(p, l) + H,
        _ => NextStart(l.O),
    };

    private bool FillsUp(in Locals l) => Off(RecEnd(l)) == 0 && !IsFast(l);

    /// <summary>Does this record's reservation take the last of a sub-buffer?</summary>
    internal bool EndsSubBuffer(in Locals l) => EndsOld(l) || FillsUp(l);

    private bool IsFast(in Locals l)
    {
        int off = Off(l.O);
        return off != 0 && off + Need(l) < (_broken == Broken.FastPathFillsUp ? S + 1 : S);
    }

    private int TimeField(in Locals l) =>
        !Config.Clocked ? 0 : RecFull(l) == 1 ? Config.ShortTime + l.T : FloorMod(l.T, Config.ShortTime);

    private void FillTables()
    {
        for (int i = 0; i < TableSize; i++)
        {
            int p = i + TableMin;
            _laps[i] = (short)FloorDiv(p, B);
            _units[i] = (byte)FloorMod(p, B);
            _offsets[i] = (byte)FloorMod(p, S);
        }
    }

    // TLA+ divides towards minus infinity, C# towards zero; stale positions are negative.
    private static int FloorMod(int value, int by)
    {
        int rest = value % by;
        return rest < 0 ? rest + by : rest;
    }

    private static int FloorDiv(int value, int by) => (value - FloorMod(value, by)) / by;
}
