namespace Verified.Benchmarks.Output;

/// <summary>How far long work is, on standard error: one line drawn over itself on a terminal, else one line per step.</summary>
internal sealed class Progress(TextWriter error)
{
    private const int Width = 100;
    private static readonly bool s_isLive = !Console.IsErrorRedirected;

    /// <summary>A step begins.</summary>
    public void Step(string text)
    {
        if (s_isLive)
        {
            error.Write($"\r{text.PadRight(Width)[..Width]}");
        }
        else
        {
            error.WriteLine(text);
        }
    }

    /// <summary>Nothing more comes: what is drawn is taken away.</summary>
    public void End()
    {
        if (s_isLive)
        {
            error.Write($"\r{new string(' ', Width)}\r");
        }
    }
}
