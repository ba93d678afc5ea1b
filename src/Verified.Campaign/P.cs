namespace Verified.Campaign; internal static class Placeholder;
