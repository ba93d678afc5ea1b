using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>A small concurrent use of the ring buffer, whose schedules are explored.</summary>
/// <param name="Name">Kebab-case.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Form">The form of the algorithm.</param>
/// <param name="SubBuffers">Sub-buffers in the ring (N).</param>
/// <param name="Lanes">What each thread does, in order.</param>
public sealed record Scenario(string Name, string Summary, Form Form, int SubBuffers, IReadOnlyList<IReadOnlyList<Operation>> Lanes)
{
    /// <summary>Process number of the flusher; in every scenario, since the final drain flushes.</summary>
    public const int Flusher = 8;

    /// <summary>Process number of the reader.</summary>
    public const int Reader = 9;

    /// <summary>The sizes of the ring.</summary>
    public Geometry Geometry => new(Campaign.Units.SubBuffer * Campaign.Units.Bytes, SubBuffers);

    private IEnumerable<Operation> All => Lanes.SelectMany(l => l).SelectMany(o => o.All());

    /// <summary>The model of this scenario: positions free-running, losses counted without end.</summary>
    /// <param name="mutant">What is broken in the model; "none" as a rule.</param>
    public ModelConfig Model(string mutant = "none") => new()
    {
        Writers = [.. Writes.Select(o => o.Process).Distinct().Order()],
        Flushers = [Flusher],
        Reader = Reader,
        FlushModes = [.. All.Where(o => o.Kind == OperationKind.Flush).Select(o => o.Mode).Append(FlushMode.Active).Distinct().Select(m => m.ToString())],
        Sizes = [.. Writes.Select(o => o.Units).Distinct().Order()],
        N = SubBuffers,
        S = Campaign.Units.SubBuffer,
        H = Campaign.Units.Header,
        Form = Form,
        Abandons = Writes.Any(o => o.Abandon),
        LossModulus = 0,
        Mutant = mutant,
        Shifts = false,
    };

    private IEnumerable<Operation> Writes => All.Where(o => o.Kind == OperationKind.Write);
}
