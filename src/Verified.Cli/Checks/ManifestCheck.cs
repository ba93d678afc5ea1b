using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Checks;

/// <summary>
/// The manifest says of every model on disk what it must show, and of nothing else; every mutant has a model that fails.
/// </summary>
internal static class ManifestCheck
{
    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("manifest", context => Run(context.Files, context.Manifest));

    /// <summary>Compares manifest and files.</summary>
    public static CheckRow Run(SpecificationFiles files, Manifest manifest)
    {
        List<string> problems = [];
        HashSet<string> onDisk = [.. files.Configurations];
        HashSet<string> entries = [.. manifest.Models.Select(m => m.Name)];
        problems.AddRange(onDisk.Except(entries).Order().Select(m => $"{m}.cfg has no entry in {Manifest.FileName}"));
        problems.AddRange(entries.Except(onDisk).Order().Select(m => $"{Manifest.FileName} has an entry for {m}, and there is no {m}.cfg"));
        problems.AddRange(files.Names
            .Where(n => n.StartsWith("golden/", StringComparison.Ordinal))
            .Where(n => !entries.Contains(Path.GetFileNameWithoutExtension(n)))
            .Select(n => $"{n} is of no model"));
        foreach (ModelEntry model in manifest.Models.Where(m => onDisk.Contains(m.Name)))
        {
            problems.AddRange(OfModel(model, files).Select(p => $"{model.Name}: {p}"));
        }

        problems.AddRange(Mutants.All
            .Where(mutant => manifest.Models.All(m => m.Mutant != mutant))
            .Select(mutant => $"mutant {mutant} has no model"));
        int failing = manifest.Models.Count(m => m.Result.Length > 0 && !m.MustHold);
        return CheckRow.From("manifest", $"{entries.Count} models, {failing} of them must fail; {Mutants.All.Count} mutants", problems);
    }

    private static IEnumerable<string> OfModel(ModelEntry model, SpecificationFiles files)
    {
        if (model.Purpose.Length == 0)
        {
            yield return "no purpose";
        }

        if (model.Result.Length == 0)
        {
            yield return "TLC never ran it: run 'verified tlc regenerate'";
        }

        if (model.MustHold && (model.Distinct is null || model.Generated is null || model.Depth is null || model.Actions.Count == 0))
        {
            yield return "figures are missing";
        }

        if (!model.MustHold && model.Result.Length > 0 && model.Property is null)
        {
            yield return $"result '{model.Result}' names no property";
        }

        string mutant = TwinModel.Configuration(files, model.Name).Mutant;
        if (mutant != model.Mutant)
        {
            yield return $"mutant {model.Mutant} in the manifest, {mutant} in the configuration";
        }

        if (model.Mutant != Mutants.None && model.MustHold && model.Harmless.Length == 0)
        {
            yield return $"mutant {model.Mutant} holds, and \"harmless\" does not say why";
        }

        if (model.MustFail.Length > 0 && model.MustHold)
        {
            yield return "it holds, and \"mustFail\" says that it must not";
        }

        if (model.Mutant == Mutants.None && model.MustFail.Length == 0 && model.Result.Length > 0 && !model.MustHold)
        {
            yield return $"no mutant, and the result is {model.Result} {model.Property}";
        }
    }
}
