using System.Diagnostics;

namespace Verified.Model;

// Which actions of the reader begin at a label. A label determines them: no other guard holds.
public sealed partial class Twin
{
    private void ReaderStep(ref MoveList to, in State s)
    {
        switch (s.Pc[_producers.Length])
        {
            case Label.Idle:
                ReaderBegins(ref to, s);
                break;
            case Label.Get_LoadReadPosition:
                Get_LoadReadPosition(ref to, s);
                break;
            case Label.Get_LoadDelivered:
                Get_LoadDelivered(ref to, s);
                break;
            case Label.Get_LoadWritePosition:
                Get_LoadWritePosition(ref to, s);
                break;
            case Label.Get_LoadSlot:
                Get_LoadSlot(ref to, s);
                break;
            case Label.Get_Exchange:
                Get_Exchange(ref to, s);
                break;
            case Label.Get_LoadBegin:
                Get_LoadBegin(ref to, s);
                break;
            case Label.Get_LoadSize:
                Get_LoadSize(ref to, s);
                break;
            case Label.Read_Records:
                Read_Records(ref to, s);
                break;
            case Label.Get_LoadFinal:
                Get_LoadFinal(ref to, s);
                break;
            case Label.Get_LoadEnd:
                Get_LoadEnd(ref to, s);
                break;
            case Label.Part_LoadCount:
                Part_LoadCount(ref to, s);
                break;
            case Label.Part_LoadWritePosition:
                Part_LoadWritePosition(ref to, s);
                break;
            case Label.Part_LoadBegin:
                Part_LoadBegin(ref to, s);
                break;
            case Label.Part_Records:
                Part_Records(ref to, s);
                break;
            case Label.Ended:
                break;
            default:
                CellStep(ref to, s);
                break;
        }
    }

    private void CellStep(ref MoveList to, in State s)
    {
        switch (s.Pc[_producers.Length])
        {
            case Label.Cell_LoadHeader:
                Cell_LoadHeader(ref to, s);
                break;
            case Label.Cell_Record:
                Cell_Record(ref to, s);
                break;
            case Label.Cell_StoreHeader:
                Cell_StoreHeader(ref to, s);
                break;
            case Label.Cell_LoadSize:
                Cell_LoadSize(ref to, s);
                break;
            default:
                MoveStep(ref to, s);
                break;
        }
    }

    private void MoveStep(ref MoveList to, in State s)
    {
        switch (s.Pc[_producers.Length])
        {
            case Label.Move_LoadReadPosition:
                Move_LoadReadPosition(ref to, s);
                break;
            case Label.Move_Cas:
                Move_Cas(ref to, s);
                break;
            case Label.Move_StoreReadPosition:
                Move_StoreReadPosition(ref to, s);
                break;
            case Label.Snapshot_LoadWritePosition:
                Snapshot_LoadWritePosition(ref to, s);
                break;
            case Label.Put_Cas:
                Put_Cas(ref to, s);
                break;
            case Label.Clear_LoadReadPosition:
                Clear_LoadReadPosition(ref to, s);
                break;
            case Label.Clear_LoadDelivered:
                Clear_LoadDelivered(ref to, s);
                break;
            default:
                WaitStep(ref to, s);
                break;
        }
    }

    private void WaitStep(ref MoveList to, in State s)
    {
        switch (s.Pc[_producers.Length])
        {
            case Label.Wait_StoreWaiting:
                Wait_StoreWaiting(ref to, s);
                break;
            case Label.Wait_LoadDelivered:
                Wait_LoadDelivered(ref to, s);
                break;
            case Label.Wait_LoadFinal:
                Wait_LoadFinal(ref to, s);
                break;
            case Label.Wait_Cancel:
                Wait_Cancel(ref to, s);
                break;
            case Label.Asleep:
                Wait_Cancel(ref to, s);
                Wait_TakeSignal(ref to, s);
                break;
            case Label.Woken:
                Wait_TakeSignal(ref to, s);
                break;
            default:
                throw new UnreachableException($"no reader stands at {s.Pc[_producers.Length]}");
        }
    }

    private void ReaderBegins(ref MoveList to, in State s)
    {
        if (ReadsCells && HasCell(s))
        {
            Cell_LoadHeader(ref to, s);
        }
        else if (_reads)
        {
            Get_LoadReadPosition(ref to, s);
        }

        if (_snapshots)
        {
            Snapshot_LoadReadPosition(ref to, s);
        }

        if (Clears)
        {
            Clear_LoadReadPosition(ref to, s);
        }

        if (_waits)
        {
            Wait_LoadReadPosition(ref to, s);
        }
    }
}
