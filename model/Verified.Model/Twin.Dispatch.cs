using System.Diagnostics;

namespace Verified.Model;

// Which actions begin at a label. A label determines them: no other guard holds.
public sealed partial class Twin
{
    private void ProducerStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.Idle when IsFlusher(p):
            case Label.Flush_LoadWritePosition:
                FlusherBegins(ref to, s, p);
                break;
            case Label.Idle:
                WriterBegins(ref to, s, p);
                break;
            case Label.Reserve_ReadClock:
                ReadClock(ref to, s, p, Step.Reserve_ReadClock, Label.Reserve_LoadLastTime);
                break;
            case Label.Reserve_LoadLastTime:
                Reserve_LoadLastTime(ref to, s, p);
                break;
            case Label.Reserve_Cas:
                Reserve_Cas(ref to, s, p, Step.Reserve_Cas, Step.Reserve_CasFail);
                break;
            case Label.Reserve_StoreLastTime:
                Reserve_StoreLastTime(ref to, s, p);
                break;
            case Label.Lose_Wrapped:
                Lose(ref to, s, p, Step.Lose_Wrapped, Wrapped);
                break;
            case Label.Lose_Full:
                Lose(ref to, s, p, Step.Lose_Full, Full);
                break;
            case Label.Lose_Refused:
                Lose(ref to, s, p, Step.Lose_Refused, Refused);
                break;
            case Label.Push_LoadReadPosition:
                Push_LoadReadPosition(ref to, s, p);
                break;
            case Label.Push_Cas:
                Push_Cas(ref to, s, p);
                break;
            default:
                SlowStep(ref to, s, p);
                break;
        }
    }

    private void SlowStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.ReserveSlow_LoadWritePosition:
                ReserveSlow_LoadWritePosition(ref to, s, p);
                break;
            case Label.ReserveSlow_ReadClock:
                ReadClock(ref to, s, p, Step.ReserveSlow_ReadClock, Label.ReserveSlow_LoadLastTime);
                break;
            case Label.ReserveSlow_LoadLastTime:
                ReserveSlow_LoadLastTime(ref to, s, p);
                break;
            case Label.ReserveSlow_LoadDelivered:
                ReserveSlow_LoadDelivered(ref to, s, p);
                break;
            case Label.ReserveSlow_RecheckWritePosition:
                ReserveSlow_RecheckWritePosition(ref to, s, p);
                break;
            case Label.ReserveSlow_LoadReadPosition:
                ReserveSlow_LoadReadPosition(ref to, s, p);
                break;
            case Label.ReserveSlow_Cas:
                Reserve_Cas(ref to, s, p, Step.ReserveSlow_Cas, Step.ReserveSlow_CasFail);
                break;
            case Label.Sample_LoadFull:
                Sample_LoadFull(ref to, s, p);
                break;
            case Label.Sample_LoadWrapped:
                Sample_LoadWrapped(ref to, s, p);
                break;
            case Label.Sample_LoadTooBig:
                Sample_LoadTooBig(ref to, s, p);
                break;
            default:
                PieceStep(ref to, s, p);
                break;
        }
    }

    private void PieceStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.ClearNoref_LoadSlot:
                ClearNoref_LoadSlot(ref to, s, p);
                break;
            case Label.ClearNoref_Cas:
                ClearNoref_Cas(ref to, s, p);
                break;
            case Label.OldEnd_StoreSize:
                OldEnd_StoreSize(ref to, s, p);
                break;
            case Label.OldEnd_StoreDataSize:
                OldEnd_StoreDataSize(ref to, s, p);
                break;
            case Label.NewStart_StoreBegin:
                StoreBegin(ref to, s, p, Step.NewStart_StoreBegin);
                break;
            case Label.OldStart_StoreBegin:
                StoreBegin(ref to, s, p, Step.OldStart_StoreBegin);
                break;
            case Label.NewEnd_StoreSize:
                NewEnd_StoreSize(ref to, s, p);
                break;
            case Label.NewEnd_StoreDataSize:
                NewEnd_StoreDataSize(ref to, s, p);
                break;
            case Label.Write_Begin:
                Write_Begin(ref to, s, p);
                break;
            case Label.Write_End:
                Write_End(ref to, s, p);
                Write_Abandon(ref to, s, p);
                break;
            case Label.Lose_Abandoned:
                Lose_Abandoned(ref to, s, p);
                break;
            default:
                DeliverStep(ref to, s, p);
                break;
        }
    }

    private void DeliverStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.Commit_AddCount:
                Commit_AddCount(ref to, s, p);
                break;
            case Label.Commit_LoadCount:
                Commit_LoadCount(ref to, s, p);
                break;
            case Label.Deliver_Lock:
                Deliver_Lock(ref to, s, p);
                break;
            case Label.Deliver_LoadDataSize:
                Deliver_LoadDataSize(ref to, s, p);
                break;
            case Label.Deliver_StoreSize:
                Deliver_StoreSize(ref to, s, p);
                break;
            case Label.Deliver_StoreSlot:
                Deliver_StoreSlot(ref to, s, p);
                break;
            case Label.Deliver_Publish:
                Deliver_Publish(ref to, s, p);
                break;
            case Label.Wake_LoadWaiting:
                Wake_LoadWaiting(ref to, s, p);
                break;
            case Label.Wake_Cas:
                Wake_Cas(ref to, s, p);
                break;
            case Label.Wake_Signal:
                Wake_Signal(ref to, s, p);
                break;
            default:
                FlushStep(ref to, s, p);
                break;
        }
    }

    private void FlushStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.Flush_ReadClock:
                Flush_ReadClock(ref to, s, p);
                break;
            case Label.Flush_LoadDelivered:
                Flush_LoadDelivered(ref to, s, p);
                break;
            case Label.Flush_LoadReadPosition:
                Flush_LoadReadPosition(ref to, s, p);
                break;
            case Label.Flush_Cas:
                Flush_Cas(ref to, s, p);
                break;
            case Label.Complete_StoreFinal:
                Complete_StoreFinal(ref to, s, p);
                break;
            default:
                throw new UnreachableException($"no producer stands at {s.Pc[p]}");
        }
    }
}
