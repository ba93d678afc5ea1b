namespace Verified.Exploration; internal static class Placeholder;
