using System.Runtime.InteropServices;
using Verified.Cli.MachineCode;
using Verified.Cli.Output;
using Xunit;

namespace Verified.Repository.Tests.MachineCode;

/// <summary>The proof from the control-flow graph, on listings with one thing wrong, and on the library itself.</summary>
public class MachineCodeTests
{
    private const string Good = """
        ; Assembly listing for method Some.Type:Write(long):bool (FullOpts)
        ; Emitting BLENDED_CODE for generic X64 + VEX on Unix

        G_M000_IG01:                ;; offset=0x0000
               push     rbp
               mov      rbp, rsp

        G_M000_IG02:                ;; offset=0x0004
               mov      rax, qword ptr [rdi+0x80]
               test     eax, 4095
               je       G_M000_IG05
               lea      rcx, [rax+0x10]
               lock
               cmpxchg  qword ptr [rdi+0x80], rcx
               jne      SHORT G_M000_IG05
               mov      ecx, 16
               lock
               xadd     qword ptr [rdi+0x300], rcx
               cmp      rcx, 4080
               jne      SHORT G_M000_IG03
               call     [Some.Core:Deliver(long):this]

        G_M000_IG03:                ;; offset=0x0040
               mov      eax, 1

        G_M000_IG04:                ;; offset=0x0045
               pop      rbp
               ret

        G_M000_IG05:                ;; offset=0x0047
               call     [Some.Core:Slow(long):bool]
               jmp      SHORT G_M000_IG04

        ; Total bytes of code 79
        """;

    private static readonly string[] s_cold = [":Deliver(", ":Slow("];

    [Fact]
    public void One_exchange_and_one_add_on_every_call_free_path_passes()
    {
        MachineCodeReport report = MachineCodeReport.Of(Good, s_cold);
        Assert.Empty(report.Problems);
        Assert.Equal(Verdict.Pass, report.Verdict);
        Assert.Equal([("any mode", 1, 15)], report.Modes.Select(m => (m.Mode, m.Paths, m.ShortestPath.Count)));
        Assert.Equal(79, report.Bytes);
        Assert.Equal("FullOpts", report.Tier);
        Assert.Equal("Some.Type:Write(long):bool", report.Method);
        Assert.Equal(2, report.Calls.Count);
    }

    [Fact]
    public void Prefix_on_the_same_line_and_lock_add_count_too() =>
        Assert.Equal(Verdict.Pass, Changed("lock\n       xadd     qword ptr [rdi+0x300], rcx", "lock add qword ptr [rdi+0x300], rcx").Verdict);

    [Theory]
    [InlineData("mov      eax, 1", "lock\n       or       dword ptr [rsp], 0", "1 other")]
    [InlineData("mov      eax, 1", "lock add qword ptr [rdi], 1", "two or more lock add")]
    [InlineData("mov      eax, 1", "lock\n       cmpxchg  qword ptr [rdi], rcx", "two or more lock cmpxchg")]
    [InlineData("mov      eax, 1", "xchg     qword ptr [rdi], rcx", "1 other")]
    [InlineData("mov      eax, 1", "mfence", "1 other")]
    [InlineData("lock\n       xadd     qword", "xadd     qword", "0 lock add")]
    [InlineData("lock\n       cmpxchg", "cmpxchg", "0 lock cmpxchg")]
    [InlineData("jne      SHORT G_M000_IG05", "jne      SHORT G_M000_IG03", "0 lock add")]
    [InlineData("je       G_M000_IG05", "je       G_M000_IG04", "0 lock cmpxchg, 0 lock add")]
    [InlineData("call     [Some.Core:Deliver(long):this]", "jmp      SHORT G_M000_IG02", "two or more")]
    public void A_path_that_locks_otherwise_fails(string old, string changed, string problem) =>
        AssertFails(Changed(old, changed), problem);

