namespace Verified.Model.Tests; public class P { [Xunit.Fact] public void T() { } }
