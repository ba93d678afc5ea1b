using System.Text.Json;
using System.Text.Json.Serialization;
using Verified.Exploration;
using Verified.Model;

namespace Verified.Campaign;

/// <summary>One step of a schedule, as a schedule file keeps it.</summary>
/// <param name="Number">Its number in the schedule, from 1.</param>
/// <param name="Lane">The specification's process number.</param>
/// <param name="Step">The action's name.</param>
/// <param name="Location">The specification's variable.</param>
/// <param name="Index">Slot, cause, or byte of the data area.</param>
/// <param name="Old">The value before, in bytes.</param>
/// <param name="New">The value after, in bytes.</param>
public sealed record RecordedStep(long Number, int Lane, string Step, string Location, int Index, long Old, long New);

/// <summary>A failed schedule, with all that is needed to run it again.</summary>
public sealed record ScheduleFile
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 8,
    };

    /// <summary>The version of the format.</summary>
    public required int Format { get; init; }

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The mutant's name, or "none".</summary>
    public required string Mutant { get; init; }

    /// <summary>Who judged.</summary>
    public required Judge Judge { get; init; }

    /// <summary>The name of the engine that wrote the trace.</summary>
    public required string Engine { get; init; }

    /// <summary>The strategy that found it.</summary>
    public required Strategy Strategy { get; init; }

    /// <summary>The seed of the exploration that found it.</summary>
    public required uint Seed { get; init; }

    /// <summary>Its number in that exploration, from 1.</summary>
    public required long Schedule { get; init; }

    /// <summary>The choices, in the engine's own form.</summary>
    public required string Trace { get; init; }

    /// <summary>The step in which it failed, from 1.</summary>
    public required long FailingStep { get; init; }

    /// <summary>What was wrong.</summary>
    public required string Message { get; init; }

    /// <summary>The last steps, oldest first.</summary>
    public required IReadOnlyList<RecordedStep> Steps { get; init; }

    /// <summary>Reads a schedule file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ScheduleFileException">It can not be read, or is damaged.</exception>
    public static ScheduleFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScheduleFileException($"the schedule file can not be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a schedule file.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="ScheduleFileException">It is damaged.</exception>
    public static ScheduleFile Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ScheduleFile file;
        try
        {
            file = JsonSerializer.Deserialize<ScheduleFile>(json, s_json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new ScheduleFileException($"the schedule file is damaged: {e.Message}", e);
        }

        file.Validate();
        return file;
    }

    /// <summary>The text of this file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Writes this file.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">It can not be written.</exception>
    public void Save(string path) => File.WriteAllText(path, ToJson() + "\n");

    private void Validate()
    {
        Require(Format == CurrentFormat, $"its format is {Format}, not {CurrentFormat}");
        Scenario? scenario = Scenarios.Find(Scenario);
        Require(scenario is not null, $"there is no scenario '{Scenario}'");
        Mutant? mutant = MutantCatalog.Find(Mutant);
        Require(mutant is not null || Mutant == Mutants.None, $"there is no mutant '{Mutant}'");
        Require(mutant is null || mutant.LivesIn(scenario!), $"mutant '{Mutant}' does not live in scenario '{Scenario}'");
        Require(Engines.Find(Engine) is not null, $"there is no engine '{Engine}'");
        Require(!string.IsNullOrWhiteSpace(Trace), "it has no trace");
        Require(FailingStep >= 0, "its failing step is negative");
        Require(Steps.All(s => s is not null), "a step is missing");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ScheduleFileException("the schedule file is damaged: " + message);
        }
    }
}

/// <summary>A schedule file can not be read, is damaged, or belongs to other code.</summary>
public sealed class ScheduleFileException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, for the user.</param>
    /// <param name="inner">The cause, or null.</param>
    public ScheduleFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
