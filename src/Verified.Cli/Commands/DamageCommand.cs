using System.CommandLine;
using System.Text.Json.Nodes;
using Verified.Cli.Damage;
using Verified.Cli.Output;

namespace Verified.Cli.Commands;

/// <summary><c>verified damage</c>: damaged files of rings and of recordings, and what their readers make of them.</summary>
internal static class DamageCommand
{
    private const int ControlFiles = 5000;

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<int> files = new("--files") { Description = "Damaged files of each kind.", HelpName = "N", DefaultValueFactory = _ => 100_000 };
        Option<string> kind = new("--kind")
        {
            Description = "Which files: region, those of rings; record, those that 'record' writes.",
            HelpName = "KIND",
            DefaultValueFactory = _ => "both",
        };
        kind.AcceptOnlyFromAmong("region", "record", "both");
        Option<int> seed = new("--seed") { Description = "What the damage follows from.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("damage", "Damages files in many ways and reads them: an error that says so or whole records, and never a crash, a hang, or memory without bound.")
        {
            files, kind, seed, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal, parsed.GetValue(kind)!, Checked(parsed.GetValue(files)), parsed.GetValue(seed), JsonReport.Open(parsed.GetValue(json), "damage"), cancellation));
        return command;
    }

    private static int Checked(int files)
    {
        const int Most = 100_000_000;
        return files is >= 1 and <= Most ? files : throw ToolException.Usage($"--files {files}: must be from 1 to {Most}");
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string kind, int files, int seed, JsonReport json, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verified-damage-");
        try
        {
            List<DamageAccount> accounts = [];
            foreach (IDamageSubject subject in Subjects(kind, folder))
            {
                RequireSight(subject, seed);
                accounts.Add(await terminal.WorkAsync(
                    "damage", report => Task.Run(() => new DamageRun(subject, seed).Run(files, report, cancellation), CancellationToken.None)));
                Print(terminal, accounts[^1]);
            }

            bool fails = accounts.Any(a => a.Violations > 0);
            bool isCut = cancellation.IsCancellationRequested;
            Verdict verdict = fails ? Verdict.Fail : isCut ? Verdict.Inconclusive : Verdict.Pass;
            terminal.Line($"damage: {verdict.Name()}: {Terminal.Count(accounts.Sum(a => a.Files))} files, seed {seed}, "
                + $"{accounts.Sum(a => a.Violations)} violations, {accounts.Sum(a => a.Hangs)} hangs; unchecked readers caught{(isCut ? "; cut short" : "")}");
            json.Write(verdict, new JsonObject { ["accounts"] = new JsonArray([.. accounts.Select(a => a.ToJson())]) });
            return verdict.ExitCode();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<IDamageSubject> Subjects(string kind, DirectoryInfo folder)
    {
        if (kind != "record")
        {
            yield return new RegionSubject(folder);
        }

        if (kind != "region")
        {
            yield return new RecordSubject(folder);
        }
    }

    private static void RequireSight(IDamageSubject subject, int seed)
    {
        DamageRun control = new(subject, seed) { IsControl = true, Limit = TimeSpan.FromSeconds(2) };
        if (control.Run(ControlFiles, static _ => { }).Violations == 0)
        {
            throw ToolException.Inconclusive($"blind: a reader that believes what it reads was not found out in {ControlFiles} damaged files ({subject.Name})");
        }
    }

    private static void Print(Terminal terminal, DamageAccount account)
    {
        terminal.Line($"{account.Subject,-52}{"files",9}{"refused",9}{"in part",9}{"read",9}{"records",11}{"altered",9}");
        foreach (DamageAccount.Row r in account.Rows)
        {
            terminal.Line($"  {r.Kind,-50}{Count(r.Files),9}{Count(r.Refused),9}{Count(r.Parts),9}{Count(r.Read),9}{Count(r.Records),11}{Count(r.Altered),9}");
        }

        foreach (string problem in account.Problems)
        {
            terminal.Line($"problem: {problem}");
        }

        terminal.Line();
    }

    private static string Count(long value) => Terminal.Count(value);
}
