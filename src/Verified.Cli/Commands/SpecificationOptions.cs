using System.CommandLine;
using Verified.Cli.Specification;

namespace Verified.Cli.Commands;

/// <summary>The option that says which specification, and how it is found without it.</summary>
internal static class SpecificationOptions
{
    /// <summary><c>--root DIR</c>.</summary>
    public static Option<string?> NewRoot() => new("--root")
    {
        Description = "Checkout whose tla/ is used (default: the nearest one above the current folder, else the copy in the tool).",
        HelpName = "DIR",
    };

    /// <summary>The specification that the command line means.</summary>
    public static SpecificationFiles Files(ParseResult parsed, Option<string?> root) =>
        SpecificationFiles.Find(parsed.GetValue(root), Environment.CurrentDirectory, AppContext.BaseDirectory);
}
