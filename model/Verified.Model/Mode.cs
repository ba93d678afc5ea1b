namespace Verified.Model;

/// <summary>What happens to a record that finds the ring full (constant <c>Mode</c>).</summary>
public enum Mode
{
    /// <summary>It is lost.</summary>
    Discard,

    /// <summary>The oldest sub-buffer makes room for it.</summary>
    Overwrite,
}
