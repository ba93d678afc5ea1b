using System.Text.Json.Nodes;
using Verified.RingBuffers;

namespace Verified.Cli.Stress;

/// <summary>What a stress run showed; each figure is counted in a place of its own.</summary>
internal sealed record StressAccount
{
    /// <summary>The run.</summary>
    public required StressOptions Options { get; init; }

    /// <summary>How long the threads wrote.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Counted by the writers before they ask.</summary>
    public required long Attempted { get; init; }

    /// <summary>Counted by the writers when they were given a place.</summary>
    public required long Accepted { get; init; }

    /// <summary>Of those attempted, the ones that the writers knew to be too big.</summary>
    public required long KnownTooBig { get; init; }

    /// <summary>Of those accepted, the ones that the writers abandoned.</summary>
    public required long KnownAbandoned { get; init; }

    /// <summary>Counted by the writers, by sub-buffer, before they commit.</summary>
    public required long Committed { get; init; }

    /// <summary>Counted by the ring.</summary>
    public required Losses Losses { get; init; }

    /// <summary>The witness of all that was consumed, in order.</summary>
    public required Witness Consumed { get; init; }

    /// <summary>The witnesses of snapshots, one each.</summary>
    public required SnapshotTotals Snapshots { get; init; }

    /// <summary>Sub-buffers overwritten, as the reader has them.</summary>
    public required long OverwrittenSubBuffers { get; init; }

    /// <summary>Sub-buffers cleared, as the reader has them.</summary>
    public required long ClearedSubBuffers { get; init; }

    /// <summary>Whether the reader was told that there will be no more.</summary>
    public required bool ReachedEnd { get; init; }

    /// <summary>What ended a thread early, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Records that were given no place by cause, refused ones not among them.</summary>
    public long Lost => Losses.Full + Losses.Wrapped + Losses.TooBig;

    /// <summary>Records that are in no account: accepted ones that are nowhere, and the difference of attempted ones.</summary>
    public long Unaccounted => Consumed.Unaccounted + Snapshots.Unaccounted + Consumed.Differing + Snapshots.Differing
        + Math.Abs(Attempted - Accepted - Losses.Refused - Lost)
        + Math.Abs(Accepted - Consumed.Read - Consumed.MissingRecords - Consumed.Unaccounted - KnownAbandoned);

    /// <summary>Records that were not whole.</summary>
    public long Torn => Consumed.Torn + Snapshots.Torn;

    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Problems => [.. Find()];

