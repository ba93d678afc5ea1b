using System.Globalization;

namespace Verified.Model;

/// <summary>Reads the part of TLC's configuration language that models of MC.tla use; refuses the rest.</summary>
internal sealed class CfgReader
{
    private static readonly string[] s_required =
    [
        "Writers", "Flushers", "Reader", "FlushModes", "ReaderOps", "Sizes", "N", "S", "H", "Mode", "Form", "Clocked", "LastTick",
        "ShortTime", "FullUnits", "Wakeups", "Watermark", "Abandons", "LossLimit", "Mutant", "Nested", "Forgets",
    ];

    private static readonly string[] s_requiredOfRecovery = ["Recoverable", "MaxDead"];

    private static readonly string[] s_requiredOfOneWriter = ["OmitsPush", "AfterReserve"];

    private static readonly string[] s_requiredOfParts = ["Parse", "Records"];

    private static readonly string[] s_requiredOfCells = ["TestDelivered", "Wipe", "Status", "IsReadable"];

    private static readonly string[] s_requiredOfWrap = ["SpanModulus", "CountModulus", "LapModulus", "SleepModulus", "Oversleeps"];

    /// <summary>Definitions that stand for others, besides those of At; whatever else the configuration says, these hold.</summary>
    private static readonly Dictionary<(string Name, string Instead), Func<ModelConfig, ModelConfig>> s_overrides = new()
    {
        [("Count", "Miscount")] = c => c with { Mutant = Mutants.LossMiscounted },
        [("AfterRecheck", "WaitInstead")] = c => c with { WaitsForDelivery = true },
        [("NoData", "RetryInstead")] = c => c with { ReaderRetries = true },
        [("OmitsPush", "OneWriterOmitsPush")] = c => c,
        [("AfterReserve", "OneWriterAfterReserve")] = c => c,
        [("AtStore", "PartOneWriterAtStore")] = c => c,
        [("NoData", "PartNoData")] = c => c,
        [("Parse", "PartParse")] = c => c,
        [("Records", "PartRecords")] = c => c,
        [("IsUnread", "PartIsUnread")] = c => c,
        [("AtStore", "CellOneWriterAtStore")] = c => c,
        [("TestDelivered", "CellTestDelivered")] = c => c,
        [("Wipe", "CellWipe")] = c => c,
        [("Status", "CellStatus")] = c => c,
        [("IsUnread", "CellIsUnread")] = c => c,
        [("IsReadable", "CellIsReadable")] = c => c,
        [("OwnTurn", "AnyTurn")] = c => c with { AnyTurn = true },
    };

    private readonly List<CfgToken> _tokens;
    private readonly Dictionary<string, int> _lines = [];
    private readonly List<string> _invariants = [];
    private readonly List<string> _properties = [];
    private ModelConfig _config = new();
    private string? _specification;
    private string? _standsForAt;
    private readonly List<Func<ModelConfig, ModelConfig>> _overrides = [];
    private int _at;

    private CfgReader(string text) => _tokens = CfgToken.Scan(text);

    private CfgToken Current => _tokens[_at];

    internal static ModelConfig Read(string text) => new CfgReader(text).Read();

    private ModelConfig Read()
    {
        while (Current.Text.Length > 0)
        {
            ReadSection(Take());
        }

        foreach (string key in s_required)
        {
            if (!_lines.ContainsKey(key))
            {
                throw Fail(Current, key, "the constant has no value");
            }
        }

        ModelConfig config = WithSpecification() with { InvariantNames = _invariants, PropertyNames = _properties };
        config = _overrides.Aggregate(config, (c, instead) => instead(c));
        try
        {
            config.Validate();
        }
        catch (ModelConfigException e)
        {
            throw new ModelConfigException(_lines.GetValueOrDefault(e.Key), e.Key, e.Reason);
        }

        return config;
    }

