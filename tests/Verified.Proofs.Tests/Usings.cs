extern alias machine;
global using Dafny = machine::Dafny;
global using DafnyConfig = machine::Memory._ICfg;
global using DafnyState = machine::Memory._IState;
global using DafnyStep = machine::ReserveCommit._IStep;
global using Memory = machine::Memory;
