namespace Verified.Cli.Damage;

/// <summary>What a reader made of a damaged file.</summary>
internal enum DamageOutcome
{
    /// <summary>An error that says so, and no records.</summary>
    Refused,

    /// <summary>Some records, and an error that says what is missing.</summary>
    Parts,

    /// <summary>Records, and no error.</summary>
    Read,
}

/// <summary>What came of one file.</summary>
/// <param name="Outcome">What the reader made of it.</param>
/// <param name="Records">Records that it gave.</param>
/// <param name="Altered">Of these, how many are not as they were written: no checksum says so.</param>
internal readonly record struct DamageReading(DamageOutcome Outcome, long Records, long Altered);

/// <summary>A reader did what no reader of a damaged file may do.</summary>
/// <param name="message">What.</param>
internal sealed class UnsoundReadingException(string message) : Exception(message);

/// <summary>A damaged file.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Kind">What was done to it.</param>
/// <param name="Base">Which of the whole files it was.</param>
/// <param name="IsSealed">Whether checksums were made to fit what was done.</param>
internal sealed record DamagedFile(byte[] Bytes, string Kind, int Base, bool IsSealed = false);

/// <summary>Files of one kind: whole ones, ways to damage them, and who reads them.</summary>
internal interface IDamageSubject
{
    /// <summary>What the files are called.</summary>
    string Name { get; }

    /// <summary>Damages one of the files; the same for the same choices.</summary>
    DamagedFile Damage(Random random);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="number">Its number: some are read in more ways.</param>
    /// <exception cref="UnsoundReadingException">What is read can not be right. Any other exception is unsound, too.</exception>
    DamageReading Read(DamagedFile file, int number);

    /// <summary>A reader that believes what it reads: the control, which must be found out.</summary>
    DamageReading ReadUnchecked(DamagedFile file, int number);
}
