using Verified.Cli.Specification;

namespace Verified.Repository.Tests;

/// <summary>The checkout that the tests were built from, and throw-away copies of its specification.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static SpecificationFiles Specification { get; } =
        SpecificationFiles.At(Root) ?? throw new InvalidOperationException($"no specification under {Root}");

    public static Manifest Manifest { get; } = Manifest.Load(Specification);

    /// <summary>Tracked files of a kind: everything but what a build writes.</summary>
    public static IEnumerable<string> Files(params string[] extensions) =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(Path.GetExtension(path)))
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or ".git"));

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Verified.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("the tests must run from within the checkout");
    }
}
