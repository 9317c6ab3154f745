using System.Globalization;
using System.Reflection;
using HeartMonitor.Core.Intensity;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity;

/// <summary>No number of the rules is without absolute bounds: far outside on either side it is refused by name.</summary>
public sealed class RuleBoundsTests
{
    private const int Far = 1_000_000;

    public static TheoryData<string> Numbers() =>
        [.. typeof(RuleOptions).GetProperties().Where(p => p.CanWrite && (p.PropertyType == typeof(int) || p.PropertyType == typeof(double))).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_far_outside_is_refused_by_name(string name)
    {
        var key = "rules." + char.ToLowerInvariant(name[0]) + name[1..] + ":";
        Assert.DoesNotContain(new RuleOptions().Validate(), f => f.StartsWith(key, StringComparison.Ordinal));
        Assert.Contains(With(name, -Far).Validate(), f => f.StartsWith(key, StringComparison.Ordinal));
        Assert.Contains(With(name, Far).Validate(), f => f.StartsWith(key, StringComparison.Ordinal));
    }

    private static RuleOptions With(string name, int value)
    {
        var options = new RuleOptions();
        PropertyInfo property = typeof(RuleOptions).GetProperty(name)!;
        property.SetValue(options, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        return options;
    }
}
