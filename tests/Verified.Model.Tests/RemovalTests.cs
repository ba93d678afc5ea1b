using Xunit;

namespace Verified.Model.Tests;

/// <summary>
/// Takes out what the twin asks of states, one invariant at a time: then some reachable state, spoilt in one field, is seen by nothing at
/// all, or by less than before. (What is asked of steps is taken out in tests/Verified.Repository.Tests/RemovalTests.cs.)
/// </summary>
public class RemovalTests
{
    /// <summary>Whatever spoils these, another invariant sees as well; without them it goes by that name alone.</summary>
    private static readonly string[] s_neverAlone =
    [
        "S2_NoReservationStraddles", "S4_LapBarrier", "S8_WritersDoNotOverlap", "S9_ReaderHoldsAlone", "S13_ReadPositionBehindWriteHead",
        "S14_WindowIsTheRing", "S15_NothingInFlightBehindReader", "S16_NoUnreadOverwritten", "S18_ReadInReserveOrder", "G8_ImpliedByG7",
        "S23_WindowIsBounded", "S24_SpansAreTold", "S24_LapsAreTold",
    ];

    public static TheoryData<string> Names => [.. Invariants.All.Select(i => i.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_spoilt_state_is_no_more_seen(string name)
    {
        Spoiling[] spoilings = [.. Spoilings.All.Where(s => s.Invariant == name)];
        Assert.All(spoilings, s => Assert.Contains(name, Seen(s, Invariants.All)));

        Invariant[] without = [.. Invariants.All.Where(i => i.Name != name)];
        int unseen = spoilings.Count(s => Seen(s, without).Count == 0);
        Assert.All(spoilings, s => Assert.DoesNotContain(name, Seen(s, without)));
        Assert.True(unseen > 0 != s_neverAlone.Contains(name), $"{name}: of {spoilings.Length} spoilt states, {unseen} are seen by it alone: "
            + string.Join("; ", spoilings.Select(s => $"{s.Part}: {string.Join(", ", Seen(s, without))}")));
    }

    private static List<string> Seen(Spoiling spoiling, IReadOnlyList<Invariant> asked)
    {
        (Twin twin, _, State spoilt) = InvariantTests.Spoil(spoiling);
        List<string> names = [];
        foreach (Invariant invariant in asked)
        {
            if (!invariant.Holds(twin, spoilt))
            {
                names.Add(invariant.Name);
            }
        }

        return names;
    }
}