    /// <summary>The account as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["mode"] = Options.Mode.ToString().ToLowerInvariant(),
        ["reader"] = Options.Reader.ToString().ToLowerInvariant(),
        ["clock"] = Options.Clock.ToString().ToLowerInvariant(),
        ["threads"] = Options.Threads,
        ["seconds"] = Math.Round(Elapsed.TotalSeconds, 3),
        ["attempted"] = Attempted,
        ["accepted"] = Accepted,
        ["refused"] = Losses.Refused,
        ["lostFull"] = Losses.Full,
        ["lostWrapped"] = Losses.Wrapped,
        ["lostTooBig"] = Losses.TooBig,
        ["read"] = Consumed.Read,
        ["inMissingSubBuffers"] = Consumed.MissingRecords,
        ["abandoned"] = Losses.Abandoned,
        ["subBuffersRead"] = Consumed.SubBuffers,
        ["subBuffersOverwritten"] = OverwrittenSubBuffers,
        ["subBuffersCleared"] = ClearedSubBuffers,
        ["snapshots"] = Snapshots.Count,
        ["snapshotRecords"] = Snapshots.Records,
        ["torn"] = Torn,
        ["outOfOrder"] = Consumed.OutOfOrder + Snapshots.OutOfOrder,
        ["timesWrong"] = Consumed.TimesWrong + Snapshots.TimesWrong,
        ["unaccounted"] = Unaccounted,
        ["problems"] = new JsonArray([.. Problems.Select(p => (JsonNode)p)]),
    };

    private IEnumerable<string> Find()
    {
        (string What, long Count)[] mustBeNone =
        [
            ("records torn", Torn), ("records unaccounted for", Unaccounted),
            ("records out of order", Consumed.OutOfOrder + Snapshots.OutOfOrder),
            ("records misplaced", Consumed.Misplaced + Snapshots.Misplaced),
            ("times that go back or lie outside", Consumed.TimesWrong + Snapshots.TimesWrong),
            ("sub-buffers that could not be compared with what was committed in them", Consumed.Unchecked + Snapshots.Unchecked),
            ("sub-buffers out of order", Consumed.SubBuffersOutOfOrder + Snapshots.SubBuffersOutOfOrder),
        ];
        (string What, long Here, long There)[] mustBeEqual =
        [
            ("too big: the writers' count, the ring's", KnownTooBig, Losses.TooBig),
            ("abandoned: the writers' count, the ring's", KnownAbandoned, Losses.Abandoned),
            ("in missing sub-buffers: by the records' numbers, by what was committed in them", Consumed.MissingRecords, Committed - Consumed.CommittedThere),
            ("sub-buffers overwritten and cleared, gaps in their numbers", OverwrittenSubBuffers + ClearedSubBuffers, Consumed.MissingSubBuffers),
        ];
        IEnumerable<string> problems =
        [
            .. mustBeNone.Where(m => m.Count != 0).Select(m => $"{m.Count} {m.What}"),
            .. mustBeEqual.Where(m => m.Here != m.There).Select(m => $"{m.What}: {m.Here}, {m.There}"),
        ];
        if (Failure is not null)
        {
            problems = problems.Prepend(Failure);
        }

        if (!ReachedEnd)
        {
            problems = problems.Append("the reader did not reach the end of the data");
        }

        if (Options.Mode == RingBufferMode.Discard && OverwrittenSubBuffers != 0)
        {
            problems = problems.Append($"{OverwrittenSubBuffers} sub-buffers overwritten in discard mode");
        }

        if (Options.Mode == RingBufferMode.Overwrite && Losses.Full != 0)
        {
            problems = problems.Append($"{Losses.Full} records lost as full in overwrite mode");
        }

        return Consumed.Read + Snapshots.Records > 0 ? problems : problems.Append("nothing was read");
    }
}

/// <summary>The witnesses of all snapshots, added up.</summary>
internal sealed class SnapshotTotals
{
    /// <summary>Snapshots taken.</summary>
    public long Count { get; private set; }

    /// <summary>Records read in them, whole.</summary>
    public long Records { get; private set; }

    /// <summary>Sub-buffers seen in them.</summary>
    public long SubBuffers { get; private set; }

    /// <summary>Sub-buffers that writers overwrote while a snapshot was at work.</summary>
    public long Overwritten { get; private set; }

    /// <summary>Sub-buffers in which a writer had not committed.</summary>
    public long Unfinished { get; private set; }

    /// <summary>See <see cref="Witness.Torn"/>.</summary>
    public long Torn { get; private set; }

    /// <summary>See <see cref="Witness.Misplaced"/>.</summary>
    public long Misplaced { get; private set; }

    /// <summary>See <see cref="Witness.OutOfOrder"/>.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>See <see cref="Witness.SubBuffersOutOfOrder"/>.</summary>
    public long SubBuffersOutOfOrder { get; private set; }

    /// <summary>See <see cref="Witness.TimesWrong"/>.</summary>
    public long TimesWrong { get; private set; }

    /// <summary>See <see cref="Witness.Unaccounted"/>.</summary>
    public long Unaccounted { get; private set; }

    /// <summary>See <see cref="Witness.Differing"/>.</summary>
    public long Differing { get; private set; }

    /// <summary>See <see cref="Witness.Unchecked"/>.</summary>
    public long Unchecked { get; private set; }

    /// <summary>Adds a snapshot that was enumerated to its end.</summary>
    public void Add(Witness witness, Snapshot snapshot)
    {
        Count++;
        Records += witness.Read;
        SubBuffers += witness.SubBuffers;
        Overwritten += snapshot.Overwritten;
        Unfinished += snapshot.Unfinished;
        Torn += witness.Torn;
        Misplaced += witness.Misplaced;
        OutOfOrder += witness.OutOfOrder;
        SubBuffersOutOfOrder += witness.SubBuffersOutOfOrder;
        TimesWrong += witness.TimesWrong;
        Unaccounted += witness.Unaccounted;
        Differing += witness.Differing;
        Unchecked += witness.Unchecked;
    }
}
