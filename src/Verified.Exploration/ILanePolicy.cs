namespace Verified.Exploration;

/// <summary>Chooses the lane that takes the next step of a schedule.</summary>
public interface ILanePolicy
{
    /// <summary>Chooses a lane.</summary>
    /// <param name="ready">The lanes that have not returned and do not wait, in ascending order; never empty.</param>
    /// <param name="current">The lane at whose scheduling point the choice is made; -1 at the start. It need not be ready.</param>
    /// <returns>A member of <paramref name="ready"/>, or -1 to end the schedule here.</returns>
    int Next(ReadOnlySpan<int> ready, int current);

    /// <summary>True if the schedule is to end here, so that nothing is amiss when no lane is ready.</summary>
    bool EndsHere => false;

    /// <summary>Does a lane stop for ever at one of its scheduling points, as if its thread had died there?</summary>
    /// <param name="lane">The lane that has come there. At most one lane of a schedule may stop.</param>
    /// <param name="point">How many scheduling points it has passed: the steps that it has taken.</param>
    /// <returns>True: the lane is never ready again, and the schedule ends when no other lane can go on.</returns>
    bool StopsAt(int lane, int point) => false;
}
