using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Checks;

/// <summary>Every action of the specification fires in some model that holds: none is dead, none is unchecked.</summary>
internal static class ActionsFireCheck
{
    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("every action fires", context => Run(context.Files, context.Manifest));

    /// <summary>Looks up each action in the manifest, whose counts the twin's rows compare.</summary>
    public static CheckRow Run(SpecificationFiles files, Manifest manifest)
    {
        List<string> problems = [];
        JsonObject data = [];
        (string Action, int Models) rarest = ("none", int.MaxValue);
        string[] actions = [.. SpecificationNames.Actions(files).Order(StringComparer.Ordinal)];
        foreach (string action in actions)
        {
            string[] models = [.. manifest.Models.Where(m => m.MustHold && m.Actions.GetValueOrDefault(action) > 0).Select(m => m.Name)];
            data[action] = new JsonArray([.. models.Select(m => (JsonNode)m)]);
            if (models.Length == 0)
            {
                problems.Add($"{action} fires in no model");
            }
            else if (models.Length < rarest.Models)
            {
                rarest = ($"{action} ({string.Join(", ", models)})", models.Length);
            }
        }

        string figures = $"{actions.Length - problems.Count} of {actions.Length} actions; rarest {rarest.Action}";
        return CheckRow.From("every action fires", figures, problems, data);
    }
}
