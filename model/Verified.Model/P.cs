namespace Verified.Model; internal static class Placeholder;
