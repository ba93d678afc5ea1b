using System.Globalization;
using System.Text;

namespace Verified.Model;

/// <summary>
/// The canonical text of a state: variables in alphabetical order as <c>name=value</c>, joined by ';'; functions over
/// numbers and sequences as <c>[v,v]</c>; records as <c>{field:value}</c>, fields in alphabetical order; strings bare.
/// </summary>
public static class StateText
{
    private static readonly string[] s_labels = Enum.GetNames<Label>();
    private static readonly string[] s_gates = Enum.GetNames<Gate>();
    private static readonly string[] s_jobs = ["none", "rec", "hdr", "pad"];
    private static readonly string[] s_ops = ["none", "Read", "Snapshot", "Clear", "Wait"];
    private static readonly string[] s_dues = ["none", "load", "store", "add"];
    private static readonly string[] s_kinds = ["hdr", "pad", "rec", "skip"];

    /// <summary>The canonical text of a state.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state.</param>
    /// <returns>The text, equal to what <see cref="TlcDump"/> makes of TLC's text of the same state.</returns>
    public static string Canonical(Twin twin, in State s)
    {
        ArgumentNullException.ThrowIfNull(twin);
        var text = new StringBuilder(1024);
        text.Append(CultureInfo.InvariantCulture, $"account={s.Account};begin=[");
        for (int x = 0; x < twin.Subs; x++)
        {
            text.Append(x > 0 ? "," : "").Append(Text(s.Begin[x]));
        }

        List(text, "];cc=", s.Cc, twin.N);
        List(text, ";claims=", s.Claims, twin.N);
        Ends(text, ";csize=", s.Csize, twin.Subs);
        List(text, ";dc=", s.Dc, twin.N);
        AppendDead(text, twin, s);
        Ends(text, ";dsize=", s.Dsize, twin.Subs);
        AppendDue(text, twin, s);
        text.Append(CultureInfo.InvariantCulture, $";final={s.Final};gate={s_gates[(int)s.Gate]};last={s.Last}");
        AppendLocals(text, twin, s);
        text.Append(CultureInfo.InvariantCulture, $";lost={{abandoned:{s.Lost[Twin.Abandoned]},full:{s.Lost[Twin.Full]},");
        text.Append(CultureInfo.InvariantCulture, $"refused:{s.Lost[Twin.Refused]},tooBig:{s.Lost[Twin.TooBig]},");
        text.Append(CultureInfo.InvariantCulture, $"wrapped:{s.Lost[Twin.Wrapped]}}}");
        List(text, ";mem=", s.Mem, twin.Subs * twin.S);
        text.Append(CultureInfo.InvariantCulture, $";mine={s.Mine};now={s.Now}");
        AppendLabels(text, twin, s);
        if (twin.Recovers)
        {
            List(text, ";prefix=", s.Prefix, twin.N);
        }

        AppendReading(text, s.Rd);
        AppendReservations(text, s);
        text.Append(CultureInfo.InvariantCulture, $";rpos={s.Rpos};signal={s.Signal};slot=[");
        for (int i = 0; i < twin.N; i++)
        {
            text.Append(i > 0 ? "," : "").Append(Text(s.Slot[i]));
        }

        text.Append(']');
        if (twin.ReadsParts)
        {
            text.Append(CultureInfo.InvariantCulture, $";taken={{time:{s.Taken.Time},upto:{s.Taken.Upto}}}");
        }

        if (twin.ReadsCells)
        {
            text.Append(CultureInfo.InvariantCulture, $";taken={s.Taken.Upto}");
        }

        return text.Append(CultureInfo.InvariantCulture, $";waiting={s.Waiting};wpos={s.Wpos}").ToString();
    }

    private static string Text(BeginBlock block) => $"{{pos:{block.Pos},time:{block.Time}}}";

    private static string Text(LossSample loss) => $"{{full:{loss.Full},tooBig:{loss.TooBig},wrapped:{loss.Wrapped}}}";

    private static string Text(in EndBlock block) => $"{{loss:{Text(block.Loss)},size:{block.Size},time:{block.Time}}}";

    private static string Text(SlotWord word) => $"{{lap:{word.Lap},noref:{(word.Noref ? "TRUE" : "FALSE")},sub:{word.Sub}}}";

    private static void AppendLocals(StringBuilder text, Twin twin, in State s)
    {
        text.Append(";loc=[");
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            Locals l = s.Loc[p];
            text.Append(p > 0 ? "," : "");
            text.Append(CultureInfo.InvariantCulture, $"{{f:{l.F},job:{s_jobs[(int)l.Job]},k:{Text(l.K)},n:{l.N},o:{l.O},");
            text.Append(CultureInfo.InvariantCulture, $"s:{Text(l.S)},t:{l.T},v:{l.V},w:{Text(l.W)},x:{l.X}}}");
        }

        text.Append(']');
    }

    private static void AppendReading(StringBuilder text, in Reading r)
    {
        text.Append(CultureInfo.InvariantCulture, $";rd={{begin:{Text(r.Begin)},cur:{r.Cur},op:{s_ops[(int)r.Op]}");
        List(text, ",out:", r.Out, r.OutCount);
        text.Append(",size:").Append(Text(r.Size));
        List(text, ",times:", r.Times, r.TimesCount);
        text.Append(CultureInfo.InvariantCulture, $",upto:{r.Upto},v:{r.V},w:{Text(r.W)}}}");
    }

    private static void AppendLabels(StringBuilder text, Twin twin, in State s)
    {
        text.Append(";pc=[");
        string separator = "";
        foreach (int p in twin.InOrder())
        {
            text.Append(separator).Append(s_labels[(int)s.Pc[p]]);
            separator = ",";
        }

        text.Append(']');
    }

    private static void AppendDead(StringBuilder text, Twin twin, in State s)
    {
        if (!twin.Recovers)
        {
            return;
        }

        text.Append(";dead=[");
        string separator = "";
        foreach (int p in twin.InOrder())
        {
            text.Append(separator).Append(Twin.IsDead(s, p) ? '1' : '0');
            separator = ",";
        }

        text.Append(']');
    }

    private static void AppendDue(StringBuilder text, Twin twin, in State s)
    {
        if (!twin.Recovers)
        {
            return;
        }

        text.Append(";due=[");
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            Due due = s.Due[p];
            text.Append(p > 0 ? "," : "");
            text.Append(CultureInfo.InvariantCulture, $"{{b:{due.B},step:{s_dues[(int)due.Step]},sum:{due.Sum}}}");
        }

        text.Append(']');
    }

    private static void AppendReservations(StringBuilder text, in State s)
    {
        text.Append(";res=[");
        for (int j = 0; j < s.ResCount; j++)
        {
            Reservation r = s.Res[j];
            text.Append(j > 0 ? "," : "");
            text.Append(CultureInfo.InvariantCulture, $"{{b:{r.B},by:{r.By},e:{r.E},kind:{s_kinds[(int)r.Kind]},t:{r.T}}}");
        }

        text.Append(']');
    }

    private static void Ends(StringBuilder text, string name, in EndArray blocks, int count)
    {
        text.Append(name).Append('[');
        for (int x = 0; x < count; x++)
        {
            text.Append(x > 0 ? "," : "").Append(Text(blocks[x]));
        }

        text.Append(']');
    }

    private static void List(StringBuilder text, string name, ReadOnlySpan<short> values, int count)
    {
        text.Append(name).Append('[');
        for (int i = 0; i < count; i++)
        {
            text.Append(i > 0 ? "," : "").Append(values[i]);
        }

        text.Append(']');
    }
}
