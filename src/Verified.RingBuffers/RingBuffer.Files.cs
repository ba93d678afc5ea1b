using System.Buffers.Binary;
using System.Diagnostics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <content>Rings in files: what was committed is still there when the process is killed.</content>
public sealed unsafe partial class RingBuffer
{
    /// <summary>
    /// Makes a ring buffer in a new file, mapped into memory: as fast to write to, but for the committed prefix that each commit keeps
    /// (<see cref="RingBufferOptions.Recoverable"/> is always on). When the process ends or is killed, what it had committed is in the file: see
    /// <see cref="Recover(string)"/>. When the machine stops, what the system had not written to the disk is not.
    /// </summary>
    /// <param name="path">The file, which must not exist. Its room on the disk is reserved.</param>
    /// <param name="options">What it is made of.</param>
    /// <returns>An empty ring. Until it is disposed the file is locked; the lock is the file system's advisory one.</returns>
    /// <remarks>
    /// The span of a reservation, and the records of a sub-buffer, are memory of the file. They stay valid until the ring is disposed, and from there on
    /// while the ring or what was got from it (reservation, reader, sub-buffer) is still referred to. Dispose it when its threads have left their operations.
    /// Nobody may shorten the file while a ring is in it: the next access would end the process.
    /// </remarks>
    /// <exception cref="ArgumentException">An option is out of its range, or the path is none.</exception>
    /// <exception cref="IOException">The file exists, or can not be made, or there is no room for it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be made there.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    public static RingBuffer CreateFile(string path, RingBufferOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Writers != RingBufferWriters.Many)
        {
            throw new ArgumentException(
                $"{nameof(options.Writers)} is {options.Writers}; for a ring in a file it must be {nameof(RingBufferWriters.Many)}: recovery is verified for many writers alone.",
                nameof(options));
        }

        options = options with { Recoverable = true };
        RingSettings settings = options.Validate();
        Region.RequirePlatform();
        long ticks = TicksOf(options); // the caller's clock: asked before there is a file
        if (ticks < 0 || (ticks == 0 && options.Clock != RingBufferClock.None))
        {
            throw new ArgumentException($"The clock has {ticks} ticks in a second.", nameof(options));
        }

        RegionFile file = RegionFile.Create(path, RegionLayout.RegionBytes(settings));
        RegionLayout.Initialize<LeanRules>(file.Bytes, settings);
        BinaryPrimitives.WriteInt64LittleEndian(file.Bytes[RegionLayout.TicksPerSecondOffset..], ticks);
        return new RingBuffer(options, settings, Region.In(file, settings));
    }

    /// <summary>
    /// Opens a ring buffer in a file whose last process ended in order: with no reservation open, and in overwrite mode no sub-buffer held (in discard mode what was held is read again). It goes on where that left it: unread records can be
    /// read, positions and losses are counted on. Of the options, those of waiting are the defaults.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="timeProvider">The clock, as <see cref="RingBufferOptions.TimeProvider"/>; null is the system's.</param>
    /// <returns>The ring; the file is locked until it is disposed. See the remarks of <see cref="CreateFile"/>.</returns>
    /// <remarks>
    /// The first sub-buffer read states losses since the ring was made (<see cref="SubBuffer.LostBefore"/>), and none as overwritten before it. The words of the file are
    /// tested before it is used. From then on it is trusted, as memory is.
    /// </remarks>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="IOException">There is no such file, or a ring has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be opened.</exception>
    /// <exception cref="InvalidDataException">It is no file of a ring buffer, of another version, or damaged.</exception>
    /// <exception cref="InvalidOperationException">
    /// A writer, or the reader, ended inside an operation: recover the file. Or its clock is another than this, or ahead of it, as after a restart of the machine.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    public static RingBuffer OpenFile(string path, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Region.RequirePlatform();
        RegionFile file = RegionFile.Open(path);
        try
        {
            var image = new RegionImage(file.Bytes);
            RegionState.RequireAtRest(image);
            RingSettings settings = image.Header.Settings;
            RingBufferOptions options = OptionsOf(settings, timeProvider);
            RequireClock(image, options);
            var ring = new RingBuffer(options, settings, Region.In(file, settings));
            ring._progress.Drop(image.ReadPosition / image.Geometry.SubBufferSize);
            ring.ForgetWait();
            return ring;
        }
        catch
        {
            file.Close();
            throw;
        }
    }

    /// <summary>
    /// Recovers what is in the file of a ring whose processes are dead, killed at whatever instruction: all records of complete sub-buffers, and the committed prefix of
    /// each that is not. Changes nothing; the file may be recovered again. Specification: <c>tla/Recovery.tla</c>.
    /// </summary>
    /// <param name="path">The file; it is read whole into memory.</param>
    /// <returns>The records, and an account of what is missing.</returns>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="IOException">There is no such file, or a ring has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// It is no file of a ring buffer, of another version, or its header or the words that all sub-buffers depend on are damaged. A sub-buffer that is damaged alone
    /// is left out: <see cref="RecoveredRing.Damage"/>.
    /// </exception>
    public static RecoveredRing Recover(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return RecoveredRing.From(RegionFile.ReadWhole(path));
    }

    /// <summary>As <see cref="Recover(string)"/>, of a region's bytes, from a core dump for example, that nobody changes meanwhile or later.</summary>
    /// <param name="region">The bytes, from the header on; all of them.</param>
    /// <returns>The records, in these bytes, and an account of what is missing.</returns>
    /// <exception cref="InvalidDataException">As there.</exception>
    public static RecoveredRing Recover(ReadOnlyMemory<byte> region) => RecoveredRing.From(region);

    private static long TicksOf(RingBufferOptions options) =>
        options.Clock == RingBufferClock.None ? 0 : options.TimeProvider?.TimestampFrequency ?? Stopwatch.Frequency;

    private static RingBufferOptions OptionsOf(in RingSettings settings, TimeProvider? timeProvider) => new()
    {
        SubBufferSize = settings.Geometry.SubBufferSize,
        SubBufferCount = settings.Geometry.SubBufferCount,
        Mode = settings.Mode,
        Clock = settings.Clocked ? RingBufferClock.Stopwatch : RingBufferClock.None,
        TimeProvider = timeProvider,
        Recoverable = true,
    };

    /// <summary>Times never go back in a ring, and a timestamp counts from the start of the machine.</summary>
    private static void RequireClock(in RegionImage image, RingBufferOptions options)
    {
        if (options.Clock == RingBufferClock.None)
        {
            return;
        }

        if (image.Header.TicksPerSecond != TicksOf(options))
        {
            throw new InvalidOperationException(
                $"The file's clock has {image.Header.TicksPerSecond} ticks in a second, and this one {TicksOf(options)}: recover the file, and make another.");
        }

        if (image.Word(RegionLayout.LastTime) > (options.TimeProvider ?? TimeProvider.System).GetTimestamp())
        {
            throw new InvalidOperationException(
                "The file's last record is later than this clock's time, as after a restart of the machine: recover the file, and make another.");
        }
    }

    /// <summary>No reader waits yet; the one that did is gone.</summary>
    private void ForgetWait()
    {
        _core.Memory.StoreRelaxed(RegionLayout.Waiting, 0, Steps.None);
        _core.Memory.StoreRelease(RegionLayout.Signal, 0, Steps.None);
        GC.KeepAlive(this);
    }
}
