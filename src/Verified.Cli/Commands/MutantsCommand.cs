using System.CommandLine;
using Verified.Campaign;
using Verified.Cli.Kills;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Commands;

/// <summary><c>verified mutants</c>: every mutant against every method.</summary>
internal static class MutantsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<string[]> mutant = new("--mutant") { Description = "Only this mutant; may be given several times.", HelpName = "MUTANT" };
        Option<bool> write = new("--write") { Description = $"Write the checkout's {KillTable.File}." };
        Option<bool> check = new("--check") { Description = $"Compare with the checkout's {KillTable.File}, all but what real threads did." };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("mutants", "Tries every method on every mutant: one that lives must be argued. Some minutes.")
        {
            mutant, write, check, root, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            SpecificationFiles files = SpecificationOptions.Files(parsed, root);
            bool writes = parsed.GetValue(write);
            Mutant[] mutants = Chosen(parsed.GetValue(mutant) ?? []);
            string? document = writes || parsed.GetValue(check) ? PathIn(files, mutants, writes) : null;
            return RunAsync(
                new KillTableRun(terminal, files, mutants, document, writes), JsonReport.Open(parsed.GetValue(json), "mutants"), cancellation);
        });
        return command;
    }

    private static Mutant[] Chosen(string[] names) => names.Length == 0 ? [.. MutantCatalog.All]
        : [.. names.Distinct().Select(n => MutantCatalog.All.FirstOrDefault(m => m.Name == n) ?? throw ToolException.Unknown("mutant", n, MutantCatalog.All.Select(m => m.Name)))];

    private static string PathIn(SpecificationFiles files, Mutant[] mutants, bool writes)
    {
        string option = writes ? "--write" : "--check";
        if (mutants.Length < MutantCatalog.All.Count)
        {
            throw ToolException.Usage($"{option}: the table is of all mutants; leave --mutant out");
        }

        string path = Path.Combine(files.Root ?? throw ToolException.Usage($"{option}: there is no checkout here; name one with --root"), KillTable.File);
        OutputFile.Require(option, new FileInfo(path));
        return writes || File.Exists(path) ? path : throw ToolException.Usage($"{option}: '{path}' is missing; --write makes it");
    }

    private static async Task<int> RunAsync(KillTableRun command, JsonReport json, CancellationToken cancellation)
    {
        (KillReport report, IReadOnlyList<string> problems) = await command.RunAsync(cancellation);
        Verdict verdict = problems.Count == 0 ? Verdict.Pass : Verdict.Fail;
        json.Write(verdict, report.ToJson());
        return verdict.ExitCode();
    }
}
