namespace Verified.Model;

/// <summary>The bounds of a <see cref="State"/>. Whatever would exceed one throws <see cref="ModelLimitException"/>.</summary>
public static class Limits
{
    /// <summary>Most sub-buffers (N).</summary>
    public const int MaxSlots = 4;

    /// <summary>Most physical sub-buffers: one more, the reader's spare one.</summary>
    public const int MaxSubs = MaxSlots + 1;

    /// <summary>Most units in a sub-buffer (S).</summary>
    public const int MaxSlotUnits = 16;

    /// <summary>Most units in all physical sub-buffers.</summary>
    public const int MaxUnits = 64;

    /// <summary>Every time field is below this, so that no whole record's cell looks torn.</summary>
    public const int MaxTimeField = 60;

    /// <summary>Most writers and flushers together.</summary>
    public const int MaxProducers = 5;

    /// <summary>Most reservations that a state can hold.</summary>
    public const int MaxReservations = 48;

    /// <summary>Highest process number.</summary>
    public const int MaxProcessNumber = byte.MaxValue;

    /// <summary>Most records that the reader can make of one sub-buffer.</summary>
    public const int MaxOut = MaxSlotUnits;

    /// <summary>Returns <paramref name="value"/> as the 16 bits that a state keeps.</summary>
    /// <exception cref="ModelLimitException">The value does not fit.</exception>
    internal static short Narrow(int value) =>
        value == (short)value ? (short)value : throw new ModelLimitException($"the value {value} does not fit into 16 bits");
}

/// <summary>A state or a configuration exceeds what the twin can hold (<see cref="Limits"/>); nothing was cut off.</summary>
public sealed class ModelLimitException : Exception
{
    /// <summary>Creates the exception without a particular limit.</summary>
    public ModelLimitException()
        : this("a limit of the model was exceeded")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which limit, and what exceeded it.</param>
    public ModelLimitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which limit, and what exceeded it.</param>
    /// <param name="innerException">The cause.</param>
    public ModelLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
