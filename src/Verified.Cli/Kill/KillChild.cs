using System.Diagnostics;
using Verified.Cli.Stress;
using Verified.RingBuffers;
using static Verified.Cli.Kill.KillWitness;

namespace Verified.Cli.Kill;

/// <summary>The process that is killed: threads that write into a ring in a file as fast as they can, each record first announced to the witness.</summary>
internal sealed class KillChild(RingBuffer ring, KillWitness witness, KillOptions options)
{
    private const int Arguments = 9;
    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(60);

    /// <summary>Runs until it is killed; gives up when nobody does.</summary>
    /// <param name="arguments">The ring's file, the witness's, and the options.</param>
    /// <returns>An exit code; there is none for being killed.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments.Length != Arguments)
        {
            throw ToolException.Usage($"{KillRound.ChildOption}: is what this command calls itself with, and no option for others");
        }

        KillOptions options = KillOptions.FromArguments(arguments.AsSpan(2));
        using KillWitness witness = new(arguments[1], options.Streams);
        using RingBuffer ring = RingBuffer.CreateFile(arguments[0], options.Ring);
        KillChild child = new(ring, witness, options);
        if (options.Reads)
        {
            new Thread(child.Read) { IsBackground = true }.Start();
        }

        for (int thread = 0; thread < options.Writers; thread++)
        {
            int id = thread;
            new Thread(() => child.Write(id)) { IsBackground = true }.Start();
        }

        // Whoever would kill it holds the other end: when that is dead, there is nobody to do so.
        Task<int> orphaned = Task.Run(Console.In.Read);
        orphaned.Wait(s_longestLife);
        return ExitCodes.Inconclusive;
    }

    private void Write(int thread)
    {
        int first = KillOptions.Depth * thread;
        Random random = new(options.Seed + thread);
        long[] next = new long[KillOptions.Depth];
        while (true)
        {
            if (random.Next(16) == 0)
            {
                witness.Say(first, Word.Flushing, 1);
                ring.Flush();
                witness.Say(first, Word.Flushing, 0);
            }
            else
            {
                Nest(first, next, 0, random.Next(KillOptions.Depth));
            }
        }
    }

    /// <summary>Writes a record of a writer, and inside its reservation one of the next, so many deep.</summary>
    private void Nest(int first, long[] next, int level, int deeper) =>
        Write(first + level, ref next[level], deeper == 0 ? null : () => Nest(first, next, level + 1, deeper - 1));

    private void Write(int stream, ref long next, Action? inside)
    {
        long number = next;
        witness.Say(stream, Word.Begun, number + 1);
        if (!ring.TryReserve(StressPayload.LengthOf(stream, number), out Reservation slot))
        {
            witness.Say(stream, Word.Begun, number);
            Thread.Yield(); // full: the reader's turn
            return;
        }

        witness.SayPosition(stream, number, slot.Position);
        witness.Say(stream, Word.Reserved, number + 1);
        next = number + 1;
        inside?.Invoke();
        StressPayload.Fill(slot.Span, stream, number, slot.Position);
        witness.Say(stream, Word.Ending, number + 1);
        if (StressPayload.IsAbandoned(number))
        {
            slot.Dispose();
        }
        else
        {
            slot.Commit();
        }

        witness.Say(stream, Word.Ended, number + 1);
    }

    /// <summary>Takes a sub-buffer and keeps it for a moment, or looks at all.</summary>
    private void Read()
    {
        Random random = new(options.Seed);
        using RingBufferReader reader = ring.OpenReader();
        while (true)
        {
            if (random.Next(32) == 0)
            {
                foreach (SubBuffer sub in reader.Snapshot(flush: false))
                {
                    Hold(random);
                }
            }
            else if (reader.TryRead(out SubBuffer sub))
            {
                using (sub)
                {
                    Hold(random);
                }
            }
        }
    }

    private static void Hold(Random random)
    {
        if (random.Next(4) != 0)
        {
            return;
        }

        long until = Stopwatch.GetTimestamp() + random.Next((int)(Stopwatch.Frequency / 20_000)); // up to 50 µs
        while (Stopwatch.GetTimestamp() < until)
        {
            Thread.SpinWait(10);
        }
    }
}
