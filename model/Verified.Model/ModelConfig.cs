namespace Verified.Model;

/// <summary>The constants of a model, as a TLC configuration states them, and what is to be checked of it.</summary>
public sealed record ModelConfig
{
    /// <summary>Process numbers of the writers, 1..255.</summary>
    public int[] Writers { get; init; } = [1];

    /// <summary>Process numbers of the flushers, 1..255, none of them a writer's.</summary>
    public int[] Flushers { get; init; } = [];

    /// <summary>Process number of the reader, 1..255, none of the others'.</summary>
    public int Reader { get; init; } = Limits.MaxProcessNumber;

    /// <summary>What flushers do, of <see cref="Twin.FlushModes"/>.</summary>
    public string[] FlushModes { get; init; } = [];

    /// <summary>What the reader does, of <see cref="ReaderOp"/>'s names.</summary>
    public string[] ReaderOps { get; init; } = [nameof(ReaderOp.Read)];

    /// <summary>Record sizes that writers try, in units, from 1.</summary>
    public int[] Sizes { get; init; } = [1];

    /// <summary>Number of sub-buffers, 1..<see cref="Limits.MaxSlots"/>.</summary>
    public int N { get; init; } = 2;

    /// <summary>Units in a sub-buffer, 2..<see cref="Limits.MaxSlotUnits"/>.</summary>
    public int S { get; init; } = 2;

    /// <summary>Units of the packet header, 1..S-1.</summary>
    public int H { get; init; } = 1;

    /// <summary>What happens to a record that finds the ring full.</summary>
    public Mode Mode { get; init; }

    /// <summary>The form of the algorithm.</summary>
    public Form Form { get; init; }

    /// <summary>Do records carry a time?</summary>
    public bool Clocked { get; init; }

    /// <summary>The clock goes from 0 to this and stays there.</summary>
    public int LastTick { get; init; }

    /// <summary>Times kept in a short record header: modulo this.</summary>
    public int ShortTime { get; init; } = 1;

    /// <summary>Units that a full time adds to a record.</summary>
    public int FullUnits { get; init; }

    /// <summary>Does a delivery wake a reader that sleeps?</summary>
    public bool Wakeups { get; init; }

    /// <summary>A reader waits for this many sub-buffers.</summary>
    public int Watermark { get; init; } = 1;

    /// <summary>May a writer abandon its reservation?</summary>
    public bool Abandons { get; init; }

    /// <summary>Loss counters stop at this number.</summary>
    public int LossLimit { get; init; }

    /// <summary>What is broken: one of <see cref="Mutants"/>.</summary>
    public string Mutant { get; init; } = Mutants.None;

    /// <summary>Does writer 2 run only inside a record of writer 1? Of MC.tla: no effect without <see cref="Shifts"/>.</summary>
    public bool Nested { get; init; }

    /// <summary>Is a position that can win no race forgotten at once? Of MC.tla: no effect without <see cref="Shifts"/>.</summary>
    public bool Forgets { get; init; }

    /// <summary>True: MCSpec, positions shift back by whole laps. False: Spec, positions run free until 16 bits end.</summary>
    public bool Shifts { get; init; } = true;

    /// <summary>True: RecoverySpec, processes may stop for ever, and commits may keep a prefix.</summary>
    public bool Recovers { get; init; }

    /// <summary>Do commits keep the committed prefix? Of Recovery.tla: no effect without <see cref="Recovers"/>.</summary>
    public bool Recoverable { get; init; }

    /// <summary>So many processes may stop for ever. Of Recovery.tla: no effect without <see cref="Recovers"/>.</summary>
    public int MaxDead { get; init; }

    /// <summary>True: OneWriterSpec, one thread at a time reserves, commits and flushes (OneWriter.tla).</summary>
    public bool OneWriter { get; init; }

    /// <summary>True: PartSpec, the reader takes what is committed of a sub-buffer that is not complete (PartRead.tla).</summary>
    public bool ReadsParts { get; init; }

    /// <summary>True: CellSpec, the reader takes record by record, all of one size (CellRead.tla).</summary>
    public bool ReadsCells { get; init; }

    /// <summary>Do two threads so all the same (OneWriter.tla, AnyTurn)? In models that must fail alone.</summary>
    public bool AnyTurn { get; init; }

    /// <summary>Positions wrap at this; 0 for never (Wrap.tla).</summary>
    public int SpanModulus { get; init; }

    /// <summary>Counts wrap at this; 0 for never (Wrap.tla).</summary>
    public int CountModulus { get; init; }

