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

    /// <summary>The canonical text of a state.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state.</param>
    /// <returns>The text, equal to what <see cref="TlcDump"/> makes of TLC's text of the same state.</returns>
    public static string Canonical(Twin twin, in State s)
    {
        ArgumentNullException.ThrowIfNull(twin);
        var text = new StringBuilder(512);
        text.Append(CultureInfo.InvariantCulture, $"account={s.Account}");
        List(text, ";begin=", s.Begin, twin.N);
        List(text, ";cc=", s.Cc, twin.N);
        List(text, ";claims=", s.Claims, twin.N);
        List(text, ";csize=", s.Csize, twin.N);
        List(text, ";dc=", s.Dc, twin.N);
        List(text, ";dsize=", s.Dsize, twin.N);
        AppendLocals(text, twin, s);
        text.Append(CultureInfo.InvariantCulture, $";lost={{full:{s.Lost[0]},tooBig:{s.Lost[2]},wrapped:{s.Lost[1]}}}");
        List(text, ";mem=", s.Mem, twin.B);
        AppendLabels(text, twin, s);
        text.Append(CultureInfo.InvariantCulture, $";rd={{begin:{s.Rd.Begin},cur:{s.Rd.Cur}");
        List(text, ",out:", s.Rd.Out, s.Rd.OutCount);
        text.Append(CultureInfo.InvariantCulture, $",size:{s.Rd.Size},v:{s.Rd.V}}}");
        AppendReservations(text, s);
        text.Append(CultureInfo.InvariantCulture, $";rpos={s.Rpos};wpos={s.Wpos}");
        return text.ToString();
    }

    private static void AppendLocals(StringBuilder text, Twin twin, in State s)
    {
        text.Append(";loc=[");
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            Locals l = s.Loc[p];
            string job = l.Job switch { Job.Rec => "rec", Job.Hdr => "hdr", Job.Pad => "pad", _ => "none" };
            text.Append(p > 0 ? "," : "");
            text.Append(CultureInfo.InvariantCulture, $"{{job:{job},k:{l.K},n:{l.N},o:{l.O},v:{l.V}}}");
        }

        text.Append(']');
    }

    private static void AppendLabels(StringBuilder text, Twin twin, in State s)
    {
        text.Append(";pc=[");
        string separator = "";
        bool hasReader = false;
        for (int p = 0; p <= twin.ProducerCount; p++)
        {
            // Producers stand in ascending order; the reader goes where its number belongs.
            if (!hasReader && (p == twin.ProducerCount || twin.Config.Reader < twin.ProcessAt(p)))
            {
                text.Append(separator).Append(s_labels[(int)s.Pc[twin.ProducerCount]]);
                separator = ",";
                hasReader = true;
            }

            if (p < twin.ProducerCount)
            {
                text.Append(separator).Append(s_labels[(int)s.Pc[p]]);
                separator = ",";
            }
        }

        text.Append(']');
    }

    private static void AppendReservations(StringBuilder text, in State s)
    {
        text.Append(";res=[");
        for (int j = 0; j < s.ResCount; j++)
        {
            Reservation r = s.Res[j];
            string kind = r.Kind switch
            {
                ReservationKind.Hdr => "hdr",
                ReservationKind.Pad => "pad",
                ReservationKind.Rec => "rec",
                _ => "skip",
            };
            text.Append(j > 0 ? "," : "");
            text.Append(CultureInfo.InvariantCulture, $"{{b:{r.B},by:{r.By},e:{r.E},kind:{kind}}}");
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