    /// <summary>What a specification's name says, and what must stand for At in its actions.</summary>
    private ModelConfig WithSpecification()
    {
        (string? at, ModelConfig config) = _specification switch
        {
            "MCSpec" => ("MCAt", _config),
            "Spec" => (null, _config with { Shifts = false }),
            "WrapSpec" => ("MCAt", _config),
            "PartSpec" => ("PartAt", _config with { ReadsParts = true }),
            "PartOneWriterSpec" => ("PartOneWriterAt", _config with { ReadsParts = true, OneWriter = true }),
            "CellSpec" => ("CellAt", _config with { ReadsCells = true }),
            "CellOneWriterSpec" => ("CellOneWriterAt", _config with { ReadsCells = true, OneWriter = true }),
            "OneWriterSpec" => ("OneWriterAt", _config with { OneWriter = true }),
            "RecoverySpec" => ("RecoveryAt", _config with { Recovers = true }),
            "SomeSpec" or "FairSpec" or "ReaderSpec" or "PatientSpec" =>
                ("RecoveryAt", _config with { Recovers = true, Fairness = Enum.Parse<Fairness>(_specification[..^"Spec".Length]) }),
            null => throw Fail(Current, "SPECIFICATION", "is missing"),
            _ => throw Wrong("SPECIFICATION", "is none of MCSpec, Spec, WrapSpec, OneWriterSpec, PartSpec, PartOneWriterSpec, CellSpec, CellOneWriterSpec, RecoverySpec, SomeSpec, FairSpec, ReaderSpec, PatientSpec"),
        };
        Require(s_requiredOfRecovery, config.Recovers, "Recovery.tla's specifications, and only with them");
        Require(s_requiredOfOneWriter, config.OneWriter, "OneWriter.tla's specifications, and only with them");
        Require(["AtStore"], config.OneWriter && (config.ReadsParts || config.ReadsCells), "PartOneWriterSpec and CellOneWriterSpec, and only with them");
        Require(s_requiredOfParts, config.ReadsParts, "PartRead.tla's specifications, and only with them");
        Require(s_requiredOfCells, config.ReadsCells, "CellRead.tla's specifications, and only with them");
        Require(["IsUnread"], config.ReadsParts || config.ReadsCells, "PartRead.tla's and CellRead.tla's specifications, and only with them");
        Require(s_requiredOfWrap, _specification == "WrapSpec", "WrapSpec, and only with it");

        return at == _standsForAt
            ? config
            : throw Wrong("At", at is null ? $"no override goes with {_specification}" : $"'At <- {at}' goes with {_specification}, and only with it");
    }

    private void Require(string[] keys, bool isAsked, string with)
    {
        foreach (string key in keys.Where(k => _lines.ContainsKey(k) != isAsked))
        {
            throw Wrong(key, $"goes with {with}");
        }
    }

    private ModelConfigException Wrong(string key, string message) => new(_lines["SPECIFICATION"], key, message);

    private void ReadSection(CfgToken keyword)
    {
        switch (keyword.Text)
        {
            case "CONSTANT" or "CONSTANTS":
                while (Current.IsName && !IsKeyword(Current.Text))
                {
                    ReadConstant(Take());
                }

                break;
            case "SPECIFICATION":
                _specification = Name(keyword).Text;
                _lines[keyword.Text] = keyword.Line;
                break;
            case "INVARIANT" or "INVARIANTS":
                ReadNames(_invariants, keyword, n => Invariants.Find(n) is not null);
                break;
            case "PROPERTY" or "PROPERTIES":
                ReadNames(_properties, keyword, n => n == Refinement.Name || StepProperty.Find(n) is not null || ProgressProperty.Find(n) is not null);
                break;
            case "CHECK_DEADLOCK":
                _config = _config with { ChecksDeadlock = Boolean(keyword) };
                break;
            default:
                throw Fail(keyword, keyword.Text, "the twin does not know this keyword");
        }
    }

    private void ReadNames(List<string> names, CfgToken keyword, Func<string, bool> isKnown)
    {
        while (Current.IsName && !IsKeyword(Current.Text))
        {
            CfgToken name = Take();
            if (!isKnown(name.Text))
            {
                throw Fail(name, keyword.Text, $"the twin does not know '{name.Text}'");
            }

            names.Add(name.Text);
        }
    }

    private void ReadConstant(CfgToken key)
    {
        if (!_lines.TryAdd(key.Text, key.Line))
        {
            throw Fail(key, key.Text, "the constant has a value already");
        }

        CfgToken sign = Take();
        if (key.Text == "At" && sign.Text == "<-" && (Current.Text is "MCAt" or "RecoveryAt" or "OneWriterAt" or "PartAt" or "PartOneWriterAt" or "CellAt" or "CellOneWriterAt"))
        {
            _standsForAt = Take().Text;
            return;
        }

        if (sign.Text == "<-" && s_overrides.TryGetValue((key.Text, Current.Text), out Func<ModelConfig, ModelConfig>? instead))
        {
            Take();
            _overrides.Add(instead);
            return;
        }

        if (sign.Text != "=")
        {
            throw Fail(sign, key.Text, "'=' expected");
        }

        _config = WithConstant(key);
    }

