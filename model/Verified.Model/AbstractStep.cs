namespace Verified.Model;

/// <summary>The actions of RingBuffer.tla, and what a step is when it is none.</summary>
public enum AbstractStep
{
    /// <summary>No step that RingBuffer.tla allows.</summary>
    Forbidden,

    /// <summary>Nothing that a user sees.</summary>
    Stutter,

    /// <summary>A record gets its place.</summary>
    Accept,

    /// <summary>A record becomes whole, or is abandoned.</summary>
    Finish,

    /// <summary>A record is lost.</summary>
    Lose,

    /// <summary>The reader takes a batch.</summary>
    Read,

    /// <summary>A snapshot looks at a run of records.</summary>
    Look,

    /// <summary>The reader gives the batch back.</summary>
    Release,

    /// <summary>Records leave unread: overwritten, or cleared.</summary>
    Drop,

    /// <summary>The gate changes.</summary>
    Close,
}
