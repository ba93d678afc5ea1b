namespace Verified.Cli.MachineCode;

/// <summary>What an instruction does to the flow of control.</summary>
internal enum Flow
{
    /// <summary>On to the next instruction.</summary>
    Next,

    /// <summary>To the target.</summary>
    Jump,

    /// <summary>To the target or the next instruction.</summary>
    Branch,

    /// <summary>Out to another method, and back to the next instruction.</summary>
    Call,

    /// <summary>Out to another method, for good.</summary>
    TailCall,

    /// <summary>Back to the caller.</summary>
    Return,

    /// <summary>Nowhere: a trap.</summary>
    Stop,
}

/// <summary>What an instruction does to shared memory, as far as the proof asks.</summary>
internal enum Locked
{
    /// <summary>Nothing that locks or fences.</summary>
    None,

    /// <summary><c>lock cmpxchg</c>.</summary>
    CompareExchange,

    /// <summary><c>lock xadd</c> or <c>lock add</c>.</summary>
    Add,

    /// <summary>Any other locked instruction or fence, such as <c>xchg</c> with memory, which locks by itself.</summary>
    Other,
}

/// <summary>One x64 instruction of a listing.</summary>
/// <param name="Text">Mnemonic and operands, without repeated blanks.</param>
/// <param name="Flow">Where it leads.</param>
/// <param name="Target">The label of a jump or branch; the method of a call; otherwise empty.</param>
/// <param name="Locked">What it locks.</param>
internal readonly record struct Instruction(string Text, Flow Flow, string Target, Locked Locked)
{
    /// <summary>Reads one instruction.</summary>
    /// <param name="text">Mnemonic and operands; prefixes such as <c>lock</c> stand before the mnemonic.</param>
    public static Instruction Parse(string text)
    {
        string[] words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string clean = string.Join(' ', words);
        int first = 0;
        bool isLocked = false;
        while (first < words.Length - 1 && IsPrefix(words[first]))
        {
            isLocked |= words[first] == "lock";
            first++;
        }

        string mnemonic = words[first];
        string operands = string.Join(' ', words[(first + 1)..]);
        (Flow flow, string target) = FlowOf(mnemonic, operands);
        return new Instruction(clean, flow, target, LockedOf(mnemonic, operands, isLocked));
    }

    private static bool IsPrefix(string word) => word is "lock" or "rep" or "repe" or "repne" or "data16" or "tail.";

    private static (Flow Flow, string Target) FlowOf(string mnemonic, string operands) => mnemonic switch
    {
        "ret" => (Flow.Return, ""),
        "int3" or "ud2" or "hlt" => (Flow.Stop, ""),
        "call" => (Flow.Call, operands),
        "jmp" or "tail.jmp" or "rex.jmp" => LabelOf(operands) is { } label ? (Flow.Jump, label) : (Flow.TailCall, operands),
        ['j', ..] when LabelOf(operands) is { } label => (Flow.Branch, label),
        ['j', ..] => throw new FormatException($"a branch without a label: {mnemonic} {operands}"),
        _ => (Flow.Next, ""),
    };

    private static string? LabelOf(string operands)
    {
        string last = operands.Split(' ')[^1];
        return last.StartsWith("G_M", StringComparison.Ordinal) ? last : null;
    }

    private static Locked LockedOf(string mnemonic, string operands, bool isLocked) => mnemonic switch
    {
        "cmpxchg" when isLocked => Locked.CompareExchange,
        "xadd" or "add" when isLocked => Locked.Add,
        _ when isLocked => Locked.Other,
        "xchg" when operands.Contains('[', StringComparison.Ordinal) => Locked.Other,
        "mfence" or "lfence" or "sfence" => Locked.Other,
        _ => Locked.None,
    };
}
