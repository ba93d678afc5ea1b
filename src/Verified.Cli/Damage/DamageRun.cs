using System.Diagnostics;

namespace Verified.Cli.Damage;

/// <summary>Damages files, has each read, and finds out who crashes, hangs, or takes memory that the file does not warrant.</summary>
/// <param name="subject">The files.</param>
/// <param name="seed">What the damage follows from, with the number of each file.</param>
internal sealed class DamageRun(IDamageSubject subject, int seed)
{
    private const long FixedAllocation = 4 << 20; // a piece of a file is read at a time
    private const long AllocationPerByte = 64;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(50);
    private volatile int _current = -1;
    private long _began;

    /// <summary>How long one file may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the control reads instead, which is found out or the run is blind.</summary>
    public bool IsControl { get; init; }

    /// <summary>Damages and reads so many files.</summary>
    /// <param name="files">How many.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The account. Of a control it ends with the first problem.</returns>
    public DamageAccount Run(int files, Action<string> report, CancellationToken cancellation = default)
    {
        DamageAccount account = new(subject.Name, seed);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // A thread of its own, which is left behind if it hangs.
        Thread worker = new(() => Work(account, files, stop.Token)) { IsBackground = true, Name = "damage" };
        worker.Start();
        while (!worker.Join(s_period))
        {
            int current = _current;
            report($"{subject.Name} {current + 1} of {files}");
            TimeSpan since = Stopwatch.GetElapsedTime(Volatile.Read(ref _began));
            if (current >= 0 && since > Limit && current == _current)
            {
                stop.Cancel();
                account.Hang(current, Limit);
                break;
            }
        }

        return account;
    }

    /// <summary>The damaged file of a number: the same every time.</summary>
    public DamagedFile File(int number) => subject.Damage(new Random(unchecked((seed * 1_000_003) + number)));

    private void Work(DamageAccount account, int files, CancellationToken stop)
    {
        for (int number = 0; number < files && !stop.IsCancellationRequested; number++)
        {
            DamagedFile file = File(number);
            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            _current = number;
            string? problem = Read(file, number, out DamageReading reading);
            if (stop.IsCancellationRequested && problem is null)
            {
                return; // hung, or cut short
            }

            account.Add(number, file.Kind, reading, problem);
            if (IsControl && problem is not null)
            {
                return;
            }
        }
    }

    private string? Read(DamagedFile file, int number, out DamageReading reading)
    {
        reading = default;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            reading = IsControl ? subject.ReadUnchecked(file, number) : subject.Read(file, number);
        }
        catch (UnsoundReadingException e)
        {
            return e.Message;
        }
        catch (Exception e)
        {
            // Whatever it is: a reader of damaged files throws what says so, or nothing.
            return $"{e.GetType().Name}: {e.Message}";
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > FixedAllocation + (AllocationPerByte * file.Bytes.Length)
            ? $"{allocated} bytes of memory taken for a file of {file.Bytes.Length}" : null;
    }
}
