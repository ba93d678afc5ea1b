namespace Verified.Atomics; internal static class Placeholder;
