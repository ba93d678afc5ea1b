namespace Verified.Model.Tests;

/// <summary>The specification's files, found from where the tests run.</summary>
internal static class Specification
{
    internal static string Directory { get; } = Find();

    internal static string Read(string module) => File.ReadAllText(Path.Combine(Directory, $"{module}.tla"));

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "tla");
            if (File.Exists(Path.Combine(path, "ReserveCommit.tla")))
            {
                return path;
            }
        }

        throw new DirectoryNotFoundException("tla/ is in no folder above the tests");
    }
}
