namespace Verified.Exploration.Tests; public class P { [Xunit.Fact] public void T() { } }
