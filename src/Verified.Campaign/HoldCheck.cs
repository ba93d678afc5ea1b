using Verified.Exploration;

namespace Verified.Campaign;

/// <summary>Ends the reader's hold of a sub-buffer with its next access: until then no byte of it may have changed.</summary>
internal sealed class HoldCheck(ExploredRegion region)
{
    private bool _holds;

    /// <summary>Forgets a hold that a schedule left open.</summary>
    public void Clear() => _holds = false;

    /// <summary>Looks at an access of any process.</summary>
    /// <exception cref="ScheduleViolationException">A held byte changed.</exception>
    public void OnAccess(in MemoryAccess access)
    {
        if (access.Lane != Scenario.Reader)
        {
            return;
        }

        if (_holds)
        {
            region.EndRead(Scenario.Reader);
        }

        _holds = access.Kind == MemoryAccessKind.BeginRead;
    }
}
