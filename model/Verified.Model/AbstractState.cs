using System.Runtime.CompilerServices;
using System.Text;

namespace Verified.Model;

/// <summary>How far a record of the abstract queue has come (<c>st</c> of RingBuffer.tla).</summary>
public enum RecordStatus : short
{
    /// <summary>Its writer has not finished it.</summary>
    Open,

    /// <summary>It is whole.</summary>
    Kept,

    /// <summary>Its writer gave it up.</summary>
    Abandoned,
}

/// <summary>A state of RingBuffer.tla: what a user sees.</summary>
public struct AbstractState
{
    /// <summary>Loss counters, by <see cref="Twin.Full"/> and so on.</summary>
    public LostArray Lost;

    /// <summary>Are records taken?</summary>
    public Gate Gate;

    /// <summary>Length of <see cref="Out"/>.</summary>
    public short OutCount;

    /// <summary>The batch that the reader holds: lengths, in order.</summary>
    public OutArray Out;

    /// <summary>Length of <see cref="Queue"/>.</summary>
    public short QueueCount;

    /// <summary>Accepted and unread.</summary>
    public QueueArray Queue;

    /// <summary>The state as text, e.g.
    /// <c>queue=[2 Open,1 Kept];out=[1];lost={full:0,wrapped:0,tooBig:0,refused:0,abandoned:0};gate=Open</c>.</summary>
    /// <returns>The text.</returns>
    public override readonly string ToString()
    {
        var text = new StringBuilder("queue=[");
        for (int k = 0; k < QueueCount; k++)
        {
            text.Append(k > 0 ? "," : "").Append(Queue[k].Length).Append(' ').Append(Queue[k].Status);
        }

        text.Append("];out=[");
        for (int k = 0; k < OutCount; k++)
        {
            text.Append(k > 0 ? "," : "").Append(Out[k]);
        }

        text.Append($"];lost={{full:{Lost[Twin.Full]},wrapped:{Lost[Twin.Wrapped]},tooBig:{Lost[Twin.TooBig]},");
        return text.Append($"refused:{Lost[Twin.Refused]},abandoned:{Lost[Twin.Abandoned]}}};gate={Gate}").ToString();
    }
}

/// <summary>A record of the abstract queue.</summary>
public struct QueueEntry
{
    /// <summary>Length in units.</summary>
    public short Length;

    /// <summary>How far it has come.</summary>
    public RecordStatus Status;
}

/// <summary>The records of the abstract queue.</summary>
[InlineArray(Limits.MaxReservations)]
public struct QueueArray
{
    private QueueEntry _first;
}
