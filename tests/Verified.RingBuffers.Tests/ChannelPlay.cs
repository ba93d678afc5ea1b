namespace Verified.RingBuffers.Tests;

/// <summary>Random operations on a channel, one after the other, and what the reader must give: what was accepted, in that order.</summary>
internal sealed class ChannelPlay : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Random _random;
    private readonly TraceChannel _channel;
    private readonly TraceChannelReader _reader;
    private readonly ChannelWorker[] _workers;
    private readonly HashSet<int> _abandoned = [];
    private readonly List<int> _reserved = [];
    private int _number;

    public ChannelPlay(ChannelLayout layout, RingBufferMode mode, int buffers, int seed)
    {
        _random = new Random(seed);
        _channel = TraceChannel.Create(new ChannelOptions
        {
            Layout = layout,
            MaxBuffers = buffers,
            Buffer = new() { SubBufferSize = 256, SubBufferCount = 4, Mode = mode, TimeProvider = _time },
        });
        _reader = _channel.OpenReader();
        _workers = [.. Enumerable.Range(0, buffers + 1).Select(_ => new ChannelWorker())];
    }

    /// <summary>Numbers of records that were accepted, in the order of their reservation.</summary>
    public List<int> Accepted => [.. _reserved.Where(n => !_abandoned.Contains(n))];

    /// <summary>What was read.</summary>
    public List<int> Read { get; } = [];

    public long Tried => _number;

    public ChannelLosses Losses => _channel.Losses;

    /// <summary>So many operations, and then to the end.</summary>
    public void Run(int operations)
    {
        for (int n = 0; n < operations; n++)
        {
            switch (_random.Next(12))
            {
                case 0:
                    _time.Advance(TimeSpan.FromMilliseconds(_random.Next(300))); // more than a short time holds
                    break;
                case 1 or 2 or 3 when _channel.Options.Buffer.Mode == RingBufferMode.Discard || _random.Next(5) == 0: // else nothing is overwritten
                    ReadSome(_random.Next(8));
                    break;
                case 4:
                    _reader.Settle();
                    break;
                case 5 when _random.Next(4) == 0:
                    int ended = _random.Next(_workers.Length);
                    _workers[ended].Dispose();
                    _workers[ended] = new ChannelWorker();
                    break;
                case 6:
                    Worker(_ => _channel.Flush());
                    break;
                case 7:
                    Worker(processor => Reserve(processor, depth: 0));
                    break;
                default:
                    Worker(Write);
                    break;
            }
        }

        _channel.Complete();
        for (int n = 0; n < 100 && !_reader.IsCompleted; n++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            ReadSome(int.MaxValue);
        }
    }

    public void Dispose()
    {
        Array.ForEach(_workers, w => w.Dispose());
        _reader.Dispose();
        _channel.Dispose();
    }

    private void ReadSome(int most)
    {
        for (int n = 0; n < most && _reader.TryRead(out ChannelRecord record); n++)
        {
            Read.Add(BitConverter.ToInt32(record.Payload));
        }
    }

    private void Worker(Action<int> what)
    {
        int processor = _random.Next(1000);
        _workers[_random.Next(_workers.Length)].Do(() =>
        {
            what(processor);
            return 0;
        });
    }

    private byte[] Payload()
    {
        _time.Advance(1);
        byte[] payload = new byte[4 + _random.Next(_random.Next(20) == 0 ? 300 : 60)];
        BitConverter.TryWriteBytes(payload, _number++);
        return payload;
    }

    private void Write(int processor)
    {
        int number = _number;
        byte[] payload = Payload();
        bool isWritten = _channel.Options.Layout == ChannelLayout.PerThread
            ? _channel.TryWrite(payload)
            : _channel.OfProcessor(processor).TryWrite(payload);
        if (isWritten)
        {
            _reserved.Add(number);
        }
    }

    private void Reserve(int processor, int depth)
    {
        int number = _number;
        byte[] payload = Payload();
        if (!_channel.TryReserve(payload.Length, out ChannelReservation slot))
        {
            return;
        }

        _reserved.Add(number);
        for (int n = _random.Next(3); n > 0; n--)
        {
            switch (_random.Next(depth < 2 ? 4 : 3))
            {
                case 0:
                    Write(processor + n);
                    break;
                case 1:
                    ReadSome(3);
                    break;
                case 2:
                    _reader.Settle();
                    break;
                default:
                    Reserve(processor + n, depth + 1);
                    break;
            }
        }

        payload.CopyTo(slot.Span);
        if (_random.Next(4) == 0)
        {
            _abandoned.Add(number);
            slot.Dispose();
        }
        else
        {
            slot.Commit();
        }

        slot.Dispose(); // nothing
    }
}
