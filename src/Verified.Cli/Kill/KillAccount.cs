using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.RingBuffers;

namespace Verified.Cli.Kill;

/// <summary>The rounds of one mode, added up.</summary>
/// <param name="mode">The mode.</param>
internal sealed class KillAccount(RingBufferMode mode)
{
    private readonly List<KillResult> _results = [];

    /// <summary>The mode.</summary>
    public RingBufferMode Mode => mode;

    /// <summary>Rounds; each killed one process.</summary>
    public int Rounds => _results.Count;

    /// <summary>Records torn.</summary>
    public long Torn => Sum(r => r.Torn);

    /// <summary>What is wrong, a line each.</summary>
    public IEnumerable<string> Problems => _results.SelectMany(r => r.Problems.Select(p => $"{p} ({r.Options})"));

    /// <summary>Rounds in which something is wrong.</summary>
    public int Violations => _results.Count(r => r.Problems.Count > 0);

    /// <summary>Records recovered.</summary>
    public long Recovered => Sum(r => r.Recovered);

    /// <summary>Adds a round.</summary>
    public void Add(KillResult result) => _results.Add(result);

    /// <summary>The rows of the account.</summary>
    public IEnumerable<(string Name, string What, long Value)> Rows()
    {
        yield return ("killed", "processes killed", Rounds);
        yield return ("withClock", "  with a clock", _results.Count(r => r.Options.Clock != RingBufferClock.None));
        yield return ("withReader", "  with a reader", _results.Count(r => r.Options.Reads));
        yield return ("betweenOperations", "  between operations: the ring could be opened again", _results.Count(r => r.Reopened));
        yield return ("committed", "records committed", Sum(r => r.Committed));
        yield return ("recovered", "records recovered", Recovered);
        yield return ("inFlight", "  of which the commit had not returned", Sum(r => r.InFlight));
        yield return ("lostInUnfinished", "records committed and lost in unfinished sub-buffers", Sum(r => r.LostInUnfinished));
        yield return ("whole", "sub-buffers recovered whole", Sum(r => r.Whole));
        yield return ("parts", "sub-buffers recovered in part", Sum(r => r.Parts));
        yield return ("unfinished", "sub-buffers in which a writer had died", Sum(r => r.Unfinished));
        yield return ("torn", "torn", Torn);
        yield return ("violations", "rounds with a violation", Violations);
    }

    /// <summary>The account as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["mode"] = mode.ToString().ToLowerInvariant() };
        foreach ((string name, _, long value) in Rows())
        {
            json[name] = value;
        }

        json["problems"] = new JsonArray([.. Problems.Select(p => (JsonNode)p)]);
        return json;
    }

    /// <summary>The accounts side by side.</summary>
    public static void Print(Terminal terminal, IReadOnlyList<KillAccount> accounts)
    {
        terminal.Line($"{"",-52}{string.Concat(accounts.Select(a => $"{a.Mode.ToString().ToLowerInvariant(),16}"))}");
        (string Name, string What, long Value)[][] rows = [.. accounts.Select(a => a.Rows().ToArray())];
        for (int i = 0; i < rows[0].Length; i++)
        {
            terminal.Line($"{rows[0][i].What,-52}{string.Concat(rows.Select(r => $"{Terminal.Count(r[i].Value),16}"))}");
        }

        foreach (string problem in accounts.SelectMany(a => a.Problems))
        {
            terminal.Line($"problem: {problem}");
        }
    }

    private long Sum(Func<KillResult, long> of) => _results.Sum(of);
}