    [Theory]
    [InlineData("mov      eax, 1", "call     [Some.Core:Deliver(long):this]", "no path from entry to a return without a call")]
    [InlineData("mov      eax, 1", "call     CORINFO_HELP_NEWSFAST", "CORINFO_HELP_NEWSFAST, which is not one of the cold methods")]
    [InlineData("call     [Some.Core:Slow(long):bool]", "call     CORINFO_HELP_BOX", "CORINFO_HELP_BOX")]
    [InlineData("mov      ecx, 16", "tail.jmp [Some.Other:Method()]", "Some.Other:Method")]
    public void A_call_on_the_fast_path_or_of_an_unnamed_method_fails(string old, string changed, string problem) =>
        AssertFails(Changed(old, changed), problem);

    /// <summary>The same with a look at the mode, which is at offset 0x34 of the ring object: the core is at 0x30.</summary>
    private static readonly string s_ofBothModes = Good
        .Replace("mov      rbp, rsp", "mov      rbp, rsp\n       mov      rbx, rdi", StringComparison.Ordinal)
        .Replace("mov      ecx, 16", """
            lea      r14, bword ptr [rbx+0x30]
                   cmp      byte  ptr [r14+0x04], 0
                   je       SHORT G_M000_IG06
                   mov      rax, qword ptr [rdi+0x100]
                   test     eax, eax
                   jl       SHORT G_M000_IG06
                   call     [Some.Core:Push(long):this]

            G_M000_IG06:                ;; offset=0x0038
                   mov      ecx, 16
            """, StringComparison.Ordinal);

    private static readonly HashSet<int> s_modeAt = [0x34];

