using System.Diagnostics;
using System.Reflection;
using Verified.Benchmarks.Running;
using Verified.Cli;

namespace Verified.Benchmarks.Candidates;

/// <summary>
/// A recording session in overwrite mode, with buffers as big as the rings', and the process that writes to it. All that it needs lies
/// in a folder of its own, and the session daemon is ended with it, unless it was there before.
/// </summary>
internal sealed class LttngSession : IDisposable
{
    private const string Event = "verified_bench:record";
    private static readonly Lock s_gate = new();
    private static LttngSession? s_shared;

    private readonly (int Size, int Count) _buffers;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-lttng-");
    private readonly string _name = $"verified-bench-{Environment.ProcessId}";
    private Process? _daemon;
    private Process? _writer;

    private LttngSession(int size, int count)
    {
        _buffers = (size, count);
        try
        {
            Build();
            StartDaemon();
            StartSession();
            StartWriter();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The session of this process, with buffers of this size.</summary>
    public static LttngSession Shared(int size, int count)
    {
        lock (s_gate)
        {
            if (s_shared is not null && s_shared._buffers != (size, count))
            {
                Close();
            }

            return s_shared ??= new LttngSession(size, count);
        }
    }

    /// <summary>Ends it, if there is one.</summary>
    public static void Close()
    {
        lock (s_gate)
        {
            s_shared?.Dispose();
            s_shared = null;
        }
    }

    /// <summary>Sends the writer a line, and returns the words of its answer after the first, which is the command's.</summary>
    public string[] Ask(string command)
    {
        _writer!.StandardInput.WriteLine(command);
        _writer.StandardInput.Flush();
        string? answer = _writer.StandardOutput.ReadLine();
        string verb = command.Split(' ')[0];
        return answer is not null && answer.StartsWith($"{verb} ", StringComparison.Ordinal)
            ? answer.Split(' ')[1..]
            : throw ToolException.Inconclusive($"LTTng-UST's writer answered '{answer}' to '{command}'");
    }

    /// <summary>Bytes of a snapshot taken now, those of earlier ones not among them: more than none where records got into the buffers.</summary>
    public long SnapshotBytes()
    {
        DirectoryInfo snapshots = new(Path.Combine(_folder.FullName, "snapshots"));
        long Bytes() => snapshots.Exists ? snapshots.EnumerateFiles("c_*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
        long before = Bytes();
        LttngTools.Require("lttng", ["snapshot", "record", "--session", _name], _folder.FullName);
        snapshots.Refresh();
        return Bytes() - before;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_writer is not null)
        {
            _writer.StandardInput.Close();
            LttngTools.Terminate(_writer);
            _writer.Dispose();
        }

        LttngTools.Run("lttng", ["--no-sessiond", "destroy", _name], _folder.FullName);
        if (_daemon is not null)
        {
            LttngTools.Terminate(_daemon);
            _daemon.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private void Build()
    {
        const string Prefix = "lttng/";
        Assembly assembly = typeof(LttngSession).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream source = assembly.GetManifestResourceStream(name)!;
            using FileStream file = File.Create(Path.Combine(_folder.FullName, name[Prefix.Length..]));
            source.CopyTo(file);
        }

        LttngTools.Require(
            "gcc", ["-O2", $"-I{_folder.FullName}", "-o", Path.Combine(_folder.FullName, "writer"), Path.Combine(_folder.FullName, "writer.c"), "-llttng-ust", "-ldl", "-lpthread"], null);
    }

    private void StartDaemon()
    {
        if (IsDaemonThere())
        {
            return;
        }

        _daemon = Process.Start(LttngTools.StartInfo("lttng-sessiond", ["--no-kernel"], _folder.FullName))!;
        _daemon.BeginOutputReadLine();
        _daemon.BeginErrorReadLine();
        const int Tries = 100, MillisecondsBetween = 100;
        for (int i = 0; i < Tries; i++)
        {
            if (IsDaemonThere())
            {
                return;
            }

            Thread.Sleep(MillisecondsBetween);
        }

        throw ToolException.Inconclusive("lttng-sessiond does not answer");
    }

    private bool IsDaemonThere() => LttngTools.Run("lttng", ["--no-sessiond", "list"], _folder.FullName).ExitCode == 0;

    private void StartSession()
    {
        string[][] commands =
        [
            ["create", _name, "--snapshot", $"--output={Path.Combine(_folder.FullName, "snapshots")}"],
            ["enable-channel", "--userspace", "--session", _name, "--overwrite", $"--subbuf-size={_buffers.Size}", $"--num-subbuf={_buffers.Count}", "c"],
            ["enable-event", "--userspace", "--session", _name, "--channel", "c", Event],
            ["start", _name],
        ];
        foreach (string[] command in commands)
        {
            LttngTools.Require("lttng", command, _folder.FullName);
        }
    }

    private void StartWriter()
    {
        ProcessStartInfo start = LttngTools.StartInfo(Path.Combine(_folder.FullName, "writer"), [], _folder.FullName);
        start.RedirectStandardError = false;
        _writer = Process.Start(start)!;
        if (Ask("enabled")[0] != "1")
        {
            throw ToolException.Inconclusive("LTTng-UST's session does not take the tracepoint");
        }
    }
}

/// <summary>The writer's work for a shape and a size.</summary>
internal sealed class LttngCase(CaseOptions options) : Case
{
    private readonly LttngSession _session = LttngSession.Shared(options.SubBufferSize, options.SubBufferCount);

    /// <inheritdoc/>
    public override double Window(TimeSpan length)
    {
        string[] answer = _session.Ask($"run {options.Shape.Producers} {options.Size} {(long)length.TotalNanoseconds}");
        return double.Parse(answer[1]) / double.Parse(answer[0]);
    }

    /// <inheritdoc/>
    public override void TimeWrites(TimeSpan length, HdrHistogram.LongHistogram into)
    {
        foreach (string pair in _session.Ask($"latency {options.Size} {(long)length.TotalNanoseconds}").Where(p => p.Contains(':')))
        {
            string[] parts = pair.Split(':');
            into.RecordValueWithCount(Math.Min(long.Parse(parts[0]), into.HighestTrackableValue), long.Parse(parts[1]));
        }
    }

    /// <summary>What it did with each record is its own matter: here, that a snapshot has any.</summary>
    public override string? Verify() => _session.SnapshotBytes() > 0 ? null : "a snapshot has no bytes";

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
