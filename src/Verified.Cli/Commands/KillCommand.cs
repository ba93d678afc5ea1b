using System.CommandLine;
using System.Text.Json.Nodes;
using Verified.Cli.Kill;
using Verified.Cli.Output;
using Verified.RingBuffers;

namespace Verified.Cli.Commands;

/// <summary><c>verified kill</c>: processes killed while they write into rings in files, and what is recovered of these.</summary>
internal static class KillCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<int> times = new("--times") { Description = "Processes to kill; half in each mode if both.", HelpName = "N", DefaultValueFactory = _ => 200 };
        Option<string> mode = ModeOption.Any("The rings' mode; both take turns.");
        Option<int> writers = new("--writers") { Description = "Threads that write in a process; in one of three, one alone.", HelpName = "T", DefaultValueFactory = _ => 4 };
        Option<int> seed = new("--seed") { Description = "What the rings, and when they die, follow from.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<FileInfo?> json = JsonReport.NewOption();
        Option<string[]> child = new(KillRound.ChildOption) { Description = "Be the process that is killed.", Hidden = true, AllowMultipleArgumentsPerToken = true };
        Command command = new("kill", "Kills processes (kill -9) while they write into rings in files, recovers these, and compares with what the writers had said of themselves.")
        {
            times, mode, writers, seed, json, child,
        };
        command.SetAction((parsed, cancellation) => parsed.GetValue(child) is { Length: > 0 } arguments
            ? Task.FromResult(KillChild.Run(arguments))
            : RunAsync(
                terminal,
                ModeOption.Modes(parsed.GetValue(mode)!),
                InRange("--times", parsed.GetValue(times), 100_000),
                InRange("--writers", parsed.GetValue(writers), 64),
                parsed.GetValue(seed),
                JsonReport.Open(parsed.GetValue(json), "kill"),
                cancellation));
        return command;
    }

    private static int InRange(string option, int value, int most) => value >= 1 && value <= most ? value
        : throw ToolException.Usage($"{option} {value}: must be from 1 to {most}");

    private static async Task<int> RunAsync(
        Terminal terminal, IReadOnlyList<RingBufferMode> modes, int times, int writers, int seed, JsonReport json, CancellationToken cancellation)
    {
        if (!KillControl.IsCaught())
        {
            throw ToolException.Inconclusive("the judge is blind: it does not find the fault of mutant prefix-of-own-end, or finds one in what ships");
        }

        KillAccount[] accounts = [.. modes.Select(m => new KillAccount(m))];
        bool isCut = false;
        try
        {
            await terminal.WorkAsync("kill", async report =>
            {
                for (int round = 0; round < times; round++)
                {
                    KillAccount account = accounts[round % accounts.Length];
                    account.Add(await RunRoundAsync(KillOptions.Of(account.Mode, round, writers, seed), cancellation));
                    report($"{round + 1} of {times}, {Terminal.Count(accounts.Sum(a => a.Recovered))} records recovered");
                }

                return 0;
            });
        }
        catch (OperationCanceledException)
        {
            isCut = true;
            terminal.Error("cut short; the account is of the time until then");
        }

        KillAccount.Print(terminal, accounts);
        bool fails = accounts.Any(a => a.Violations > 0);
        Verdict verdict = fails ? Verdict.Fail : isCut ? Verdict.Inconclusive : Verdict.Pass;
        terminal.Line($"kill: {verdict.Name()}: {accounts.Sum(a => a.Rounds)} processes killed, up to {writers} threads each, seed {seed}; control mutant prefix-of-own-end caught");
        json.Write(verdict, new JsonObject
        {
            ["times"] = times,
            ["writers"] = writers,
            ["seed"] = seed,
            ["accounts"] = new JsonArray([.. accounts.Select(a => a.ToJson())]),
        });
        return verdict.ExitCode();
    }

    private static async Task<KillResult> RunRoundAsync(KillOptions options, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verified-kill-");
        try
        {
            return await KillRound.RunAsync(options, folder.FullName, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
