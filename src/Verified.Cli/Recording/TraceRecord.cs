using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Verified.Cli.Recording;

/// <summary>Who wrote a record.</summary>
internal enum RecordKind : byte
{
    /// <summary>A thread of the load, about its own work.</summary>
    Load = 1,

    /// <summary>The .NET runtime, through an event listener.</summary>
    Runtime = 2,
}

/// <summary>
/// The payload of one recorded record: thread (4), kind (1), zero (1), length of the name (2), name, text; UTF-8. Its time is the ring's.
/// </summary>
/// <param name="Thread">Managed id of a thread of the load; the system's id for what the runtime says.</param>
/// <param name="Kind">Who wrote it.</param>
/// <param name="Name">Source and event.</param>
/// <param name="Text">What is told about it.</param>
internal readonly record struct TraceRecord(int Thread, RecordKind Kind, string Name, string Text)
{
    private const int HeaderLength = 8;

    /// <summary>How many bytes <see cref="Write"/> needs.</summary>
    public int Length => HeaderLength + Encoding.UTF8.GetByteCount(Name) + Encoding.UTF8.GetByteCount(Text);

    /// <summary>Writes the payload over the whole of <paramref name="bytes"/>.</summary>
    /// <param name="bytes"><see cref="Length"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Thread);
        bytes[4] = (byte)Kind;
        bytes[5] = 0;
        int name = Encoding.UTF8.GetBytes(Name, bytes[HeaderLength..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], (ushort)name);
        Encoding.UTF8.GetBytes(Text, bytes[(HeaderLength + name)..]);
    }

    /// <summary>Reads a payload back.</summary>
    /// <returns>False if it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TraceRecord record)
    {
        record = default;
        if (bytes.Length < HeaderLength)
        {
            return false;
        }

        int name = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        RecordKind kind = (RecordKind)bytes[4];
        if (name > bytes.Length - HeaderLength || !Enum.IsDefined(kind))
        {
            return false;
        }

        record = new TraceRecord(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            kind,
            Encoding.UTF8.GetString(bytes.Slice(HeaderLength, name)),
            Encoding.UTF8.GetString(bytes[(HeaderLength + name)..]));
        return true;
    }

    /// <summary>One line: seconds since the start, kind, thread, name, text.</summary>
    /// <param name="seconds">The record's time.</param>
    public string ToLine(double seconds)
    {
        string kind = Kind == RecordKind.Load ? "load" : "runtime";
        string line = string.Create(CultureInfo.InvariantCulture, $"{seconds,13:0.0000000} {kind,-7} thread {Thread,3}  {Name}");
        return Text.Length == 0 ? line : $"{line}  {Text}";
    }
}
