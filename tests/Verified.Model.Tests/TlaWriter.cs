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
            $"res = {Sequence(s.ResCount, j => ReservationOf(s.Res[j]))}",
            $"cc = {Slots(twin, s.Cc)}",
            $"begin = {Slots(twin, s.Begin)}",
            $"csize = {Slots(twin, s.Csize)}",
            $"dc = {Slots(twin, s.Dc)}",
            $"dsize = {Slots(twin, s.Dsize)}",
            $"account = {s.Account}",
            $"pc = {Function(labels.Reverse())}",
            $"lost = [full |-> {s.Lost[0]}, wrapped |-> {s.Lost[1]}, tooBig |-> {s.Lost[2]}]",
            $"rd = [v |-> {s.Rd.V}, begin |-> {s.Rd.Begin}, cur |-> {s.Rd.Cur},\n  out |-> {Out(s.Rd)}, size |-> {s.Rd.Size}]",
            $"mem = {Function(Enumerable.Range(0, twin.B).Select(u => (u, $"{s.Mem[u]}")))}",
            $"rpos = {s.Rpos}",
            $"claims = {Slots(twin, s.Claims)}",
            $"loc = {Function(numbers.Select((n, p) => (n, LocalsOf(s.Loc[p]))))}",
        ];
        return string.Join('\n', conjuncts.Select(c => $"/\\ {c}"));
    }

    private static string Out(Reading rd) => Sequence(rd.OutCount, j => $"{rd.Out[j]}");

    private static string Slots(Twin twin, SlotArray values) =>
        Function(Enumerable.Range(0, twin.N).Select(i => (i, $"{values[i]}")));

    private static string Sequence(int count, Func<int, string> at) =>
        $"<<{string.Join(", ", Enumerable.Range(0, count).Select(at))}>>";

    private static string Function(IEnumerable<(int Key, string Value)> pairs) =>
        $"({string.Join(" @@ ", pairs.Select(p => $"{p.Key} :> {p.Value}"))})";

    private static string ReservationOf(Reservation r) =>
        $"[by |-> {r.By}, kind |-> \"{r.Kind.ToString().ToLowerInvariant()}\", b |-> {r.B}, e |-> {r.E}]";

    private static string LocalsOf(Locals l) =>
        $"[o |-> {l.O}, v |-> {l.V}, n |-> {l.N}, job |-> \"{l.Job.ToString().ToLowerInvariant()}\", k |-> {l.K}]";
}
