using System.Text;

namespace Verified.Exploration;

/// <content>What the lanes of a scheduler are.</content>
public sealed partial class StepScheduler
{
    private string Deadlock(ReadOnlySpan<int> lanes)
    {
        var text = new StringBuilder("deadlock: no thread can run;");
        foreach (int lane in lanes)
        {
            text.Append($" lane {lane} waits for {_lanes[lane].Awaited},");
        }

        return text.Append(" and the others have returned").ToString();
    }

    /// <summary>Leaves a lane's body when its schedule has ended. Never a finding.</summary>
    private sealed class UnwindException : Exception;

    private sealed class Lane
    {
        public Lane(StepScheduler owner, int index)
        {
            Owner = owner;
            Index = index;
            Thread = new Thread(() => owner.Loop(this)) { IsBackground = true, Name = "lane " + index };
        }

        public StepScheduler Owner { get; }

        public int Index { get; }

        public Thread Thread { get; }

        public SemaphoreSlim Gate { get; } = new(0);

        public bool Stop { get; set; }

        /// <summary>Scheduling points that it has come to in this schedule.</summary>
        public int Points { get; set; }

        /// <summary>What the lane waits for, or null if it runs.</summary>
        public Func<bool>? IsMet { get; set; }

        public string Awaited { get; set; } = "";
    }
}
