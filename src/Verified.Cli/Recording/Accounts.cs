using System.Text.Json.Nodes;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>The accounts of one recording; each figure is counted in a place of its own.</summary>
/// <param name="Mode">The ring's mode.</param>
/// <param name="Attempted">Counted by the writers before they ask.</param>
/// <param name="Accepted">Counted by the writers when they were given a place.</param>
/// <param name="Losses">Counted by the ring.</param>
/// <param name="Read">Counted by the reader; of a flight recorder, what was in the ring at the end.</param>
/// <param name="Overwritten">Records in overwritten sub-buffers, counted by the writers when they committed them.</param>
/// <param name="OverwrittenSubBuffers">Sub-buffers that were overwritten unread, by the gap in their numbers.</param>
/// <param name="SubBuffers">Sub-buffers that the reader got.</param>
/// <param name="Miscounted">Sub-buffers in which the reader found another number of records than the writers committed.</param>
/// <param name="Files">What was written.</param>
/// <param name="ByName">Records read, by name.</param>
internal sealed record Accounts(
    RingBufferMode Mode, long Attempted, long Accepted, Losses Losses, long Read, long Overwritten, long OverwrittenSubBuffers,
    long SubBuffers, long Miscounted, IReadOnlyList<WrittenFile> Files, IReadOnlyDictionary<string, long> ByName)
{
    /// <summary>Snapshots that could not be written.</summary>
    public int FailedSnapshots { get; init; }

    /// <summary>Records that were given no place, whatever the reason.</summary>
    public long Lost => Losses.Full + Losses.Wrapped + Losses.TooBig;

    /// <summary>Whether every record attempted was accepted, refused or lost.</summary>
    public bool AttemptedBalance => Attempted == Accepted + Losses.Refused + Lost;

    /// <summary>Whether every record accepted was read, overwritten or abandoned.</summary>
    public bool AcceptedBalance => Accepted == Read + Overwritten + Losses.Abandoned && Miscounted == 0;

    /// <summary>Whether the file that holds everything at the end, if there is one, holds as many records as were read.</summary>
    public bool WrittenBalance => Files.Where(f => f.IsFinal).All(f => f.Records == Read);

    /// <summary>Whether everything is accounted for.</summary>
    public bool Balance => AttemptedBalance && AcceptedBalance && WrittenBalance;

    /// <summary>The accounts as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject names = [];
        foreach ((string name, long count) in ByName.OrderByDescending(n => n.Value).ThenBy(n => n.Key, StringComparer.Ordinal))
        {
            names[name] = count;
        }

        return new JsonObject
        {
            ["mode"] = Mode.ToString().ToLowerInvariant(),
            ["attempted"] = Attempted,
            ["accepted"] = Accepted,
            ["refused"] = Losses.Refused,
            ["lostFull"] = Losses.Full,
            ["lostWrapped"] = Losses.Wrapped,
            ["lostTooBig"] = Losses.TooBig,
            ["abandoned"] = Losses.Abandoned,
            ["read"] = Read,
            ["overwritten"] = Overwritten,
            ["overwrittenSubBuffers"] = OverwrittenSubBuffers,
            ["subBuffers"] = SubBuffers,
            ["balance"] = Balance,
            ["failedSnapshots"] = FailedSnapshots,
            ["files"] = new JsonArray([.. Files.Select(f => f.ToJson())]),
            ["names"] = names,
        };
    }
}

/// <summary>One file that a recording wrote.</summary>
/// <param name="Path">Its name.</param>
/// <param name="IsFinal">Whether it holds all that could be read at the end; otherwise a snapshot of the time in between.</param>
/// <param name="SubBuffers">Sub-buffers in it.</param>
/// <param name="Records">Records in it.</param>
/// <param name="Overwritten">Sub-buffers that were overwritten while the snapshot was written.</param>
/// <param name="Unfinished">Sub-buffers in which a writer had not committed when the snapshot came by.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record WrittenFile(
    string Path, bool IsFinal, long SubBuffers, long Records, long Overwritten, long Unfinished, long Bytes)
{
    /// <summary>The figures as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["path"] = Path,
        ["final"] = IsFinal,
        ["subBuffers"] = SubBuffers,
        ["records"] = Records,
        ["overwritten"] = Overwritten,
        ["unfinished"] = Unfinished,
        ["bytes"] = Bytes,
    };
}
