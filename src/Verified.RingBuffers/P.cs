namespace Verified.RingBuffers; internal static class Placeholder;
