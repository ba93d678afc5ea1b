namespace Verified.Model;

/// <summary>Tests a state for one instance of a property: of a process, of a slot.</summary>
internal delegate bool ProgressTest(Twin twin, in State s, int instance);

/// <summary>Tests a step.</summary>
internal delegate bool ProgressStepTest(Twin twin, in State s, in Move move, in State t);

/// <summary>A property of Progress.tla: from each state of some kind, every fair run comes to a goal.</summary>
public sealed class ProgressProperty
{
    private ProgressProperty(string name) => Name = name;

    /// <summary>All of them, in the order of Progress.tla.</summary>
    public static IReadOnlyList<ProgressProperty> All { get; } =
    [
        new("L1_SomeProducerEnds") { GoalStep = ProducerEnds },
        new("L2_EveryProducerEnds") { Instances = Producers, Goal = IsIdleOrDead },
        new("L3_DeadBlocksNoOne") { Instances = Producers, From = IsLeftAlone, Goal = IsIdleOrDead },
        new("L4_AcceptedIsRead") { From = (_, in s, _) => s.Wpos != s.Rpos && s.Gate == Gate.Open, Goal = ReadsOrIsDead },
        new("L4_DeliveredIsRead") { From = IsDelivered, Goal = ReadsOrIsDead },
        new("L5_ReaderEnds") { Goal = (twin, in s, _) => ReaderAt(twin, s) == Label.Idle, GoalStep = IsOfProducer },
        new("L6_DeliveryEnds")
        {
            Instances = twin => twin.N,
            From = (twin, in s, i) => twin.Off(s.Dc[i]) != 0,
            Goal = (twin, in s, i) => twin.Off(s.Dc[i]) == 0,
        },
        new("L7_SleeperIsWoken") { From = SleepsForDelivered, Goal = (twin, in s, _) => ReaderAt(twin, s) != Label.Asleep },
    ];

    /// <summary>The specification's name of it.</summary>
    public string Name { get; }

    /// <summary>How many instances it has, each to hold.</summary>
    internal Func<Twin, int> Instances { get; private init; } = _ => 1;

    /// <summary>From which states on the goal is to be reached.</summary>
    internal ProgressTest From { get; private init; } = (_, in _, _) => true;

    /// <summary>The states that are a goal.</summary>
    internal ProgressTest Goal { get; private init; } = (_, in _, _) => false;

    /// <summary>The steps that are a goal.</summary>
    internal ProgressStepTest GoalStep { get; private init; } = (_, in _, in _, in _) => false;

    /// <summary>Finds one by its name.</summary>
    /// <param name="name">The specification's name.</param>
    /// <returns>The property, or null when there is none of that name.</returns>
    public static ProgressProperty? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int Producers(Twin twin) => twin.ProducerCount;

    private static Label ReaderAt(Twin twin, in State s) => s.Pc[twin.ProducerCount];

    private static bool IsIdleOrDead(Twin twin, in State s, int p) => s.Pc[p] == Label.Idle || Twin.IsDead(s, p);

    private static bool ReadsOrIsDead(Twin twin, in State s, int instance) =>
        ReaderAt(twin, s) == Label.Read_Records || Twin.IsDead(s, twin.ProducerCount);

    private static bool IsDelivered(Twin twin, in State s, int instance) =>
        s.Dc[twin.Idx(s.Rpos)] >= twin.FullCount(s.Rpos) && !ReaderAt(twin, s).IsIn(LabelSet.Move);

    private static bool SleepsForDelivered(Twin twin, in State s, int instance) =>
        ReaderAt(twin, s) == Label.Asleep && s.Dc[twin.Idx(s.Rd.Upto)] >= twin.FullCount(s.Rd.Upto);

    private static bool IsLeftAlone(Twin twin, in State s, int p)
    {
        int others = ((1 << twin.ProducerCount) - 1) & ~(1 << p);
        return !Twin.IsDead(s, p) && (s.Dead & others) == others;
    }

    private static bool ProducerEnds(Twin twin, in State s, in Move move, in State t)
    {
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (s.Pc[p] != Label.Idle && t.Pc[p] == Label.Idle)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfProducer(Twin twin, in State s, in Move move, in State t) =>
        s != t && (FairGroups.BitsOf(twin, move) & FairGroups.Producers(twin)) != 0;
}
