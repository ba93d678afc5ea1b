namespace Verified.Repository.Tests; public class P { [Xunit.Fact] public void T() { } }
