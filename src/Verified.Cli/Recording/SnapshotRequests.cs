using System.Runtime.InteropServices;

namespace Verified.Cli.Recording;

/// <summary>When a user wants a snapshot: Enter on a terminal, or SIGUSR1 from anywhere. Requests that come together are one.</summary>
internal sealed class SnapshotRequests : IDisposable
{
    private readonly AutoResetEvent _wanted = new(false);
    private PosixSignalRegistration? _signal;
    private volatile bool _disposed;

    /// <summary>Set once a snapshot is wanted.</summary>
    public WaitHandle Wanted => _wanted;

    /// <summary>The requests of this process's user.</summary>
    public static SnapshotRequests OfUser()
    {
        SnapshotRequests requests = new();
        if (!OperatingSystem.IsWindows())
        {
            // .NET has no name for it; negative numbers are its names, others are the system's own.
            PosixSignal userSignal = (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30);
            requests._signal = PosixSignalRegistration.Create(userSignal, context =>
            {
                context.Cancel = true; // what the system would do is end the process
                requests.Request();
            });
        }

        if (!Console.IsInputRedirected)
        {
            new Thread(requests.Listen) { IsBackground = true, Name = "keys" }.Start();
        }

        return requests;
    }

    /// <summary>Asks for a snapshot.</summary>
    public void Request()
    {
        if (!_disposed)
        {
            _wanted.Set();
        }
    }

    /// <summary>Listens no more.</summary>
    public void Dispose()
    {
        _disposed = true;
        _signal?.Dispose();
        // The event stays: a key may be on its way to it.
    }

    private void Listen()
    {
        while (!_disposed && Console.In.ReadLine() is not null)
        {
            Request();
        }
    }
}
