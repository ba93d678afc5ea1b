using System.Runtime.CompilerServices;
using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>What all workloads over this project's rings share: rings, the reader, and the account of every record.</summary>
internal abstract class RingWorkload : Workload
{
    private readonly RingBuffer[] _rings;
    private readonly RingBufferReader[] _readers;
    private readonly CaseOptions _options;
    private readonly byte[][] _payloads;
    private long _sum;
    private string? _damage;

    /// <summary>Makes the rings.</summary>
    /// <param name="options">For what.</param>
    /// <param name="ring">Of which kind; mode and sizes are set here.</param>
    /// <param name="count">How many: one, or one for each producer.</param>
    protected RingWorkload(CaseOptions options, RingBufferOptions ring, int count = 1)
    {
        _options = options;
        RingBufferOptions made = ring with
        {
            Mode = options.Shape.HasConsumer ? RingBufferMode.Discard : RingBufferMode.Overwrite,
            SubBufferSize = options.SubBufferSize,
            SubBufferCount = options.SubBufferCount,
        };
        _rings = [.. Enumerable.Range(0, count).Select(_ => RingBuffer.Create(made))];
        _readers = [.. _rings.Select(r => r.OpenReader())];
        _payloads = [.. Enumerable.Range(0, options.Shape.Producers).Select(_ => options.NewPayload())];
    }

    /// <summary>The ring of a producer.</summary>
    protected RingBuffer RingOf(int lane) => _rings[lane % _rings.Length];

    /// <summary>What a producer writes.</summary>
    protected byte[] PayloadOf(int lane) => _payloads[lane];

    /// <inheritdoc/>
    public override void Finish()
    {
        foreach (RingBuffer ring in _rings)
        {
            ring.HandOver(); // of one writer: nobody writes now
            ring.Flush();
            ring.HandOver();
        }
    }

    /// <inheritdoc/>
    public override int Read() => _readers[0].TryRead(out SubBuffer sub) ? ReadAll(sub) : 0;

    /// <inheritdoc/>
    public override string? Verify(long accepted, long refused, long read)
    {
        Finish();
        long left = 0, lost = 0, overwritten = 0;
        for (int i = 0; i < _rings.Length; i++)
        {
            while (_readers[i].TryRead(out SubBuffer sub))
            {
                left += ReadAll(sub);
            }

            lost += _rings[i].Losses.Total;
            overwritten += _readers[i].OverwrittenSubBuffers;
        }

        long missing = accepted - read - left;
        (long fewest, long most) = PerSubBuffer(_options, _rings[0].Options.Clock != RingBufferClock.None);
        bool within = missing >= overwritten * fewest && missing <= overwritten * most;
        return _damage
            ?? Same("refused records, and the ring's losses", refused, lost)
            ?? (within ? null : $"{accepted} records were accepted, {read + left} read, and {overwritten} sub-buffers of {fewest} to {most} records overwritten")
            ?? Same("the sum of what was read", unchecked((read + left) * Payloads.Word), _sum);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        for (int i = 0; i < _rings.Length; i++)
        {
            _readers[i].Dispose();
            _rings[i].Dispose();
        }
    }

    /// <summary>How many records a full sub-buffer holds: with a clock, some have 8 bytes more. One that was flushed holds fewer.</summary>
    public static (long Fewest, long Most) PerSubBuffer(CaseOptions options, bool clocked)
    {
        const int PacketHeader = 64, ShortHeader = 4, ClockedHeader = 8, FullTime = 8, Alignment = 8;
        int size = (options.Size + (clocked ? ClockedHeader : ShortHeader) + Alignment - 1) & -Alignment;
        int room = options.SubBufferSize - PacketHeader;
        return (room / (size + (clocked ? FullTime : 0)), room / size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadAll(SubBuffer sub)
    {
        int records = 0;
        long sum = 0;
        using (sub)
        {
            foreach (Record record in sub)
            {
                ReadOnlySpan<byte> payload = record.Payload;
                if (payload.Length != _options.Size)
                {
                    _damage = $"a record of {payload.Length} bytes was read, and none written";
                }

                sum += Unsafe.ReadUnaligned<long>(in payload[0]);
                records++;
            }
        }

        _sum += sum;
        return records;
    }
}
