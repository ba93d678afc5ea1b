using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>
/// System.IO.Pipelines: records with their length in front, flushed every <see cref="RecordsPerFlush"/>. A pipe has one writer. Alone, the
/// writer itself takes what it flushed, since a pipe does not overwrite.
/// </summary>
internal static class Pipes
{
    private const int RecordsPerFlush = 64;
    private const int HeaderSize = sizeof(int);

    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("pipe", $"System.IO.Pipelines, length and payload, a flush every {RecordsPerFlush} records", static (s, _) => s.Producers == 1, static o => new Piped(o)),
    ];

    private sealed class Piped : Workload
    {
        private readonly byte[] _payload;
        private readonly bool _takesItself;
        private readonly Pipe _pipe;
        private ValueTask<FlushResult> _flush;
        private long _taken;
        private string? _damage;

        public Piped(CaseOptions options)
        {
            _payload = options.NewPayload();
            _takesItself = !options.Shape.HasConsumer;
            long pause = (long)options.SubBufferSize * options.SubBufferCount;
            _pipe = new Pipe(new PipeOptions(
                readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
                pauseWriterThreshold: pause, resumeWriterThreshold: pause / 2, minimumSegmentSize: options.SubBufferSize, useSynchronizationContext: false));
        }

        public override int Write(int lane, int count)
        {
            if (!_flush.IsCompleted)
            {
                return 0;
            }

            PipeWriter writer = _pipe.Writer;
            ReadOnlySpan<byte> payload = _payload;
            for (int i = 0; i < count; i++)
            {
                Span<byte> at = writer.GetSpan(HeaderSize + payload.Length);
                Unsafe.WriteUnaligned(ref at[0], payload.Length);
                payload.CopyTo(at[HeaderSize..]);
                writer.Advance(HeaderSize + payload.Length);
                if (i % RecordsPerFlush == RecordsPerFlush - 1 && !Flush())
                {
                    return i + 1;
                }
            }

            return count;
        }

        public override void Finish()
        {
            while (!_flush.IsCompleted || !Flush())
            {
                Thread.SpinWait(1);
            }
        }

        public override int Read() => _pipe.Reader.TryRead(out ReadResult result) ? Take(result.Buffer) : 0;

        public override string? Verify(long accepted, long refused, long read)
        {
            Finish();
            Read();
            return _damage ?? Same("records read", accepted, _taken);
        }

        public override void Dispose()
        {
            _pipe.Writer.Complete();
            _pipe.Reader.Complete();
        }

        /// <summary>False if the pipe wants the writer to wait.</summary>
        private bool Flush()
        {
            _flush = _pipe.Writer.FlushAsync();
            if (_takesItself)
            {
                Read();
            }

            return _flush.IsCompleted;
        }

        private int Take(ReadOnlySequence<byte> buffer)
        {
            int records = 0;
            SequenceReader<byte> reader = new(buffer);
            SequencePosition at = buffer.Start;
            while (reader.TryReadLittleEndian(out int length) && reader.Remaining >= length)
            {
                _damage ??= length == _payload.Length ? null : $"a record of {length} bytes was read, and none written";
                reader.Advance(length);
                at = reader.Position;
                records++;
            }

            _pipe.Reader.AdvanceTo(at, buffer.End);
            _taken += records;
            return records;
        }
    }
}
