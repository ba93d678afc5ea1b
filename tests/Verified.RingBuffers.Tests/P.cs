namespace Verified.RingBuffers.Tests; public class P { [Xunit.Fact] public void T() { } }
