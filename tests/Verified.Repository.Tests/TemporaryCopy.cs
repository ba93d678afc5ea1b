using Verified.Cli.Specification;

namespace Verified.Repository.Tests;

/// <summary>A copy of tla/, and of the proof beside it, that a test may edit.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public TemporaryCopy(bool withProofs = true)
    {
        string proofs = Path.Combine(Checkout.Root, "proofs");
        foreach (string path in withProofs ? Directory.GetFiles(proofs) : [])
        {
            File.Copy(path, Path.Combine(Directory.CreateDirectory(Path.Combine(Root, "proofs")).FullName, Path.GetFileName(path)));
        }

        foreach (string name in Checkout.Specification.Names)
        {
            string path = PathOf(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Checkout.Specification.Read(name));
        }
    }

    public string Root => _folder.FullName;

    public SpecificationFiles Files => SpecificationFiles.At(Root)!;

    public string PathOf(string name) => Path.Combine(Root, "tla", name);

    public void Edit(string name, string old, string replacement)
    {
        string text = File.ReadAllText(PathOf(name));
        Assert.Contains(old, text);
        File.WriteAllText(PathOf(name), text.Replace(old, replacement));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