    [Fact]
    public void Each_mode_has_its_own_fast_path()
    {
        MachineCodeReport report = MachineCodeReport.Of(s_ofBothModes, [.. s_cold, ":Push("], s_modeAt);
        Assert.Empty(report.Problems);
        Assert.Equal([("discard", 1, 19), ("overwrite", 1, 22)], report.Modes.Select(m => (m.Mode, m.Paths, m.ShortestPath.Count)));
        Assert.DoesNotContain(report.Modes[0].ShortestPath, i => i.Contains("0x100", StringComparison.Ordinal));
        Assert.Contains(report.Modes[1].ShortestPath, i => i.Contains("0x100", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jl       SHORT G_M000_IG06", "nop", "overwrite mode: there is no path from entry to a return without a call")]
    [InlineData("test     eax, eax", "lock\n       or       dword ptr [rsp], 0", "1 other locked instructions")]
    public void A_fast_path_of_one_mode_alone_is_not_enough(string old, string changed, string problem)
    {
        Assert.Contains(old, s_ofBothModes, StringComparison.Ordinal);
        AssertFails(MachineCodeReport.Of(s_ofBothModes.Replace(old, changed, StringComparison.Ordinal), [.. s_cold, ":Push("], s_modeAt), problem);
    }

    [Theory]
    [InlineData("lea      r14, bword ptr [rbx+0x30]", "lea      r14, bword ptr [rbx+0x38]")] // another byte
    [InlineData("lea      r14, bword ptr [rbx+0x30]", "lea      r14, bword ptr [rbx+0x30]\n       mov      r14, rax")] // overwritten before it is asked
    [InlineData("lea      r14, bword ptr [rbx+0x30]", "lea      r14, bword ptr [rbx+0x30]\n       call     [Some.Core:Slow(long):bool]\n       mov      r14, rdi")] // lost in a call
    [InlineData("mov      rbx, rdi", "mov      rbx, rsi")] // another argument
    public void A_listing_that_does_not_ask_for_the_mode_is_inconclusive(string old, string changed)
    {
        Assert.Contains(old, s_ofBothModes, StringComparison.Ordinal);
        MachineCodeReport report = MachineCodeReport.Of(s_ofBothModes.Replace(old, changed, StringComparison.Ordinal), [.. s_cold, ":Push("], s_modeAt);
        Assert.Equal(Verdict.Inconclusive, report.Verdict);
    }

    [Fact]
    public void A_loop_without_a_lock_changes_nothing()
    {
        MachineCodeReport report = Changed("mov      ecx, 16", "mov      ecx, 16\n       je       SHORT G_M000_IG06");
        Assert.Equal(Verdict.Inconclusive, report.Verdict); // no such label
        report = MachineCodeReport.Of(
            Good.Replace("mov      eax, 1", "dec      eax\n       jne      SHORT G_M000_IG03", StringComparison.Ordinal), s_cold);
        Assert.Equal(Verdict.Pass, report.Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("; Assembly listing for method Some.Type:Write(long):bool (Tier0)\nG_M000_IG01:\n       ret\n")]
    [InlineData("; Assembly listing for method Some.Type:Write(long):bool (FullOpts)\nG_M000_IG01:\n       nop\n")]
    [InlineData("; Assembly listing for method Some.Type:Write(long):bool (FullOpts)\n")]
    public void What_is_not_understood_is_inconclusive(string text) =>
        Assert.Equal(Verdict.Inconclusive, MachineCodeReport.Of(text, s_cold).Verdict);

    [Fact]
    public void The_last_listing_counts() =>
        Assert.Equal(Verdict.Pass, MachineCodeReport.Of(Good.Replace("lock", "", StringComparison.Ordinal) + "\n" + Good, s_cold).Verdict);

    [Fact]
    public async Task The_fast_path_of_the_library_passes()
    {
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(new Subject(), TestContext.Current.CancellationToken);
        Verdict expected = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Verdict.Pass : Verdict.Inconclusive;
        Assert.True(report.Verdict == expected, $"{string.Join('\n', report.Problems)}\n{report.Text}");
        Assert.True(expected == Verdict.Inconclusive || report.Modes.Select(m => m.Mode).SequenceEqual(["discard", "overwrite"]));
        TestContext.Current.TestOutputHelper?.WriteLine($"{report.Method}: {report.Figures}");
    }

    /// <summary>The others, by writers, clock and span: at least so many paths, since many writers have modes, and spans three ways to be copied, one of them a call.</summary>
    [Theory]
    [InlineData(true, false, false, 1)]
    [InlineData(false, false, true, 6)]
    [InlineData(true, false, true, 3)]
    [InlineData(false, true, false, 2)]
    [InlineData(true, true, false, 1)]
    [InlineData(false, true, true, 6)]
    [InlineData(true, true, true, 3)]
    public async Task Each_fast_path_has_the_locks_and_calls_of_its_policy_alone(bool isOneWriter, bool isClocked, bool isSpan, int paths)
    {
        Subject subject = new(isOneWriter, isClocked, isSpan);
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(subject, TestContext.Current.CancellationToken);
        Verdict expected = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Verdict.Pass : Verdict.Inconclusive;
        Assert.True(report.Verdict == expected, $"{string.Join('\n', report.Problems)}\n{report.Text}");
        if (expected == Verdict.Pass)
        {
            Assert.True(report.Modes.Single().Paths >= paths, report.Text);
            Assert.Equal(isClocked ? 1 : 0, report.Modes.Single().ShortestPath.Count(i => i.StartsWith("call ", StringComparison.Ordinal))); // the clock's
        }

        Assert.Equal(isOneWriter ? 0 : 1, subject.Locks);
        TestContext.Current.TestOutputHelper?.WriteLine($"{report.Method}: {report.Figures}");
    }

    private const string Clock = "call     rdx ; Interop+Sys:GetTimestamp():long";
    private const string CopyHelper = "call     [System.SpanHelpers:Memmove(byref,byref,nuint)]";

    /// <summary>The same with a look at the clock, and some bytes that may be copied in a call.</summary>
    private static readonly string s_withHotCalls = Good
        .Replace("lea      rcx, [rax+0x10]", $"{Clock}\n       lea      rcx, [rax+0x10]", StringComparison.Ordinal)
        .Replace("mov      ecx, 16", $"""
            jl       SHORT G_M000_IG06
                   {CopyHelper}

            G_M000_IG06:                ;; offset=0x0038
                   mov      ecx, 16
            """, StringComparison.Ordinal);

    private static readonly HotCalls s_hot = new(HotCalls.Stopwatch, HotCalls.CopyHelper);

    [Fact]
    public void One_call_of_the_clock_and_one_copy_on_the_path_pass()
    {
        MachineCodeReport report = MachineCodeReport.Of(s_withHotCalls, s_cold, hot: s_hot);
        Assert.Empty(report.Problems);
        Assert.Equal(Verdict.Pass, report.Verdict);
        Assert.Equal(2, report.Modes.Single().Paths);
        Assert.DoesNotContain(report.Calls, c => c.Contains("Timestamp", StringComparison.Ordinal) || c.Contains("Memmove", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Clock, "nop", "0 calls of the clock")]
    [InlineData(Clock, Clock + "\n       " + Clock, "two or more calls of the clock")]
    [InlineData(CopyHelper, CopyHelper + "\n       " + CopyHelper, "two or more of the copy helper")]
    [InlineData(Clock, "call     rdx ; Interop+Sys:GetPid():int", "Interop+Sys:GetPid():int, which is not one of the cold methods")]
    [InlineData(Clock, "call     rdx", "a call of rdx, which is not one of the cold methods")]
    [InlineData(CopyHelper, "call     CORINFO_HELP_NEWARR_1_VC", "CORINFO_HELP_NEWARR_1_VC, which is not one of the cold methods")]
    [InlineData(CopyHelper, "lock\n       or       dword ptr [rsp], 0", "1 other locked instructions")]
    [InlineData("mov      eax, 1", "lock add qword ptr [rdi], 1", "two or more lock add")]
    [InlineData("jmp      SHORT G_M000_IG04", "jmp      SHORT G_M000_IG04\n\nG_M000_IG07:\n       push     rbp\n       ret", "no path from entry reaches push rbp")]
    public void Another_call_or_lock_beside_the_clock_or_a_handler_fails(string old, string changed, string problem)
    {
        Assert.Contains(old, s_withHotCalls, StringComparison.Ordinal);
        AssertFails(MachineCodeReport.Of(s_withHotCalls.Replace(old, changed, StringComparison.Ordinal), s_cold, hot: s_hot), problem);
    }

    [Fact]
    public void A_call_of_the_clock_or_a_copy_where_there_is_to_be_none_fails()
    {
        AssertFails(MachineCodeReport.Of(s_withHotCalls, s_cold), "GetTimestamp():long, which is not one of the cold methods");
        AssertFails(MachineCodeReport.Of(s_withHotCalls, s_cold, hot: new HotCalls(HotCalls.Stopwatch, [])), "Memmove(byref,byref,nuint)], which is not one of the cold methods");
    }

    [Fact]
    public void A_lock_on_the_path_of_the_one_writer_fails()
    {
        string none = Good.Replace("lock\n", "", StringComparison.Ordinal);
        Assert.Equal(Verdict.Pass, MachineCodeReport.Of(none, s_cold, locks: 0).Verdict);
        AssertFails(MachineCodeReport.Of(Good, s_cold, locks: 0), "1 lock cmpxchg");
        AssertFails(MachineCodeReport.Of(none.Replace("mov      eax, 1", "mfence", StringComparison.Ordinal), s_cold, locks: 0), "1 other");
    }

    private static MachineCodeReport Changed(string old, string changed)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        return MachineCodeReport.Of(Good.Replace(old, changed, StringComparison.Ordinal), s_cold);
    }

    private static void AssertFails(MachineCodeReport report, string problem)
    {
        Assert.Equal(Verdict.Fail, report.Verdict);
        Assert.Contains(report.Problems, p => p.Contains(problem, StringComparison.Ordinal));
    }
}
