using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>How much Dafny may use.</summary>
/// <param name="Processes">How many runs of Dafny at once.</param>
/// <param name="Solvers">How many solvers each of them has.</param>
/// <param name="Seconds">Most that one assertion batch may take.</param>
internal sealed record DafnyLimits(int Processes, int Solvers, int Seconds)
{
    // Each takes a gigabyte.
    private const int MostProcesses = 4;

    /// <summary>Uses so many cores: a run has one thread of its own, which waits for its solver if it has but one.</summary>
    public static DafnyLimits For(int cores, int seconds)
    {
        int processes = Math.Min(cores, MostProcesses);
        return new(processes, cores / processes, seconds);
    }

    /// <summary>
    /// Most that one assertion batch may cost. Unlike a time it ends the same proof at the same point on every machine: to exceed it is a
    /// failure, to exceed the time says nothing.
    /// </summary>
    public const long Resources = 400_000_000;
}

/// <summary>Dafny as the repository's tool manifest names it, with the solver of the search path.</summary>
internal sealed partial class DafnyTool : IProver
{
    private const string Manifest = ".config/dotnet-tools.json";
    private const string SolverName = "z3";
    private static readonly string[] s_version = ["dafny", "--version"];
    private readonly string _root;
    private readonly string _solverPath;
    private readonly DafnyLimits _limits;

    private DafnyTool(string root, string solverPath, DafnyLimits limits)
    {
        _root = root;
        _solverPath = solverPath;
        _limits = limits;
    }

    /// <inheritdoc/>
    public string Dafny { get; private set; } = "";

    /// <inheritdoc/>
    public string Solver { get; private set; } = "";

    /// <summary>Finds both, and restores Dafny where it is not yet there.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="searchPath">Folders in which the solver may be: the variable PATH.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="report">Told what is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ToolException">Either is absent; nothing can be said without it.</exception>
    public static async Task<DafnyTool> FindAsync(
        string root, string? searchPath, DafnyLimits limits, Action<string> report, CancellationToken cancellation)
    {
        string pinned = Pinned(root)
            ?? throw ToolException.Inconclusive($"dafny is not in {Manifest} of '{root}'; nothing was verified");
        string solver = OnPath(SolverName, searchPath) ?? throw ToolException.Inconclusive(
            $"{SolverName} is not on the PATH; install it ('apt-get install {SolverName}' on Debian); nothing was verified");
        DafnyTool tool = new(root, solver, limits);
        tool.Dafny = await VersionAsync("dotnet", s_version, root, cancellation) ?? await RestoreAsync(root, pinned, report, cancellation);
        tool.Solver = await VersionAsync(solver, ["--version"], root, cancellation)
            ?? throw ToolException.Inconclusive($"'{solver} --version' gave no version; nothing was verified");
        return tool;
    }

    private static async Task<string> RestoreAsync(string root, string pinned, Action<string> report, CancellationToken cancellation)
    {
        report($"restoring dafny {pinned}");
        (int exitCode, List<string> said) = await DotnetAsync(root, ["tool", "restore"], cancellation);
        return (exitCode == 0 ? await VersionAsync("dotnet", s_version, root, cancellation) : null) ?? throw ToolException.Inconclusive(
            $"dafny {pinned} can not be restored ('dotnet tool restore'): {said.LastOrDefault(s => s.Trim().Length > 0)}; nothing was verified");
    }

    /// <summary>Dafny's version in the tool manifest of a checkout, or null.</summary>
    /// <exception cref="ToolException">The manifest is no JSON.</exception>
    public static string? Pinned(string root)
    {
        string path = Path.Combine(root, Manifest);
        try
        {
            return File.Exists(path) ? (string?)JsonNode.Parse(File.ReadAllText(path))?["tools"]?["dafny"]?["version"] : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw ToolException.Violation($"{Manifest}: {e.Message}");
        }
    }

    /// <summary>The first file of that name in the folders of a search path, or null.</summary>
    public static string? OnPath(string program, string? searchPath)
    {
        string name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    /// <inheritdoc/>
    public Task<DafnyRun> VerifyAsync(
        string folder, IEnumerable<string> files, string? symbol, Action<string> report, CancellationToken cancellation) =>
        LoggedAsync(
            ["verify", "--progress", "Symbol", "--resource-limit", Text(DafnyLimits.Resources), .. symbol is null ? (string[])[] : ["--filter-symbol", symbol + "."]],
            folder, files, report, cancellation);

    /// <inheritdoc/>
    public async Task<DafnyRun> AuditAsync(string folder, IEnumerable<string> files, CancellationToken cancellation)
    {
        (int exitCode, List<string> lines) = await DotnetAsync(_root, ["dafny", "audit", .. Paths(folder, files)], cancellation);
        return DafnyRun.Parse(exitCode, lines, null);
    }

    /// <inheritdoc/>
    public Task<DafnyRun> MeasureAsync(
        string folder, IEnumerable<string> files, int seeds, Action<string> report, CancellationToken cancellation) =>
        LoggedAsync(["measure-complexity", "--progress", "Symbol", "--resource-limit", Text(DafnyLimits.Resources), "--mutations", Text(seeds)], folder, files, report, cancellation);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Paths(string folder, IEnumerable<string> files) => files.Select(f => Path.Combine(folder, f));

    private async Task<DafnyRun> LoggedAsync(
        string[] command, string folder, IEnumerable<string> files, Action<string> report, CancellationToken cancellation)
    {
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("verified-dafny-");
        try
        {
            string log = Path.Combine(scratch.FullName, "log.csv");
            string[] arguments =
            [
                "dafny", .. command, "--json-output", "--log-format", $"csv;LogFileName={log}", "--cores", Text(_limits.Solvers),
                "--verification-time-limit", Text(_limits.Seconds), "--solver-path", _solverPath, .. Paths(folder, files),
            ];
            (int exitCode, List<string> lines) = await DotnetAsync(_root, arguments, cancellation, report);
            return DafnyRun.Parse(exitCode, lines, File.Exists(log) ? await File.ReadAllTextAsync(log, cancellation) : null);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, List<string> Lines)> DotnetAsync(
        string root, IEnumerable<string> arguments, CancellationToken cancellation, Action<string>? report = null)
    {
        List<string> lines = [];
        void Take(string line)
        {
            lines.Add(line);
            if (report is not null && DafnyRun.Progress(line) is { } progress)
            {
                report(progress);
            }
        }

        try
        {
            return (await ChildProcess.RunAsync("dotnet", arguments, root, Take, cancellation), lines);
        }
        catch (Win32Exception e)
        {
            throw ToolException.Inconclusive($"'dotnet' can not be started: {e.Message}");
        }
    }

    /// <summary>What a program prints as its version, or null if it can not be run or prints none.</summary>
    private static async Task<string?> VersionAsync(string program, string[] arguments, string root, CancellationToken cancellation)
    {
        List<string> lines = [];
        try
        {
            int exitCode = await ChildProcess.RunAsync(program, arguments, root, lines.Add, cancellation);
            return exitCode == 0 ? lines.Select(l => Version().Match(l)).FirstOrDefault(m => m.Success)?.Value : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex Version();
}
