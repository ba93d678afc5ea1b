using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Verified.Cli.Specification;

/// <summary>The hash of what TLC found for a model. Only <c>tlc regenerate</c> writes it, into the model's golden.</summary>
internal static class FiguresHash
{
    /// <summary>SHA-256, in lower-case hex, over result, property, distinct, generated, depth and the count of each action, a line each.</summary>
    public static string Of(ModelEntry model)
    {
        StringBuilder text = new();
        void Line(string name, object? value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value ?? "none"}\n");
        Line("model", model.Name);
        Line("result", model.Result);
        Line("property", model.Property);
        Line("distinct", model.Distinct);
        Line("generated", model.Generated);
        Line("depth", model.Depth);
        foreach ((string action, long count) in model.Actions.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Line(action, count);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
