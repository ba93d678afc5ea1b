using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Cli.MachineCode;

/// <summary>What the child process does: calls the measured method, so that the JIT compiles and lists it.</summary>
internal static class MachineCodeChild
{
    private const int Calls = 1000;

    /// <summary>Writes and reads some records.</summary>
    /// <returns>0 if the records came out again, otherwise 1.</returns>
    public static int Run()
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = 4096, SubBufferCount = 4 });
        using RingBufferReader reader = ring.OpenReader();
        int read = 0;
        for (int n = 0; n < Calls; n++)
        {
            if (!FastPath.WriteInt64(ring, n))
            {
                return ExitCodes.Violation;
            }

            read += Drain(reader);
        }

        ring.Flush();
        read += Drain(reader);
        return read == Calls ? ExitCodes.Pass : ExitCodes.Violation;
    }

    private static int Drain(RingBufferReader reader)
    {
        int read = 0;
        while (reader.TryRead(out SubBuffer sub))
        {
            foreach (Record _ in sub)
            {
                read++;
            }

            sub.Dispose();
        }

        return read;
    }
}