    /// <summary>The lap in a slot's word wraps at this; 0 for never (Wrap.tla).</summary>
    public int LapModulus { get; init; }

    /// <summary>What those may sleep through who may (Wrap.tla).</summary>
    public int SleepModulus { get; init; }

    /// <summary>Who may sleep through it (Wrap.tla).</summary>
    public Sleeper Oversleeps { get; init; }

    /// <summary>Does a writer wait where the slot's earlier lap is not delivered (Progress.tla, WaitInstead)? In models that must fail alone.</summary>
    public bool WaitsForDelivery { get; init; }

    /// <summary>Does a reader that finds nothing look again (Progress.tla, RetryInstead)? In models that must fail alone.</summary>
    public bool ReaderRetries { get; init; }

    /// <summary>Who goes on for ever (Progress.tla): no effect on the graph, only on properties of progress.</summary>
    public Fairness Fairness { get; init; }

    /// <summary>Names of the invariants that the configuration asks for, in its order.</summary>
    public IReadOnlyList<string> InvariantNames { get; init; } = [];

    /// <summary>Names of the properties that the configuration asks for: <see cref="Refinement.Name"/>
    /// those of <see cref="StepProperty.All"/> and of <see cref="ProgressProperty.All"/> are known.</summary>
    public IReadOnlyList<string> PropertyNames { get; init; } = [];

    /// <summary>False where the configuration says <c>CHECK_DEADLOCK FALSE</c>.</summary>
    public bool ChecksDeadlock { get; init; } = true;

    /// <summary>Reads a TLC configuration.</summary>
    /// <param name="cfgText">The text of the .cfg file.</param>
    /// <returns>The configuration, validated.</returns>
    /// <exception cref="ModelConfigException">The text is not a configuration of MC.tla that the twin can follow; the
    /// message names line and key.</exception>
    public static ModelConfig Parse(string cfgText)
    {
        ArgumentNullException.ThrowIfNull(cfgText);
        return CfgReader.Read(cfgText);
    }

    /// <summary>Checks the specification's ASSUME and the twin's <see cref="Limits"/>.</summary>
    /// <exception cref="ModelConfigException">A value is out of range; the message names the key.</exception>
    public void Validate()
    {
        RequireSizes();
        Require(LossLimit is >= 0 and <= short.MaxValue, nameof(LossLimit), "must be 0..32767");
        Require(Enum.IsDefined(Form), nameof(Form), "must be Lean or Lttng");
        Require(Mutant == Mutants.None || Mutants.All.Contains(Mutant), nameof(Mutant), $"'{Mutant}' is not known");
        Require(LastTick >= 0, nameof(LastTick), "must be from 0");
        Require(ShortTime >= 1, nameof(ShortTime), "must be from 1");
        Require(ShortTime + LastTick <= Limits.MaxTimeField, nameof(LastTick),
            $"ShortTime + LastTick must be at most {Limits.MaxTimeField}");
        Require(FullUnits is >= 0 and <= Limits.MaxSlotUnits, nameof(FullUnits), $"must be 0..{Limits.MaxSlotUnits}");
        Require(FlushModes.All(m => Twin.FlushModes.Contains(m)), nameof(FlushModes), $"must be of {string.Join(", ", Twin.FlushModes)}");
        Require(FlushModes.Distinct().Count() == FlushModes.Length, nameof(FlushModes), "must be distinct");
        Require(ReaderOps.All(Twin.ReaderOps.Contains), nameof(ReaderOps), $"must be of {string.Join(", ", Twin.ReaderOps)}");
        Require(ReaderOps.Distinct().Count() == ReaderOps.Length, nameof(ReaderOps), "must be distinct");
        Require(Wakeups || !ReaderOps.Contains(nameof(ReaderOp.Wait)), nameof(Wakeups), "must be TRUE where the reader waits");
        RequireProcesses();
        Require(SpanModulus >= 0 && SpanModulus % (N * S) == 0, nameof(SpanModulus), "must be a multiple of N * S");
        Require(CountModulus >= 0 && CountModulus % S == 0, nameof(CountModulus), "must be a multiple of S");
        Require(LapModulus >= 0, nameof(LapModulus), "must be from 0");
        Require(SleepModulus >= 0 && SleepModulus % (N * S) == 0, nameof(SleepModulus), "must be a multiple of N * S");
        Require(!Recoverable || Form == Form.Lean, nameof(Form), "must be Lean where commits keep a prefix");
        Require(!Recovers || !Nested, nameof(Nested), "must be FALSE where processes may stop");
        Require(!OneWriter || Form == Form.Lean, nameof(Form), "must be Lean with one writer");
        Require(!OneWriter || !Nested, nameof(Nested), "must be FALSE with one writer, whose records nest without it");
        Require(!ReadsParts || (Mode == Mode.Discard && Form == Form.Lean), nameof(Mode), "must be Discard, and the form Lean, where parts are read");
        Require(!ReadsCells || (Mode == Mode.Discard && Form == Form.Lean && !Clocked && !ReadsParts), nameof(Mode),
            "must be Discard, the form Lean, and no clock, where cells are read");
        Require(!ReadsCells || Sizes.Length == 1, nameof(Sizes), "must be one where cells are read");
        Require(!ReadsCells || ReaderOps is [nameof(ReaderOp.Read)], nameof(ReaderOps), "must be Read alone where cells are read");
        Require(OneWriter || !AnyTurn, "OwnTurn", "'OwnTurn <- AnyTurn' goes with OneWriterSpec");
        Require(MaxDead >= 0 && MaxDead <= Writers.Length + Flushers.Length, nameof(MaxDead), "must leave one process");
        Require(!WaitsForDelivery || Fairness != Fairness.None, "AfterRecheck", "'AfterRecheck <- WaitInstead' goes with Progress.tla's specifications");
        Require(!ReaderRetries || Fairness != Fairness.None, "NoData", "'NoData <- RetryInstead' goes with Progress.tla's specifications");
        Require(Recovers || (!Recoverable && MaxDead == 0), nameof(Recoverable), "goes with RecoverySpec, and only with it");
    }

