namespace Verified.Cli.Output;

/// <summary>Where a command may write: one test for every option that names a file.</summary>
internal static class OutputFile
{
    // Nothing below these is a plain file, whatever it looks like.
    private static readonly string[] s_systemFolders = ["/dev/", "/proc/", "/sys/"];

    /// <summary>
    /// Refuses what can not be written (no such folder, or a folder itself), and what a file must not be put in the place of (a
    /// device, a pipe, a link).
    /// </summary>
    /// <param name="option">The option that named the file.</param>
    /// <param name="file">The file, which need not exist; null if the option was not given.</param>
    /// <exception cref="ToolException">It is refused.</exception>
    public static void Require(string option, FileInfo? file)
    {
        if (file is null)
        {
            return;
        }

        if (file.Directory is not { Exists: true } || Directory.Exists(file.FullName))
        {
            throw ToolException.Usage($"{option}: '{file.FullName}' can not be written: no such folder, or a folder itself");
        }

        bool isSystems = s_systemFolders.Any(f => file.FullName.StartsWith(f, StringComparison.Ordinal));
        if (isSystems || (file.Exists && (file.LinkTarget is not null || !CanSeek(file))))
        {
            throw ToolException.Usage($"{option}: '{file.FullName}' is no plain file, and is not replaced by one");
        }
    }

    private static bool CanSeek(FileInfo file)
    {
        try
        {
            // Shared, so that another reader or writer of a plain file does not matter; a pipe without a writer would block.
            using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return stream.CanSeek;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
