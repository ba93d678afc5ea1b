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
        Discard("final-flush", "One sub-buffer: a writer, a flusher that sends empty packets, and a reader.", 1, [1], ["Final"], [2]),
        Discard("writer-reader", "A writer of records that fit, that fill up and that are too big, and that it may abandon.", 2, [1], [], [2, 3, 4]),
        Discard("writer-flusher-reader", "A writer, a flusher that ends what is begun, and a reader.", 2, [1], ["Active"], [2]),
        Discard("two-writers", "One sub-buffer: two writers and a reader.", 1, [1, 2], [], [1]),
        Discard("lttng-writer-reader", "LTTng's form: a writer of records that fit and that fill up, and a reader.", 2, [1], [], [2, 3]).Lttng(),
        Discard("lttng-final-flush", "LTTng's form, one sub-buffer: a writer, a flusher that sends empty packets, and a reader.", 1, [1], ["Final"], [2]).Lttng(),
        Discard("lttng-two-writers", "LTTng's form, one sub-buffer: two writers and a reader.", 1, [1, 2], [], [1]).Lttng(),
        Discard("one-writer", "One thread whose records nest, and a reader.", 1, [1, 2], [], [1]).OneWriter(),
        Discard("one-writer-final-flush", "One sub-buffer: one thread that flushes inside its records, too, and a reader.", 1, [1], ["Final"], [2]).OneWriter(),
        Discard("one-writer-gates", "One sub-buffer: one thread that pauses, resumes and completes, and a reader.", 1, [1], ["Pause", "Resume", "Complete"], [3]).OneWriter(),
        Discard("parts", "A writer, and a reader that takes what is committed of a sub-buffer.", 2, [1], [], [1, 2]).ReadsParts(),
        Discard("parts-two-writers", "One sub-buffer: two writers, and a reader that takes parts.", 1, [1, 2], [], [1]).ReadsParts(),
        Discard("parts-one-writer", "One sub-buffer: one thread whose records nest, and a reader that takes parts.", 1, [1, 2], [], [1]).OneWriter().ReadsParts(),
        Discard("cells", "A writer, and a reader that takes record by record.", 2, [1], [], [1]).ReadsCells(),
        Discard("cells-two-writers", "One sub-buffer: two writers, and a reader that takes record by record.", 1, [1, 2], [], [1]).ReadsCells(),
        Discard("cells-padded", "One sub-buffer that ends in padding, or is ended: a writer that may abandon its record, and a reader that takes record by record.", 1, [1], ["Active", "Complete"], [2]).ReadsCells(abandons: true),
        Discard("cells-one-writer", "One sub-buffer: one thread whose records nest, and a reader that takes record by record.", 1, [1, 2], [], [1]).OneWriter().ReadsCells(),
        Discard("gates", "One sub-buffer: a writer, a flusher that pauses, resumes and completes, and a reader.", 1, [1], ["Pause", "Resume", "Complete"], [3]),
        Discard("clear", "A writer, and a reader that clears and looks.", 2, [1], [], [2]).Reads("Read", "Clear", "Snapshot"),
        Discard("wait", "One sub-buffer: a writer, and a reader that sleeps, and may lose patience.", 1, [1], ["Complete"], [3]).Reads("Read", "Wait"),
        Discard("clocked", "One sub-buffer: a writer whose records carry times, a flusher, and a reader.", 1, [1], ["Active"], [3]).Clocked(),
        Overwrite("overwrite-writer-reader", "A writer that laps the reader.", [1], [], [1]),
        Overwrite("overwrite-snapshot", "A writer that laps a reader which looks, and puts back.", [1], [], [1]).Reads("Snapshot"),
        Overwrite("overwrite-clear", "A writer that laps a reader which clears.", [1], [], [1]).Reads("Clear"),
        Overwrite("overwrite-wait", "A writer that laps a reader which sleeps.", [1], [], [1]).Reads("Read", "Wait"),
        Overwrite("overwrite-one-writer", "One thread that laps the reader.", [1], [], [1]).OneWriter(),
        Overwrite("overwrite-one-writer-flush", "One thread that laps the reader with empty packets.", [], ["Final"], []).OneWriter(),
        Overwrite("overwrite-final-flush", "A flusher that laps the reader with empty packets.", [], ["Final"], []),
    ];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The model, or null.</returns>
    public static PathModel? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    private static PathModel Discard(string name, string summary, int subBuffers, int[] writers, string[] modes, int[] sizes) =>
        new(name, summary, new ModelConfig
        {
            Writers = writers,
            Flushers = modes.Length > 0 ? [Scenario.Flusher] : [],
            Reader = Scenario.Reader,
            FlushModes = modes,
            Sizes = sizes,
            N = subBuffers,
            S = Units.Plain.SubBuffer,
            H = Units.Plain.Header,
            Abandons = sizes.Length > 2,
        });

    /// <summary>Two sub-buffers that one record fills: a lap is two records.</summary>
    private static PathModel Overwrite(string name, string summary, int[] writers, string[] modes, int[] sizes)
    {
        PathModel model = Discard(name, summary, 2, writers, modes, sizes);
        return model with { Config = model.Config with { Mode = Mode.Overwrite, S = 2 } };
    }

    private static PathModel Clocked(this PathModel model) => model with
    {
        Config = model.Config with
        {
            S = Units.Timed.SubBuffer,
            H = Units.Timed.Header,
            Clocked = true,
            LastTick = 3,
            ShortTime = Units.ShortTime,
            FullUnits = Units.FullUnits,
        },
    };

    private static PathModel OneWriter(this PathModel model) => model with { Config = model.Config with { OneWriter = true } };

    private static PathModel ReadsParts(this PathModel model) => model with { Config = model.Config with { ReadsParts = true } };

    private static PathModel ReadsCells(this PathModel model, bool abandons = false) =>
        model with { Config = model.Config with { ReadsCells = true, Abandons = abandons } };

    private static PathModel Lttng(this PathModel model) => model with { Config = model.Config with { Form = Form.Lttng } };

    private static PathModel Reads(this PathModel model, params string[] operations) =>
        model with { Config = model.Config with { ReaderOps = operations, Wakeups = operations.Contains("Wait") } };
}
