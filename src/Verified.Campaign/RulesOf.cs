using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>Does something with rules that are a type: code that is compiled for them, as what ships is for its own.</summary>
/// <typeparam name="T">What comes of it.</typeparam>
public interface IRulesUser<out T>
{
    /// <summary>Does it.</summary>
    /// <typeparam name="TRules">The rules.</typeparam>
    /// <typeparam name="TSync">Who writes.</typeparam>
    /// <returns>What comes of it.</returns>
    T With<TRules, TSync>()
        where TRules : struct, IRules
        where TSync : struct, ISynchronisation;
}

/// <summary>Rules as a value, to be handed to an <see cref="IRulesUser{T}"/>.</summary>
public abstract class RulesOf
{
    /// <summary>Hands them over.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="user">Who gets them.</param>
    /// <param name="isOneWriter">Does one thread write, or do many?</param>
    /// <returns>What comes of it.</returns>
    public abstract T For<T>(IRulesUser<T> user, bool isOneWriter);
}

/// <inheritdoc/>
/// <typeparam name="TRules">The rules.</typeparam>
public sealed class RulesOf<TRules> : RulesOf
    where TRules : struct, IRules
{
    /// <inheritdoc/>
    public override T For<T>(IRulesUser<T> user, bool isOneWriter) =>
        isOneWriter ? user.With<TRules, OneWriter>() : user.With<TRules, ManyWriters>();
}
