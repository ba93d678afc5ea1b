namespace Verified.Atomics;

/// <summary>
/// A named shared word, or the start of a named byte range. Name and index identify it in logs and reports; the offset says
/// where it lies. On the processor only the offset is used, and the rest vanishes when the accessor is inlined.
/// </summary>
/// <param name="Name">The variable's name in the specification, a constant.</param>
/// <param name="Index">Which of several words of that name, from 0; for a byte range, the offset of its first byte in it.</param>
/// <param name="Offset">Bytes from the base of the memory region.</param>
public readonly record struct Location(string Name, int Index, nint Offset);
