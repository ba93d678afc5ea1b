using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Checks;

/// <summary>Every action of the specification fires in some model that holds: none is dead, none is unchecked.</summary>
internal static class ActionsFireCheck
{
    private const string Name = "every action fires";

    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of(Name, context => Run(context.Files, context.Manifest));

    /// <summary>Looks up each action in the manifest, whose counts the twin's rows compare.</summary>
    public static CheckRow Run(SpecificationFiles files, Manifest manifest)
    {
        string[] actions = [.. SpecificationNames.Actions(files).Concat(SpecificationNames.ActionsOfModels(files)).Order(StringComparer.Ordinal)];
        ModelEntry[] models = [.. manifest.Models.Where(m => m.MustHold && m.Mutant == "none")];
        Dictionary<string, string> modes = models.Where(m => files.Has(m.Name + ".cfg"))
            .ToDictionary(m => m.Name, m => ModelConstants.Of(files.Read(m.Name + ".cfg")).Mode);
        List<string> problems = [];
        List<string> notes = [];
        JsonObject data = [];
        (string Action, int Models) rarest = ("none", int.MaxValue);
        foreach (string action in actions)
        {
            ModelEntry[] firing = [.. models.Where(m => m.Actions.GetValueOrDefault(action) > 0)];
            data[action] = new JsonArray([.. firing.Select(m => (JsonNode)m.Name)]);
            if (firing.Length == 0)
            {
                problems.Add($"{action} fires in no model that holds");
                continue;
            }

            notes.Add($"{action}: {string.Join(", ", firing.GroupBy(m => modes.GetValueOrDefault(m.Name, "")).Select(ByMode))}");
            if (firing.Length < rarest.Models)
            {
                rarest = ($"{action} ({string.Join(", ", firing.Select(m => m.Name))})", firing.Length);
            }
        }

        HashSet<string> known = [.. actions, .. SpecificationNames.ActionsWithoutAssumption(files)];
        problems.AddRange(manifest.Models.SelectMany(m => m.Actions.Keys.Where(a => !known.Contains(a))
            .Select(a => $"{a} fires in {m.Name}, and is no action of the specification")));
        return CheckRow.From(Name, $"{notes.Count} of {actions.Length} actions; rarest {rarest.Action}", problems, data) with { Notes = notes };
    }

    /// <summary>The models of one mode; the report names a few of many, and the JSON report all.</summary>
    private static string ByMode(IGrouping<string, ModelEntry> models)
    {
        const int Named = 3;
        string[] names = [.. models.Select(m => m.Name)];
        string more = names.Length > Named ? $" and {names.Length - Named} more" : "";
        return $"{models.Key} {string.Join(' ', names.Take(Named))}{more}";
    }
}
