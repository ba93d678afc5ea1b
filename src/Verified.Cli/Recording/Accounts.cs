using System.Text.Json.Nodes;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>The accounts of one recording; each figure is counted in a place of its own.</summary>
/// <param name="Attempted">Counted by the writers before they ask.</param>
/// <param name="Accepted">Counted by the writers when they were given a place.</param>
/// <param name="Losses">Counted by the ring.</param>
/// <param name="Read">Counted by the reader.</param>
/// <param name="Written">Counted by the file.</param>
/// <param name="SubBuffers">Sub-buffers that the reader got.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="ByName">Records read, by name.</param>
internal sealed record Accounts(
    long Attempted, long Accepted, Losses Losses, long Read, long Written, long SubBuffers, long Bytes,
    IReadOnlyDictionary<string, long> ByName)
{
    /// <summary>Whether every record attempted is accounted for, and every one accepted was read and written.</summary>
    public bool Balance => Attempted == Accepted + Losses.Total && Read == Accepted && Written == Read;

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
            ["attempted"] = Attempted,
            ["accepted"] = Accepted,
            ["lostFull"] = Losses.Full,
            ["lostWrapped"] = Losses.Wrapped,
            ["lostTooBig"] = Losses.TooBig,
            ["read"] = Read,
            ["written"] = Written,
            ["subBuffers"] = SubBuffers,
            ["bytes"] = Bytes,
            ["balance"] = Balance,
            ["names"] = names,
        };
    }
}
