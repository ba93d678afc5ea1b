using Verified.Campaign;
using Verified.Cli.Output;
using Verified.Model;

namespace Verified.Cli.Checks;

/// <summary>Twin → code: paths that take every edge of a small model's graph, driven through the real code.</summary>
internal static class PathsCheck
{
    private const string ControlModel = "writer-flusher-reader";
    private const string ControlMutant = Mutants.PaddingNotCommitted;

    /// <summary>The check, for one model.</summary>
    /// <param name="model">The model whose graph is covered.</param>
    public static Check For(PathModel model) => Check.Of("paths " + model.Name, context => Run(context, model));

    private static CheckRow Run(CheckContext context, PathModel model)
    {
        PathCover cover = PathCover.Of(model.Config, cancellation: context.Cancellation);
        PathDriveResult result = PathDriver.Drive(cover, cancellation: context.Cancellation);
        bool isControl = model.Name == ControlModel;
        bool seesControl = !isControl || PathDriver.Drive(cover, ControlMutant, context.Cancellation).Failure is not null;
        List<string> problems = [];
        if (result.Failure is { } failure)
        {
            problems.Add($"path {failure.Path}, step {failure.Step}: {failure.Message}");
        }
        else if (result.Steps != cover.Steps || result.Checked != cover.Steps)
        {
            problems.Add($"of {cover.Steps} steps {result.Steps} were taken and {result.Checked} checked");
        }

        if (!seesControl)
        {
            problems.Add($"the driver is blind: the control mutant {ControlMutant} was not caught");
        }

        string figures = $"{Terminal.Count(cover.Edges)} edges of {Terminal.Count(cover.States)} states in {Terminal.Count(cover.Paths.Count)} paths, "
            + $"{Terminal.Count(result.Checked)} steps checked, "
            + $"{Terminal.Count(result.FailedExchanges)} failed exchanges charged" + (isControl && seesControl ? "; control mutant caught" : "");
        return CheckRow.From("paths", figures, problems);
    }
}
