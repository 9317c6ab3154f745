using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>Words that no output may hold (product.md, decision 15; decisions 22).</summary>
internal static partial class ForbiddenText
{
    internal static bool IsIn(string text) => Words().IsMatch(text);

    [GeneratedRegex(@"normal|\bsafe\b|arrhythmi|fibrillation|diagnos|push harder|\d\s*(mg|mcg|µg)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
