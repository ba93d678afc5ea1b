using System.Text;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Tlc;

/// <summary>
/// Runs TLC on one model, in a copy of the specification. One worker: counts per action and the shortest counterexample
/// are the same in every run.
/// </summary>
internal sealed class TlcRunner
{
    /// <summary>The environment variable that holds TLC's Java class path.</summary>
    public const string Variable = "TLA2TOOLS_JAR";

    private const string CountsModule = "VerifiedCounts";

    // TLC's -coverage counts each expression, too, and takes 40 % of the time for it. The property counts actions alone,
    // and this prints them at the end. TLC splits an action by its parameters; the copies share one count and one place.
    private const string Counts = $$"""
        ---- MODULE {{CountsModule}} ----
        EXTENDS TLC, Sequences
        Line(a) == "counted " \o a.name \o " at " \o a.location.module \o ":" \o ToString(a.location.beginLine)
                   \o ":" \o ToString(a.location.beginColumn) \o ": " \o ToString(a.coverage.generated)
        Show == \A a \in TLCGet("spec").actions : PrintT(Line(a))
        ====
        """;

    private readonly string _classPath;

    private TlcRunner(string classPath) => _classPath = classPath;

    /// <summary>The runner, or null if <see cref="Variable"/> is unset.</summary>
    public static TlcRunner? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? new TlcRunner(Absolute(path)) : null;

    /// <summary>Checks a model.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="model">Name of the configuration.</param>
    /// <param name="withGraph">Whether to read the dumped state graph, too.</param>
    /// <param name="jobs">How many models are checked at the same time: TLC gets its share of the memory.</param>
    /// <param name="report">Told of TLC's progress.</param>
    /// <param name="cancellation">Kills TLC.</param>
    /// <exception cref="ToolException">There is no Java.</exception>
    public async Task<(TlcOutcome Outcome, GraphFigures? Graph)> RunAsync(
        SpecificationFiles files, string model, bool withGraph, int jobs, Action<string> report, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verified-tlc-");
        try
        {
            await CopyAsync(files, "", folder.FullName, cancellation);

            await File.WriteAllTextAsync(Path.Combine(folder.FullName, CountsModule + ".tla"), Counts, cancellation);
            string dump = Path.Combine(folder.FullName, "graph.dot");
            List<string> arguments =
            [
                .. Heap(jobs, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
                .. Arguments(model, SpecificationHash.RootModule(files, model), withGraph, dump),
            ];
            (string text, int exitCode) = await StartAsync(folder.FullName, arguments, report, cancellation);
            TlcOutcome outcome = TlcOutput.Parse(text, exitCode);
            if (!withGraph || outcome.Result != ModelEntry.Holds)
            {
                return (outcome, null);
            }

            report("reading the state graph");
            return (outcome, GraphFigures.Of(GraphDigest.Of(TlcDump.Read(dump))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Checks a model of a folder below <c>tla/</c>, without counts of its actions.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="model">Name of the configuration, with its folder; its first line names the module.</param>
    /// <param name="jobs">As in <see cref="RunAsync"/>.</param>
    /// <param name="report">Told of TLC's progress.</param>
    /// <param name="cancellation">Kills TLC.</param>
    /// <returns>What TLC printed, and its exit code.</returns>
    /// <exception cref="ToolException">There is no Java.</exception>
    public async Task<(string Text, int ExitCode)> RunTextAsync(
        SpecificationFiles files, string model, int jobs, Action<string> report, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verified-tlc-");
        string prefix = model[..(model.LastIndexOf('/') + 1)];
        try
        {
            await CopyAsync(files, prefix, folder.FullName, cancellation);
            List<string> arguments = [.. Heap(jobs, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), .. Common, "-noGenerateSpecTE", "-config", model[prefix.Length..] + ".cfg", SpecificationHash.RootModule(files, model)];
            return await StartAsync(folder.FullName, arguments, report, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Java's option for the heap: its default (a quarter of the memory) is too much for each of several.</summary>
    /// <param name="jobs">How many run at the same time.</param>
    /// <param name="memory">Bytes that the machine has.</param>
    public static IReadOnlyList<string> Heap(int jobs, long memory)
    {
        const int PercentForAll = 60;
        return jobs == 1 ? [] : [$"-Xmx{memory / 100 * PercentForAll / jobs / (1024 * 1024)}m"];
    }

    /// <summary>The files of one folder below <c>tla/</c>, given with its '/', or of <c>tla/</c> itself.</summary>
    private static async Task CopyAsync(SpecificationFiles files, string prefix, string to, CancellationToken cancellation)
    {
        foreach (string name in files.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && !n[prefix.Length..].Contains('/')))
        {
            await File.WriteAllTextAsync(Path.Combine(to, name[prefix.Length..]), files.Read(name), cancellation);
        }
    }

    private string[] Common =>
    [
        "-XX:+UseParallelGC", "-XX:ParallelGCThreads=2", "-cp", _classPath, "tlc2.TLC", "-workers", "1", "-nowarning", "-cleanup", "-lncheck", "final",
    ];

    private List<string> Arguments(string model, string module, bool withGraph, string dump)
    {
        List<string> arguments = ["-Dtlc2.TLCGlobals.coverage=1", .. Common, "-postCondition", CountsModule + "!Show"];
        if (withGraph)
        {
            arguments.AddRange(["-dump", "dot,actionlabels", dump]);
        }

        arguments.AddRange(["-config", model + ".cfg", module]);
        return arguments;
    }

    private static async Task<(string Text, int ExitCode)> StartAsync(
        string folder, List<string> arguments, Action<string> report, CancellationToken cancellation)
    {
        StringBuilder text = new();
        void Take(string line)
        {
            text.Append(line).Append('\n');
            if (TlcOutput.Progress(line) is { } progress)
            {
                report(progress);
            }
        }

        try
        {
            int exitCode = await ChildProcess.RunAsync("java", arguments, folder, Take, cancellation);
            return (text.ToString(), exitCode);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw ToolException.Inconclusive($"{Variable} is set, but 'java' can not be started: {e.Message}");
        }
    }

    /// <summary>TLC runs in another folder than ours, so relative parts of the class path are resolved here.</summary>
    private static string Absolute(string classPath) => string.Join(
        Path.PathSeparator,
        classPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath));
}