    private ModelConfig WithConstant(CfgToken key) => key.Text switch
    {
        "Writers" => _config with { Writers = Numbers(key) },
        "Flushers" => _config with { Flushers = Numbers(key) },
        "Reader" => _config with { Reader = Number(key) },
        "FlushModes" => _config with { FlushModes = [.. Set(key).Select(t => Text(t, key))] },
        "ReaderOps" => _config with { ReaderOps = [.. Set(key).Select(t => Text(t, key))] },
        "Sizes" => _config with { Sizes = Numbers(key) },
        "N" => _config with { N = Number(key) },
        "S" => _config with { S = Number(key) },
        "H" => _config with { H = Number(key) },
        "Mode" => _config with { Mode = ReadMode(key) },
        "Form" => _config with { Form = ReadForm(key) },
        "Clocked" => _config with { Clocked = Boolean(key) },
        "LastTick" => _config with { LastTick = Number(key) },
        "ShortTime" => _config with { ShortTime = Number(key) },
        "FullUnits" => _config with { FullUnits = Number(key) },
        "Wakeups" => _config with { Wakeups = Boolean(key) },
        "Watermark" => _config with { Watermark = Number(key) },
        "Abandons" => _config with { Abandons = Boolean(key) },
        "LossLimit" => _config with { LossLimit = Number(key) },
        "Nested" => _config with { Nested = Boolean(key) },
        "Forgets" => _config with { Forgets = Boolean(key) },
        "Recoverable" => _config with { Recoverable = Boolean(key) },
        "SpanModulus" => _config with { SpanModulus = Number(key) },
        "CountModulus" => _config with { CountModulus = Number(key) },
        "LapModulus" => _config with { LapModulus = Number(key) },
        "SleepModulus" => _config with { SleepModulus = Number(key) },
        "Oversleeps" => _config with { Oversleeps = ReadSleeper(key) },
        "MaxDead" => _config with { MaxDead = Number(key) },
        "Mutant" => _config with { Mutant = Text(Take(), key) },
        _ => throw Fail(key, key.Text, "the specification has no such constant"),
    };

    private Sleeper ReadSleeper(CfgToken key) => Text(Take(), key) switch
    {
        "none" => Sleeper.None,
        "writer" => Sleeper.Writer,
        "reader" => Sleeper.Reader,
        "lapped" => Sleeper.Lapped,
        _ => throw Fail(key, key.Text, "must be \"none\", \"writer\" or \"reader\""),
    };

    private Mode ReadMode(CfgToken key) => Text(Take(), key) switch
    {
        "Discard" => Mode.Discard,
        "Overwrite" => Mode.Overwrite,
        _ => throw Fail(key, key.Text, "must be \"Discard\" or \"Overwrite\""),
    };

    private Form ReadForm(CfgToken key) => Text(Take(), key) switch
    {
        "Lean" => Form.Lean,
        "Lttng" => Form.Lttng,
        _ => throw Fail(key, key.Text, "must be \"Lean\" or \"Lttng\""),
    };

    private int[] Numbers(CfgToken key) => [.. Set(key).Select(t => Number(t, key)).Order()];

    private int Number(CfgToken key) => Number(Take(), key);

    private bool Boolean(CfgToken key) => Take() switch
    {
        { Text: "TRUE" } => true,
        { Text: "FALSE" } => false,
        var other => throw Fail(other, key.Text, "TRUE or FALSE expected"),
    };

    private List<CfgToken> Set(CfgToken key)
    {
        List<CfgToken> items = [];
        CfgToken open = Take();
        if (open.Text != "{")
        {
            throw Fail(open, key.Text, "'{' expected");
        }

        while (Current.Text != "}")
        {
            items.Add(Take());
            if (Current.Text == ",")
            {
                Take();
            }
            else if (Current.Text != "}")
            {
                throw Fail(Current, key.Text, "',' or '}' expected");
            }
        }

        Take();
        return items;
    }

    private CfgToken Name(CfgToken key)
    {
        CfgToken name = Take();
        return name.IsName ? name : throw Fail(name, key.Text, "a name expected");
    }

    private CfgToken Take() => Current.Text.Length > 0 ? _tokens[_at++] : Current;

    private static int Number(CfgToken token, CfgToken key) =>
        int.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Fail(token, key.Text, $"a number expected, not '{token.Text}'");

    private static string Text(CfgToken token, CfgToken key) =>
        token.Text.StartsWith('"') ? token.Text[1..^1] : throw Fail(token, key.Text, $"a string expected, not '{token.Text}'");

    // A keyword of TLC ends a list of names; all of them are written in capitals and none is a constant of ours.
    private static bool IsKeyword(string text) => text.Length > 1 && text.All(c => char.IsAsciiLetterUpper(c) || c == '_');

    private static ModelConfigException Fail(CfgToken token, string key, string message) => new(token.Line, key, message);
}
