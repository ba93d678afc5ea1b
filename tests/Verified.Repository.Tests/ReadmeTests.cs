using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Verified.RingBuffers;
using Record = Verified.RingBuffers.Record;

namespace Verified.Repository.Tests;

/// <summary>The README's example is this file's, compiled and run; its commands are the tool's.</summary>
public partial class ReadmeTests
{
    [Fact]
    public void The_example_does_what_it_says()
    {
        using StringWriter printed = new();
        RunExample(printed, "twelve bytes"u8.ToArray());

        Assert.Equal(["12", new Losses().ToString()], printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void The_example_in_the_readme_is_the_one_that_is_compiled()
    {
        string[] readme = [.. CSharp().Matches(Readme()).Select(m => Normalized(m.Groups[1].Value))];
        string compiled = Normalized(Example().Match(File.ReadAllText(ThisFile())).Groups[1].Value);

        Assert.NotEmpty(compiled);
        Assert.Equal(4, readme.Length); // this one, the flight recorder, the queue, and the channel
        Assert.Equal(compiled, readme[0]);
    }

    [Fact]
    public void The_flight_recorder_in_the_readme_is_the_one_that_is_compiled_and_run()
    {
        string file = Path.Combine(Checkout.Root, "tests", "Verified.RingBuffers.Tests", "FlightRecorderExample.cs");
        string compiled = FlightRecorder().Match(File.ReadAllText(file)).Groups[1].Value;

        Assert.InRange(compiled.Split('\n').Count(l => l.Trim().Length > 0), 1, 15);
        Assert.Contains(Normalized(compiled), CSharp().Matches(Readme()).Select(m => Normalized(m.Groups[1].Value)));
    }

    [Fact]
    public void The_queue_in_the_readme_is_the_one_that_is_compiled_and_run()
    {
        string file = Path.Combine(Checkout.Root, "tests", "Verified.RingBuffers.Tests", "RingQueueTests.cs");
        string compiled = QueueExample().Match(File.ReadAllText(file)).Groups[1].Value;

        Assert.NotEmpty(compiled);
        Assert.Contains(Normalized(compiled), CSharp().Matches(Readme()).Select(m => Normalized(m.Groups[1].Value)));
    }

    [Fact]
    public void The_channel_in_the_readme_is_the_one_that_is_compiled_and_run()
    {
        string file = Path.Combine(Checkout.Root, "tests", "Verified.RingBuffers.Tests", "ChannelExample.cs");
        string compiled = ChannelExample().Match(File.ReadAllText(file)).Groups[1].Value;

        Assert.NotEmpty(compiled);
        Assert.Contains(Normalized(compiled), CSharp().Matches(Readme()).Select(m => Normalized(m.Groups[1].Value)));
    }

    [Fact]
    public void The_commands_in_the_readme_are_the_tools()
    {
        string[] inTable = [.. CommandRow().Matches(Readme()).SelectMany(m => CommandName().Matches(m.Groups[1].Value)).Select(m => m.Groups[1].Value)];

        Assert.Equal(["verify", "explore", "campaign", "replay", "mutants", "tlc", "proofs", "asm", "stress", "kill", "damage", "record", "cat"], inTable);
    }

    [Fact]
    public void Every_invariant_stands_in_the_table_of_guarantees()
    {
        string readme = Readme();

        // G8 is a remark about a step that is not shipped, in docs/divergences.md.
        string[] missing = [.. Model.Invariants.All.Select(i => i.Name).Concat(Model.StepProperty.All.Select(p => p.Name)).Where(n => !n.StartsWith('G') && !readme.Contains(n, StringComparison.Ordinal))];

        Assert.Empty(missing);
    }

    private static void RunExample(TextWriter Console, byte[] payload)
    {
        // <example>
        using RingBuffer ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = 64 * 1024, SubBufferCount = 8 });
        if (ring.TryReserve(payload.Length, out Reservation slot))      // never blocks, never allocates
        {
            payload.CopyTo(slot.Span);
            slot.Commit();                                              // disposing an uncommitted slot abandons it
        }

        ring.Flush();                                                   // a partly filled sub-buffer becomes readable
        using RingBufferReader reader = ring.OpenReader();
        while (reader.TryRead(out SubBuffer sub))                       // a whole sub-buffer, no copy
        {
            using (sub)
            {
                foreach (Record record in sub)
                {
                    Console.WriteLine(record.Payload.Length);
                }
            }
        }

        Console.WriteLine(ring.Losses);                                 // by cause, exact: full, wrapped, too big, ...
        // </example>
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    private static string Normalized(string code) =>
        string.Join('\n', code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("// <example>\r?\n(.*?)// </example>", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("// <flight-recorder>\r?\n(.*?)// </flight-recorder>", RegexOptions.Singleline)]
    private static partial Regex FlightRecorder();

    [GeneratedRegex("// <queue>\r?\n(.*?)// </queue>", RegexOptions.Singleline)]
    private static partial Regex QueueExample();

    [GeneratedRegex("// <channel>\r?\n(.*?)// </channel>", RegexOptions.Singleline)]
    private static partial Regex ChannelExample();

    [GeneratedRegex(@"^\| (`[a-z].*?) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex("(?:^|, )`([a-z]+)")]
    private static partial Regex CommandName();
}