    private void RequireSizes()
    {
        Require(N is >= 1 and <= Limits.MaxSlots, nameof(N), $"must be 1..{Limits.MaxSlots}");
        Require(Enum.IsDefined(Mode), nameof(Mode), "must be Discard or Overwrite");
        Require(N >= 2 || Mode == Mode.Discard, nameof(N), "must be from 2 in mode Overwrite");
        Require(S is >= 2 and <= Limits.MaxSlotUnits, nameof(S), $"must be 2..{Limits.MaxSlotUnits}");
        int subs = N + (Mode == Mode.Overwrite ? 1 : 0);
        Require(subs * S <= Limits.MaxUnits, nameof(S), $"{subs} sub-buffers must have at most {Limits.MaxUnits} units");
        Require(H >= 1 && H < S, nameof(H), "must be 1..S-1");
        Require(Watermark >= 1 && Watermark <= N, nameof(Watermark), "must be 1..N");
        Require(Sizes.All(n => n is >= 1 and <= 1000 - 1), nameof(Sizes), "must be from 1");
        Require(Sizes.Distinct().Count() == Sizes.Length, nameof(Sizes), "must be distinct");
    }

    private void RequireProcesses()
    {
        int[] producers = [.. Writers, .. Flushers];
        Require(producers.All(p => p is >= 1 and <= Limits.MaxProcessNumber), nameof(Writers), "process numbers must be 1..255");
        Require(producers.Length <= Limits.MaxProducers, nameof(Writers), $"at most {Limits.MaxProducers} producers");
        Require(producers.Distinct().Count() == producers.Length, nameof(Flushers), "process numbers must be distinct");
        Require(!producers.Contains(Reader), nameof(Reader), "must be a process of its own");
        Require(Reader is >= 1 and <= Limits.MaxProcessNumber, nameof(Reader), "must be 1..255");
        Require(!Nested || (producers.Contains(1) && producers.Contains(2)), nameof(Nested), "needs the processes 1 and 2");
    }

    private static void Require(bool condition, string key, string message)
    {
        if (!condition)
        {
            throw new ModelConfigException(0, key, message);
        }
    }
}

/// <summary>A configuration can not be read, or is out of the twin's range.</summary>
public sealed class ModelConfigException : Exception
{
    /// <summary>Creates the exception without particulars.</summary>
    public ModelConfigException()
        : this("the configuration is not valid")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public ModelConfigException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public ModelConfigException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ModelConfigException(int line, string key, string message)
        : base(line > 0 ? $"line {line}: {key}: {message}" : $"{key}: {message}")
    {
        Line = line;
        Key = key;
        Reason = message;
    }

    /// <summary>Line of the text, from 1; 0 where the configuration did not come from text.</summary>
    public int Line { get; }

    /// <summary>The constant or keyword at fault.</summary>
    public string Key { get; } = "";

    internal string Reason { get; } = "";
}
