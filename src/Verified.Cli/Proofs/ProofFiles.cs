using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Verified.Cli.Specification;

namespace Verified.Cli.Proofs;

/// <summary>The proof of a checkout: every <c>.dfy</c> below <c>proofs/</c>. Line ends are those of Unix whatever the checkout's.</summary>
internal sealed partial class ProofFiles
{
    /// <summary>The folder's name in a checkout.</summary>
    public const string Folder = "proofs";

    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _closures = new(StringComparer.Ordinal);

    private ProofFiles(string root, SpecificationFiles specification)
    {
        Root = root;
        Specification = specification;
        string[] paths = System.IO.Directory.Exists(Directory)
            ? System.IO.Directory.GetFiles(Directory, "*.dfy", SearchOption.AllDirectories)
            : [];
        foreach (string path in paths)
        {
            string name = Path.GetRelativePath(Directory, path).Replace('\\', '/');
            _texts[name] = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        }

        Declarations = [.. _texts.SelectMany(t => DafnyDeclarations.Of(t.Key, t.Value))];
    }

    /// <summary>The checkout.</summary>
    public string Root { get; }

    /// <summary>What the proof is of.</summary>
    public SpecificationFiles Specification { get; }

    /// <summary>The folder of the proof.</summary>
    public string Directory => Path.Combine(Root, Folder);

    /// <summary>Names of the files, relative to <see cref="Directory"/>, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _texts.Keys;

    /// <summary>What they declare.</summary>
    public IReadOnlyList<DafnyDeclaration> Declarations { get; }

    /// <summary>The proof that stands beside a specification.</summary>
    /// <exception cref="ToolException">The specification is the one embedded in the tool, which has no proof beside it.</exception>
    public static ProofFiles Of(SpecificationFiles specification) => specification.Root is { } root
        ? new ProofFiles(root, specification)
        : throw ToolException.Usage($"{Folder} needs a checkout; none was found, give one with --root");

    /// <summary>The text of a file.</summary>
    public string Text(string name) => _texts[name];

    /// <summary>Another file of the folder, or null if there is none.</summary>
    public string? Other(string name)
    {
        string path = Path.Combine(Directory, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>SHA-256 of each proof file, in lower-case hex.</summary>
    public IReadOnlyDictionary<string, string> Hashes() => _texts.ToDictionary(t => t.Key, t => Hash(t.Value));

    /// <summary>SHA-256 of each module of the specification.</summary>
    public IReadOnlyDictionary<string, string> SpecificationHashes() =>
        Specification.Modules.ToDictionary(m => m, m => Hash(Specification.Read(m)));

    /// <summary>One hash of the whole proof.</summary>
    public string Digest() => Hash(string.Concat(_texts.Select(t => $"{t.Key} {Hash(t.Value)}\n")));

    /// <summary>What a file includes: as it is written, and as a name relative to <see cref="Directory"/>, be it of <see cref="Names"/> or not.</summary>
    public IEnumerable<(string Written, string Name)> Includes(string name) =>
        Include().Matches(DafnyText.Blank(_texts[name], keepStrings: true)).Select(m => m.Groups[1].Value).Select(written =>
            (written, Path.GetRelativePath(Directory, Path.GetFullPath(Path.Combine(Directory, Path.GetDirectoryName(name)!, written))).Replace('\\', '/')));

    /// <summary>A file and all that it includes, in ordinal order.</summary>
    public IReadOnlyCollection<string> Reached(string name)
    {
        SortedSet<string> reached = new(StringComparer.Ordinal) { name };
        Stack<string> next = new([name]);
        while (next.TryPop(out string? file))
        {
            foreach ((_, string path) in Includes(file).Where(i => _texts.ContainsKey(i.Name) && reached.Add(i.Name)))
            {
                next.Push(path);
            }
        }

        return reached;
    }

    /// <summary>One hash of a file and of all that it includes: nothing else has a part in whether it verifies.</summary>
    public string Closure(string name) => _closures.GetOrAdd(name, n => Hash(string.Concat(Reached(n).Select(f => $"{f} {_hashes.GetOrAdd(f, h => Hash(_texts[h]))}\n"))));

    /// <summary>The lemma at a place, or null.</summary>
    public DafnyDeclaration? At(string file, int line) =>
        Declarations.LastOrDefault(d => d.File == file && d.Line <= line);

    /// <summary>SHA-256 of a text, in lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"\binclude\s+@?""([^""]+)""")]
    private static partial Regex Include();
}
