using System.Reflection;
using System.Text;

namespace Verified.Cli.Specification;

/// <summary>
/// The files under <c>tla/</c>: of a checkout, or the copy embedded in the tool. Names are relative to <c>tla/</c> and
/// use '/'. Line ends are those of Unix whatever the checkout's.
/// </summary>
internal sealed class SpecificationFiles
{
    private const string Folder = "tla";
    private const string Mark = "ReserveCommit.tla";
    private readonly Func<string, string?> _read;

    private SpecificationFiles(string? directory, IReadOnlyList<string> names, Func<string, string?> read)
    {
        Directory = directory;
        Names = names;
        _read = read;
    }

    /// <summary>The <c>tla</c> folder, or null for the embedded copy.</summary>
    public string? Directory { get; }

    /// <summary>The folder above <see cref="Directory"/>, or null for the embedded copy.</summary>
    public string? Root => Directory is null ? null : Path.GetDirectoryName(Directory);

    /// <summary>Where the files come from, in words.</summary>
    public string Origin => Directory ?? "embedded in the tool";

    /// <summary>Every module, configuration, manifest and golden, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The modules, in ordinal order.</summary>
    public IEnumerable<string> Modules =>
        Names.Where(n => n.EndsWith(".tla", StringComparison.Ordinal) && !n.Contains('/'));

    /// <summary>Names of the models: configurations without their extension.</summary>
    public IEnumerable<string> Configurations =>
        Names.Where(n => n.EndsWith(".cfg", StringComparison.Ordinal) && !n.Contains('/')).Select(n => n[..^4]);

    /// <summary>Whether there is such a file.</summary>
    public bool Has(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The text of a file.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public string Read(string name) =>
        _read(name)?.Replace("\r\n", "\n", StringComparison.Ordinal)
        ?? throw ToolException.Violation($"{Folder}/{name} is missing ({Origin})");

    /// <summary>
    /// The files of <paramref name="root"/> if given, else of the nearest folder above <paramref name="current"/> or
    /// above <paramref name="tool"/> that has them, else the embedded ones.
    /// </summary>
    /// <exception cref="ToolException"><paramref name="root"/> has no specification.</exception>
    public static SpecificationFiles Find(string? root, string current, string tool)
    {
        if (root is not null)
        {
            return At(root) ?? throw ToolException.Usage($"--root: '{root}' has no {Folder}/{Mark}");
        }

        return Above(current) ?? Above(tool) ?? Embedded();
    }

    /// <summary>The files of a checkout's root, or null if it has none.</summary>
    public static SpecificationFiles? At(string root)
    {
        string directory = Path.GetFullPath(Path.Combine(root, Folder));
        if (!File.Exists(Path.Combine(directory, Mark)))
        {
            return null;
        }

        string[] names = System.IO.Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path).Replace('\\', '/'))
            .Where(IsPart)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return new SpecificationFiles(directory, names, name =>
        {
            string path = Path.Combine(directory, name);
            return File.Exists(path) ? File.ReadAllText(path) : null;
        });
    }

    /// <summary>The copy that was current when the tool was built.</summary>
    public static SpecificationFiles Embedded()
    {
        Assembly assembly = typeof(SpecificationFiles).Assembly;
        string[] names = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder + "/", StringComparison.Ordinal))
            .Select(n => n[(Folder.Length + 1)..])
            .Where(IsPart)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return new SpecificationFiles(null, names, name =>
        {
            using Stream? stream = assembly.GetManifestResourceStream($"{Folder}/{name}");
            return stream is null ? null : new StreamReader(stream, Encoding.UTF8).ReadToEnd();
        });
    }

    /// <summary>Neither what is about the specification, nor what TLC left of failing runs.</summary>
    private static bool IsPart(string name) =>
        Path.GetExtension(name) is ".tla" or ".cfg" or ".json" && !name.Contains("_TTrace_", StringComparison.Ordinal);

    private static SpecificationFiles? Above(string start)
    {
        for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
        {
            if (At(at.FullName) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
