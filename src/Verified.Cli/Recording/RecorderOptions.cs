namespace Verified.Cli.Recording;

/// <summary>What to record, and how.</summary>
/// <param name="Path">The file.</param>
/// <param name="Duration">How long the load runs.</param>
/// <param name="Threads">Threads of the load; at least 1.</param>
/// <param name="SubBufferSize">Bytes in a sub-buffer.</param>
/// <param name="SubBufferCount">Sub-buffers in the ring.</param>
internal sealed record RecorderOptions(string Path, TimeSpan Duration, int Threads, int SubBufferSize, int SubBufferCount);
