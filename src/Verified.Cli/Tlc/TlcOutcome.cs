namespace Verified.Cli.Tlc;

/// <summary>What one run of TLC said.</summary>
/// <param name="Result">"holds", "invariant", "action property", "liveness", "assumption", "deadlock" or "error".</param>
/// <param name="Property">What is violated: its name or, of an action property, its place; null where TLC does not say.</param>
/// <param name="Distinct">Distinct states found.</param>
/// <param name="Generated">States generated, initial ones included.</param>
/// <param name="Depth">Levels of the complete search, or states of the counterexample.</param>
/// <param name="Actions">States generated per action; actions that never fired are left out.</param>
/// <param name="Version">TLC's version line.</param>
/// <param name="Message">For "error": what TLC printed about it.</param>
internal sealed record TlcOutcome(
    string Result,
    string? Property,
    long Distinct,
    long Generated,
    int Depth,
    IReadOnlyDictionary<string, long> Actions,
    string Version,
    string Message);
