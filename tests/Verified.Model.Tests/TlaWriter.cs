namespace Verified.Model.Tests;

/// <summary>Writes a state in TLA+, as TLC does; knows nothing of the canonical text.</summary>
internal static class TlaWriter
{
    internal static string Write(Twin twin, State s)
    {
        int[] numbers = [.. Enumerable.Range(0, twin.ProducerCount).Select(twin.ProcessAt)];
        IEnumerable<(int, string)> labels = numbers.Append(twin.Config.Reader).Select(n => (n, $"\"{twin.LabelOf(s, n)}\""));
        string[] conjuncts =
        [
            $"wpos = {s.Wpos}",
            $"gate = \"{s.Gate}\"",
            $"res = {Sequence(s.ResCount, j => ReservationOf(s.Res[j]))}",
            $"cc = {Slots(twin, s.Cc)}",
            $"begin = {Indexed(twin.Subs, x => Begin(s.Begin[x]))}",
            $"csize = {Indexed(twin.Subs, x => End(s.Csize[x]))}",
            $"dc = {Slots(twin, s.Dc)}",
            $"slot = {Indexed(twin.N, i => Word(s.Slot[i]))}",
            $"mine = {s.Mine}",
            $"dsize = {Indexed(twin.Subs, x => End(s.Dsize[x]))}",
            $"account = {s.Account}",
            $"pc = {Function(labels.Reverse())}",
            $"lost = [full |-> {s.Lost[0]}, wrapped |-> {s.Lost[1]}, tooBig |-> {s.Lost[2]}, " +
                $"refused |-> {s.Lost[3]}, abandoned |-> {s.Lost[4]}]",
            $"rd = {Reading(s.Rd)}",
            $"mem = {Indexed(twin.Subs * twin.S, u => $"{s.Mem[u]}")}",
            $"rpos = {s.Rpos}",
            $"claims = {Slots(twin, s.Claims)}",
            $"now = {s.Now}",
            $"last = {s.Last}",
            $"final = {s.Final}",
            $"waiting = {s.Waiting}",
            $"signal = {s.Signal}",
            $"loc = {Function(numbers.Select((n, p) => (n, LocalsOf(s.Loc[p]))))}",
        ];
        string[] recovery =
        [
            $"dead = {Function(numbers.Append(twin.Config.Reader).Select(n => (n, Twin.IsDead(s, twin.IndexOf(n)) ? "1" : "0")))}",
            $"due = {Function(numbers.Select((n, p) => (n, $"[sum |-> {s.Due[p].Sum}, step |-> \"{s.Due[p].Step.ToString().ToLowerInvariant()}\", b |-> {s.Due[p].B}]")))}",
            $"prefix = {Slots(twin, s.Prefix)}",
        ];
        return string.Join('\n', conjuncts.Concat(twin.Recovers ? recovery : []).Select(c => $"/\\ {c}"));
    }

    private static string Reading(Reading r)
    {
        string op = r.Op == ReaderOp.None ? "none" : $"{r.Op}";
        string batch = Sequence(r.OutCount, j => $"{r.Out[j]}");
        string times = Sequence(r.TimesCount, j => $"{r.Times[j]}");
        return $"[v |-> {r.V}, begin |-> {Begin(r.Begin)}, cur |-> {r.Cur}, times |-> {times},\n  op |-> \"{op}\", out |-> {batch}, " +
            $"size |-> {End(r.Size)}, upto |-> {r.Upto}, w |-> {Word(r.W)}]";
    }

    private static string Begin(BeginBlock b) => $"[pos |-> {b.Pos}, time |-> {b.Time}]";

    private static string End(EndBlock b) => $"[size |-> {b.Size}, time |-> {b.Time}, loss |-> {Sample(b.Loss)}]";

    private static string Sample(LossSample l) => $"[full |-> {l.Full}, wrapped |-> {l.Wrapped}, tooBig |-> {l.TooBig}]";

    private static string Word(SlotWord w) => $"[sub |-> {w.Sub}, noref |-> {(w.Noref ? "TRUE" : "FALSE")}, lap |-> {w.Lap}]";

    private static string Slots(Twin twin, SlotArray values) => Indexed(twin.N, i => $"{values[i]}");

    private static string Indexed(int count, Func<int, string> at) => Function(Enumerable.Range(0, count).Select(i => (i, at(i))));

    private static string Sequence(int count, Func<int, string> at) =>
        $"<<{string.Join(", ", Enumerable.Range(0, count).Select(at))}>>";

    private static string Function(IEnumerable<(int Key, string Value)> pairs) =>
        $"({string.Join(" @@ ", pairs.Select(p => $"{p.Key} :> {p.Value}"))})";

    private static string ReservationOf(Reservation r) =>
        $"[by |-> {r.By}, kind |-> \"{r.Kind.ToString().ToLowerInvariant()}\", b |-> {r.B}, e |-> {r.E}, t |-> {r.T}]";

    private static string LocalsOf(Locals l) =>
        $"[o |-> {l.O}, v |-> {l.V}, n |-> {l.N}, job |-> \"{l.Job.ToString().ToLowerInvariant()}\", k |-> {End(l.K)}, " +
        $"s |-> {Sample(l.S)}, w |-> {Word(l.W)}, x |-> {l.X}, t |-> {l.T}, f |-> {l.F}]";
}
