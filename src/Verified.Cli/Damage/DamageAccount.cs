using System.Text.Json.Nodes;

namespace Verified.Cli.Damage;

/// <summary>What came of the damaged files of one kind.</summary>
/// <param name="subject">What the files are called.</param>
/// <param name="seed">What the damage followed from.</param>
internal sealed class DamageAccount(string subject, int seed)
{
    private const int MaxProblems = 20;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>What the files are called.</summary>
    public string Subject => subject;

    /// <summary>Files read.</summary>
    public int Files { get; private set; }

    /// <summary>Files whose reader did what it must not.</summary>
    public int Violations { get; private set; }

    /// <summary>Of these, those that took too long.</summary>
    public int Hangs { get; private set; }

    /// <summary>What is wrong, a line each; the first of them.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_lock)
            {
                return [.. _problems];
            }
        }
    }

    /// <summary>What came of each kind of damage.</summary>
    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values];
            }
        }
    }

    /// <summary>Adds a file.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="kind">What was done to it.</param>
    /// <param name="reading">What its reader made of it.</param>
    /// <param name="problem">What the reader did wrong, or null.</param>
    public void Add(int number, string kind, DamageReading reading, string? problem)
    {
        lock (_lock)
        {
            Files++;
            Row row = _rows.GetValueOrDefault(kind) ?? new Row(kind);
            _rows[kind] = problem is null ? row.With(reading) : row with { Files = row.Files + 1 };
            if (problem is not null)
            {
                Tell(number, $"{kind}: {problem}");
            }
        }
    }

    /// <summary>A file took too long; nothing is read after it.</summary>
    public void Hang(int number, TimeSpan limit)
    {
        lock (_lock)
        {
            Files++;
            Hangs++;
            Tell(number, $"no end after {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>The account as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["subject"] = subject,
        ["seed"] = seed,
        ["files"] = Files,
        ["violations"] = Violations,
        ["hangs"] = Hangs,
        ["kinds"] = new JsonArray([.. Rows.Select(r => r.ToJson())]),
        ["problems"] = new JsonArray([.. Problems.Select(p => (JsonNode)p)]),
    };

    private void Tell(int number, string problem)
    {
        Violations++;
        if (_problems.Count < MaxProblems)
        {
            _problems.Add($"{subject} {number} of seed {seed}: {problem}");
        }
    }

    /// <summary>What came of one kind of damage.</summary>
    /// <param name="Kind">The kind.</param>
    internal sealed record Row(string Kind)
    {
        /// <summary>Files.</summary>
        public int Files { get; init; }

        /// <summary>Refused.</summary>
        public int Refused { get; init; }

        /// <summary>Read in part, and said so.</summary>
        public int Parts { get; init; }

        /// <summary>Read, and nothing said.</summary>
        public int Read { get; init; }

        /// <summary>Records given.</summary>
        public long Records { get; init; }

        /// <summary>Of these, not as they were written.</summary>
        public long Altered { get; init; }

        /// <summary>One more file.</summary>
        public Row With(DamageReading reading) => this with
        {
            Files = Files + 1,
            Refused = Refused + (reading.Outcome == DamageOutcome.Refused ? 1 : 0),
            Parts = Parts + (reading.Outcome == DamageOutcome.Parts ? 1 : 0),
            Read = Read + (reading.Outcome == DamageOutcome.Read ? 1 : 0),
            Records = Records + reading.Records,
            Altered = Altered + reading.Altered,
        };

        /// <summary>As JSON.</summary>
        public JsonObject ToJson() => new()
        {
            ["kind"] = Kind,
            ["files"] = Files,
            ["refused"] = Refused,
            ["parts"] = Parts,
            ["read"] = Read,
            ["records"] = Records,
            ["altered"] = Altered,
        };
    }
}
