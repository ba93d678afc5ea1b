using Verified.Cli.Commands;
using Verified.Cli.Output;
using Verified.Cli.Proofs;

namespace Verified.Cli.Checks;

/// <summary>The proof: whether its certificate is of the present text, and, where everything is asked for, whether it verifies.</summary>
internal static class ProofsCheck
{
    /// <summary>Without Dafny: the text has no cheat, and the certificate is of this text, with every theorem, and of this specification.</summary>
    public static IEnumerable<Check> Quick { get; } =
    [
        Check.Of("proofs sources", context => context.Files.Root is null ? NoCheckout : ProofChecks.Sources(ProofFiles.Of(context.Files))),
        Check.Of("proofs certificate", context => context.Files.Root is null ? NoCheckout : ProofChecks.Certificate(ProofFiles.Of(context.Files))),
    ];

    /// <summary>The row that says that Dafny does not run.</summary>
    public static Check NotRun { get; } = Check.Of(
        "proofs verified", _ => new CheckRow("proofs verified", Verdict.NotRun, "not run: only in 'verify full' and 'proofs check'; certificate checked"));

    private static CheckRow NoCheckout => new("proofs", Verdict.NotRun, "not run: no checkout, and the tool carries no proof");

    /// <summary>With Dafny: everything verifies, the audit finds nothing, and every theorem was proved. The first of them does the work.</summary>
    public static IEnumerable<Check> Full()
    {
        Lazy<Task<ProofSession>>? session = null;
        foreach (string name in (string[])["verified", "audit", "theorems", "certificate of the run", "mutants", "stability"])
        {
            yield return new Check($"proofs {name}", async context =>
            {
                if (context.Files.Root is null)
                {
                    return NoCheckout;
                }

                session ??= new(() => RunAsync(context));
                CheckRow[] rows = [.. (await session.Value).Rows];
                return name == "verified" ? Verified([.. rows.Where(r => r.Name.EndsWith(".dfy", StringComparison.Ordinal) || r.Name == "dafny")], await session.Value) : rows.Single(r => r.Name == name.Split(' ')[0]);
            });
        }
    }

    private static async Task<ProofSession> RunAsync(CheckContext context)
    {
        DafnyLimits limits = DafnyLimits.For(Environment.ProcessorCount, ProofsCommand.DefaultSeconds);
        ProofFiles files = ProofFiles.Of(context.Files);
        IProver prover = await DafnyTool.FindAsync(files.Root, Environment.GetEnvironmentVariable("PATH"), limits, context.Report, context.Cancellation);
        ProofSession session = new(files, prover, context.Report, _ => { }, context.Cancellation, limits.Processes);
        await session.CheckAsync();
        return session;
    }

    private static CheckRow Verified(CheckRow[] files, ProofSession session) =>
        new("proofs verified", Verdicts.Worst(files.Select(f => f.Verdict)), session.Summary)
        {
            Details = [.. files.SelectMany(f => f.Details)],
            Notes = [.. files.Select(f => $"{f.Verdict.Name()} {f.Name}: {f.Figures} ({Terminal.Seconds(f.Elapsed)})")],
        };
}
