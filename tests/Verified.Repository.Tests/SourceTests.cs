using System.Text.RegularExpressions;
using Verified.Cli.Specification;

namespace Verified.Repository.Tests;

public partial class SourceTests
{
    [Theory]
    [InlineData(".cs", 500)]
    [InlineData(".tla", 500)]
    public void No_source_file_is_longer_than_a_person_reads(string extension, int mostLines)
    {
        string[] tooLong = [.. Checkout.Files(extension).Where(f => File.ReadLines(f).Count() > mostLines)];
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_work_is_left_for_later()
    {
        string[] marked = [.. Checkout.Files(".cs", ".tla", ".md", ".csproj", ".props").Where(f => Mark().IsMatch(File.ReadAllText(f)))];
        Assert.Empty(marked);
    }

    [Fact]
    public void No_invariant_is_true_by_itself()
    {
        IReadOnlyDictionary<string, string> invariants = SpecificationNames.Invariants(Checkout.Specification);
        Assert.NotEmpty(invariants);
        Assert.All(invariants, i => Assert.True(i.Value.Length > "TRUE".Length, $"{i.Key} == {i.Value}"));
    }

    [Fact]
    public void The_specification_in_the_tool_is_that_of_the_checkout()
    {
        SpecificationFiles embedded = SpecificationFiles.Embedded();
        Assert.NotEmpty(embedded.Configurations);
        string[] ofInterest = [.. Checkout.Specification.Names.Where(n => Path.GetExtension(n) is ".tla" or ".cfg" or ".json")];
        Assert.Equal(ofInterest, embedded.Names);
        Assert.All(ofInterest, n => Assert.Equal(Checkout.Specification.Read(n), embedded.Read(n)));
    }

    // Written in two parts, so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImplemented" + @"Exception)\b")]
    private static partial Regex Mark();
}
