using System.Xml.Linq;

namespace Verified.Repository.Tests;

/// <summary>Arrows run one way: the library never knows that it is explored or modelled.</summary>
public class ImportGraphTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Verified.Atomics"] = [],
        ["Verified.Model"] = [],
        ["Verified.RingBuffers"] = ["Verified.Atomics"],
        ["Verified.Exploration"] = ["Verified.Atomics"],
        ["Verified.Campaign"] = ["Verified.RingBuffers", "Verified.Exploration", "Verified.Model"],
        ["Verified.Cli"] = ["Verified.Campaign"],
        ["Verified.Benchmarks"] = ["Verified.RingBuffers"],
        ["Verified.Proofs.Machine"] = [],
    };

    /// <summary>Packages of the parts that users take; the library has none.</summary>
    private static readonly string[] s_withoutPackages = ["Verified.Atomics", "Verified.RingBuffers", "Verified.Model"];

    [Fact]
    public void Every_project_is_known()
    {
        string[] projects = [.. Projects().Where(p => !p.EndsWith(".Tests", StringComparison.Ordinal)).Order()];
        Assert.Equal(s_allowed.Keys.Order(), projects);
    }

    [Fact]
    public void Project_references_run_one_way()
    {
        foreach ((string project, string[] allowed) in s_allowed)
        {
            string[] references = [.. Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')))];
            Assert.True(references.Order().SequenceEqual(allowed.Order()), $"{project} refers to {string.Join(", ", references)}");
        }
    }

    [Fact]
    public void The_library_and_the_twin_depend_on_no_package()
    {
        foreach (string project in s_withoutPackages)
        {
            Assert.Empty(Items(project, "PackageReference"));
        }
    }

    [Theory]
    [InlineData(typeof(Verified.RingBuffers.RingBuffer))]
    [InlineData(typeof(Verified.Atomics.Location))]
    [InlineData(typeof(Verified.Model.Twin))]
    [InlineData(typeof(Verified.Exploration.IScheduleExplorer))]
    public void What_is_built_refers_to_nothing_more(Type type)
    {
        string project = type.Assembly.GetName().Name!;
        string[] ours = [.. type.Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Verified.", StringComparison.Ordinal))];
        Assert.Subset(new HashSet<string>(s_allowed[project]), new HashSet<string>(ours));
    }

    private static IEnumerable<string> Projects() => Checkout.Files(".csproj").Select(p => Path.GetFileNameWithoutExtension(p));

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Checkout.Files(".csproj").Single(p => Path.GetFileNameWithoutExtension(p) == project))
            .Descendants(kind).Select(e => e.Attribute("Include")!.Value);
}
