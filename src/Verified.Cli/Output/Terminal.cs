using System.Globalization;
using Spectre.Console;

namespace Verified.Cli.Output;

/// <summary>
/// Where a command writes: coloured tables and live progress on a terminal, plain lines when redirected.
/// </summary>
internal sealed class Terminal
{
    private const int PlainWidth = 200;
    private readonly TextWriter _error;
    private bool _isDrawing;

    /// <summary>Writes to <paramref name="output"/>; live progress only if that is the process's own terminal.</summary>
    public Terminal(TextWriter output, TextWriter error)
    {
        _error = error;
        Writer = output;
        IsLive = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        Ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsLive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = IsLive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!IsLive)
        {
            Ansi.Profile.Width = PlainWidth;
        }
    }

    /// <summary>The Spectre console over <see cref="Writer"/>.</summary>
    public IAnsiConsole Ansi { get; }

    /// <summary>The plain writer, for text that must not be wrapped.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether progress may be drawn over itself.</summary>
    public bool IsLive { get; }

    /// <summary>One line, unwrapped unless progress is drawn below it.</summary>
    public void Line(string text = "")
    {
        if (_isDrawing)
        {
            Ansi.WriteLine(text);
        }
        else
        {
            Writer.WriteLine(text);
        }
    }

    /// <summary>One line for the user on standard error.</summary>
    public void Error(string message) => _error.WriteLine($"verified: {message}");

    /// <summary>A table with a border that suits the terminal.</summary>
    public Table NewTable(params string[] headings)
    {
        Table table = new() { Border = IsLive ? TableBorder.Rounded : TableBorder.Ascii2 };
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading)));
        }

        return table;
    }

    /// <summary>Prints a table.</summary>
    public void Write(Table table) => Ansi.Write(table);

    /// <summary>Does <paramref name="work"/> while its reports are shown; redirected output shows none of them.</summary>
    public async Task<T> WorkAsync<T>(string title, Func<Action<string>, Task<T>> work)
    {
        if (!IsLive)
        {
            return await work(static _ => { });
        }

        _isDrawing = true;
        try
        {
            return await Ansi.Status().StartAsync(
                Markup.Escape(title),
                context => work(text => context.Status(Markup.Escape($"{title}: {text}"))));
        }
        finally
        {
            _isDrawing = false;
        }
    }

    /// <summary>A whole number with thousands separators, the same in every culture.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Seconds with one decimal.</summary>
    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
