namespace Verified.Cli.Specification;

/// <summary>
/// What a buffer can do for its user, in either mode, and how one sees that a model covers it: by its constants, and by actions that fired in it.
/// Nothing here is taken on the manifest's word.
/// </summary>
/// <param name="Name">The word for it in the manifest and in reports.</param>
/// <param name="Actions">Actions, all of which must fire in a model that covers it.</param>
/// <param name="Holds">What the constants must be.</param>
internal sealed record Capability(string Name, IReadOnlyList<string> Actions, Func<ModelConstants, bool> Holds)
{
    /// <summary>The modes of the specification.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["Discard", "Overwrite"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Capability> All { get; } =
    [
        new("two writers", ["ReserveSlow_CasFail", "Read_Records"],
            c => c.Set("Writers").Count >= 2 && Reads(c) && !c.Nested),
        new("flusher", ["Flush_Cas", "Flush_CasFail", "Read_Records"],
            c => c.Set("Writers").Count >= 1 && Flushes(c, "Active", "Final") && Reads(c)),
        new("nested", ["Commit_AddCount", "Read_Records"],
            c => c.Nested && c.Set("Writers").Count >= 2 && Reads(c)),
        new("snapshot", ["Snapshot_LoadReadPosition", "Snapshot_LoadWritePosition", "Read_Records"],
            c => c.Set("ReaderOps").Contains("Snapshot")),
        new("complete", ["Complete_StoreFinal", "Get_LoadEnd"], c => Flushes(c, "Complete") && Reads(c)),
        new("clear", ["Clear_LoadReadPosition", "Clear_LoadDelivered"], c => c.Set("ReaderOps").Contains("Clear")),
        new("fast path", ["Reserve_Cas"], _ => true),
        new("fast path, two writers", ["Reserve_Cas", "Reserve_CasFail"], c => c.Set("Writers").Count >= 2),
        new("fast path, clock", ["Reserve_LoadLastTime", "Reserve_StoreLastTime"], c => c.IsTrue("Clocked")),
        new("final flush", ["Flush_LoadDelivered", "Flush_Cas", "Flush_CasFail"], c => Flushes(c, "Final")),
        new("too big", ["Lose_TooBig"], c => c.Number("LossLimit") > 0),
        new("pause", ["Lose_Refused", "Flush_Cas"], c => Flushes(c, "Pause") && Flushes(c, "Resume")),
        new("wait", ["Wait_StoreWaiting", "Wait_TakeSignal", "Wake_Signal"], c => c.Set("ReaderOps").Contains("Wait")),
        new("clock", ["Tick", "Reserve_StoreLastTime"], c => c.IsTrue("Clocked")),
        new("losses", ["Lose_Wrapped"], c => c.Number("LossLimit") > 0),
        new("losses, flusher", ["Flush_Cas", "Sample_LoadWrapped", "Lose_Wrapped"], c => c.Number("LossLimit") > 0 && Flushes(c, "Active", "Final")),
        new("watermark", ["Wait_StoreWaiting", "Wait_TakeSignal", "Wake_Signal"], c => c.Set("ReaderOps").Contains("Wait") && c.Number("Watermark") > 1),
        new("dead process", ["Crash"], c => c.Number("MaxDead") > 0),
        new("committed prefix", ["Prefix_LoadWritePosition", "Prefix_Store"], c => c.IsTrue("Recoverable")),
        new("abandon", ["Write_Abandon", "Lose_Abandoned"], c => c.IsTrue("Abandons")),
    ];

    /// <summary>Whether a model covers it.</summary>
    /// <param name="constants">The model's.</param>
    /// <param name="model">Its entry, with the counts of TLC.</param>
    public bool IsCoveredBy(ModelConstants constants, ModelEntry model) =>
        model.MustHold && model.Mutant == "none" && Holds(constants) && Actions.All(a => model.Actions.GetValueOrDefault(a) > 0);

    private static bool Reads(ModelConstants c) => c.Set("ReaderOps").Contains("Read");

    private static bool Flushes(ModelConstants c, params string[] anyOf) =>
        c.Set("Flushers").Count >= 1 && c.Set("FlushModes").Any(anyOf.Contains);
}
