using Verified.Model;

namespace Verified.Campaign;

/// <summary>A small model whose graph is covered by paths.</summary>
/// <param name="Name">Kebab-case.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Config">The model.</param>
public sealed record PathModel(string Name, string Summary, ModelConfig Config);

/// <summary>The models whose every edge the code is driven along.</summary>
public static class PathModels
{
    /// <summary>All of them: the shipped form first.</summary>
    public static IReadOnlyList<PathModel> All { get; } =
    [
        Make("final-flush", "One sub-buffer: a writer, a flusher that sends empty packets, and a reader.", Form.Lean, 1, [1], ["Final"], [2]),
        Make("writer-reader", "A writer of records that fit, that fill up and that are too big, and that it may abandon.", Form.Lean, 2, [1], [], [2, 3, 4]),
        Make("writer-flusher-reader", "A writer, a flusher that ends what is begun, and a reader.", Form.Lean, 2, [1], ["Active"], [2]),
        Make("two-writers", "One sub-buffer: two writers and a reader.", Form.Lean, 1, [1, 2], [], [1]),
        Make("lttng-writer-reader", "LTTng's form: a writer of records that fit and that fill up, and a reader.", Form.Lttng, 2, [1], [], [2, 3]),
        Make("lttng-final-flush", "LTTng's form, one sub-buffer: a writer, a flusher that sends empty packets, and a reader.", Form.Lttng, 1, [1], ["Final"], [2]),
        Make("lttng-two-writers", "LTTng's form, one sub-buffer: two writers and a reader.", Form.Lttng, 1, [1, 2], [], [1]),
    ];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The model, or null.</returns>
    public static PathModel? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    private static PathModel Make(string name, string summary, Form form, int subBuffers, int[] writers, string[] modes, int[] sizes) =>
        new(name, summary, new ModelConfig
        {
            Writers = writers,
            Flushers = modes.Length > 0 ? [Scenario.Flusher] : [],
            Reader = Scenario.Reader,
            FlushModes = modes,
            Sizes = sizes,
            N = subBuffers,
            S = Units.SubBuffer,
            H = Units.Header,
            Form = form,
            Abandons = sizes.Length > 2,
        });
}
