namespace Verified.RingBuffers;

/// <summary>How the merge finds that a buffer has no more records before a time. All but the first are wrong, and there for tests.</summary>
internal enum MergeRule
{
    /// <summary>As <see cref="Merge"/> says.</summary>
    Settled,

    /// <summary>Mutant: a buffer with nothing unread is taken to be settled; a writer may have read the clock before, and reserve after.</summary>
    PlainLook,

    /// <summary>Mutant: the time is sampled after the look; what was reserved in between is earlier than it.</summary>
    TimeAfterLook,

    /// <summary>Mutant: the begin of any later sub-buffer will do; the reservation that changed the position may have begun it.</summary>
    AnyBegin,

    /// <summary>Mutant: buffers that are not known yet are not thought of.</summary>
    KnownBuffersOnly,

    /// <summary>Mutant: nothing is done about a buffer that has nothing to read, so that it holds back the others for ever.</summary>
    WaitForIdle,

    /// <summary>Mutant: a buffer that is taken from its thread is flushed without a look whether that is inside it.</summary>
    TakeWithoutLook,

    /// <summary>Mutant: a buffer whose thread has ended is given on unread.</summary>
    ReuseUndrained,
}
