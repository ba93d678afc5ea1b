using System.Diagnostics;

namespace Verified.Model;

// Positions, and what a sampled position implies: the definitions of ReserveCommit.tla before its actions.
public sealed partial class Twin
{
    private readonly bool _isPowerOfTwo;
    private readonly int _shiftS;
    private readonly int _shiftB;

    internal int Lap(int p) => _isPowerOfTwo ? p >> _shiftB : FloorDiv(p, B);

    internal int Off(int p) => _isPowerOfTwo ? p & (S - 1) : FloorMod(p, S);

    internal int Unit(int p) => _isPowerOfTwo ? p & (B - 1) : FloorMod(p, B);

    internal int Idx(int p) => _isPowerOfTwo ? (p & (B - 1)) >> _shiftS : FloorMod(p, B) / S;

    internal int Floor(int p) => p - Off(p);

    internal int NextStart(int p) => Floor(p) + S;

    internal bool EntersNew(int o, int n) => Off(o) == 0 || Off(o) + n > S;

    internal bool EndsOld(int o, int n) => Off(o) != 0 && Off(o) + n > S;

    internal int RecBegin(int o, int n) =>
        Off(o) == 0 ? o + H : EndsOld(o, n) ? NextStart(o) + H : o;

    internal int RecEnd(int o, int n) => RecBegin(o, n) + n;

    internal int CleanCount(int p) => Lap(p) * S;

    internal int FullCount(int p) => (Lap(p) + 1) * S;

    /// <summary>How many whole laps a count of slot units stands for.</summary>
    internal int CountLaps(int count) => _isPowerOfTwo ? count >> _shiftS : FloorDiv(count, S);

    internal bool IsFlusher(int p) => _isFlusher[p];

    internal int PieceBegin(int p, in Locals l) => l.Job switch
    {
        Job.Rec => RecBegin(l.O, l.N),
        Job.Hdr => IsFlusher(p) ? l.O : Floor(RecBegin(l.O, l.N)),
        Job.Pad => IsFlusher(p) && Off(l.O) == 0 ? l.O + H : l.O,
        _ => throw new UnreachableException("a process without a job has no piece: CASE of the specification has no arm"),
    };

    internal int PieceSlot(in State s, int p) => Idx(PieceBegin(p, s.Loc[p]));

    private int PieceEnd(int p, in Locals l) => l.Job switch
    {
        Job.Rec => RecEnd(l.O, l.N),
        Job.Hdr => PieceBegin(p, l) + H,
        _ => NextStart(l.O),
    };

    private bool FillsUp(int o, int n) => Off(RecEnd(o, n)) == 0;

    private bool IsFast(int o, int n) => Off(o) != 0 && Off(o) + n < S;

    // TLA+ divides towards minus infinity, C# towards zero; stale positions are negative.
    private static int FloorMod(int value, int by)
    {
        int rest = value % by;
        return rest < 0 ? rest + by : rest;
    }

    private static int FloorDiv(int value, int by) => (value - FloorMod(value, by)) / by;
}
