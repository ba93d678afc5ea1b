namespace Verified.Model;

/// <summary>Who may sleep through a whole modulus (Wrap.tla, <c>Oversleeps</c>).</summary>
public enum Sleeper
{
    /// <summary>Nobody: assumption S24.</summary>
    None,

    /// <summary>A producer, before its compare-exchange of the write position.</summary>
    Writer,

    /// <summary>The reader, before its exchange of a slot's word.</summary>
    Reader,

    /// <summary>Nobody; but a reader may be lapped by half a modulus of counts between two looks, and the comparison is asked for all the same.</summary>
    Lapped,
}
