using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verified.Cli.Output;

/// <summary>The file that <c>--json FILE</c> asks for; the same envelope for every command.</summary>
internal sealed class JsonReport
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string? _path;
    private readonly string _command;
    private readonly DateTime _started = DateTime.UtcNow;

    private JsonReport(string? path, string command)
    {
        _path = path;
        _command = command;
    }

    /// <summary>The option that every check takes.</summary>
    public static Option<FileInfo?> NewOption() =>
        new("--json") { Description = "Also write the result to this file, as JSON.", HelpName = "FILE" };

    /// <summary>Checks that the file can be written before the work begins.</summary>
    /// <param name="file">The file, or null for none.</param>
    /// <param name="command">Whose result it is.</param>
    /// <param name="others">The command's other files, which it must not take the place of.</param>
    /// <exception cref="ToolException">Its folder does not exist, it is a folder itself, or one of the others.</exception>
    public static JsonReport Open(FileInfo? file, string command, params FileInfo?[] others)
    {
        OutputFile.Require("--json", file);
        foreach (string other in others.OfType<FileInfo>().Select(o => o.FullName))
        {
            if (file?.FullName == other || file?.FullName == other + ".partial" || file?.FullName + ".partial" == other)
            {
                throw ToolException.Usage($"--json: '{file!.FullName}' is another file of this command");
            }
        }

        return new JsonReport(file?.FullName, command);
    }

    /// <summary>Writes the report, whole or not at all.</summary>
    public void Write(Verdict verdict, JsonObject body)
    {
        if (_path is null)
        {
            return;
        }

        JsonObject report = new()
        {
            ["tool"] = "verified",
            ["command"] = _command,
            ["verdict"] = verdict.Name(),
            ["exitCode"] = verdict.ExitCode(),
            ["startedUtc"] = _started.ToString("O"),
            ["seconds"] = Math.Round((DateTime.UtcNow - _started).TotalSeconds, 3),
            ["environment"] = new JsonObject
            {
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["system"] = RuntimeInformation.OSDescription,
                ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
                ["processors"] = Environment.ProcessorCount,
            },
        };
        foreach ((string name, JsonNode? value) in body)
        {
            report[name] = value?.DeepClone();
        }

        WriteWhole(_path, report.ToJsonString(s_format) + "\n");
    }

    /// <summary>Text of a JSON file as this repository writes it: indented, unescaped, ending in a line end.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(s_format) + "\n";

    /// <summary>Replaces a file by another in one step, so that a reader never sees half of it.</summary>
    public static void WriteWhole(string path, string text)
    {
        string partial = path + ".partial";
        File.WriteAllText(partial, text);
        File.Move(partial, path, overwrite: true);
    }
}
