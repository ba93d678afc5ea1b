using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>The ring buffer under test with its rules hidden, so that a campaign picks them by name.</summary>
public abstract class RingDriver
{
    /// <summary>Records lost because the ring was full, as the ring counted them.</summary>
    public abstract long LostFull { get; }

    /// <summary>Records lost to an undelivered earlier lap, as the ring counted them.</summary>
    public abstract long LostWrapped { get; }

    /// <summary>Records that fit no sub-buffer, as the ring counted them.</summary>
    public abstract long LostTooBig { get; }

    /// <summary>As <see cref="RingCore{TMemory, TRules}.TryReserve"/>, in the name of a process.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="payloadLength">Bytes.</param>
    /// <param name="slot">The place.</param>
    public abstract ReserveResult TryReserve(int process, int payloadLength, out Reserved slot);

    /// <summary>As <see cref="RingCore{TMemory, TRules}.Commit"/>.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="slot">The place.</param>
    public abstract void Commit(int process, in Reserved slot);

    /// <summary>As <see cref="RingCore{TMemory, TRules}.Abandon"/>.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="slot">The place.</param>
    public abstract void Abandon(int process, in Reserved slot);

    /// <summary>As <see cref="RingCore{TMemory, TRules}.Flush"/>.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="mode">The mode.</param>
    public abstract void Flush(int process, FlushMode mode);

    /// <summary>As <see cref="RingCore{TMemory, TRules}.TryGet"/>.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract bool TryGet(int process, out Held held);

    /// <summary>As <see cref="RingCore{TMemory, TRules}.Move"/>.</summary>
    /// <param name="process">The specification's process number.</param>
    /// <param name="held">The sub-buffer.</param>
    public abstract void Move(int process, in Held held);
}

/// <summary>The shipped source of the ring buffer on explored memory.</summary>
/// <typeparam name="TRules">Form and mutant.</typeparam>
/// <param name="region">The bytes.</param>
/// <param name="geometry">The sizes.</param>
public sealed class RingDriver<TRules>(ExploredRegion region, Geometry geometry) : RingDriver
    where TRules : struct, IRules
{
    /// <inheritdoc/>
    public override long LostFull => Core(0).LostFull;

    /// <inheritdoc/>
    public override long LostWrapped => Core(0).LostWrapped;

    /// <inheritdoc/>
    public override long LostTooBig => Core(0).LostTooBig;

    /// <inheritdoc/>
    public override ReserveResult TryReserve(int process, int payloadLength, out Reserved slot) =>
        Core(process).TryReserve(payloadLength, out slot);

    /// <inheritdoc/>
    public override void Commit(int process, in Reserved slot) => Core(process).Commit(slot);

    /// <inheritdoc/>
    public override void Abandon(int process, in Reserved slot) => Core(process).Abandon(slot);

    /// <inheritdoc/>
    public override void Flush(int process, FlushMode mode) => Core(process).Flush(mode);

    /// <inheritdoc/>
    public override bool TryGet(int process, out Held held) => Core(process).TryGet(out held);

    /// <inheritdoc/>
    public override void Move(int process, in Held held) => Core(process).Move(held);

    private RingCore<ExploredMemory, TRules> Core(int process) => new(new ExploredMemory(region, process), geometry);
}
