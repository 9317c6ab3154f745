using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>People name their straps after themselves: what may be shown of a name.</summary>
public sealed class StrapLabelTests
{
    private static readonly StrapCatalogue Straps = StrapCatalogue.Default with { Known = [new("Polar H10", SensorClass.Chest), new("TICKR", SensorClass.Chest)] };

    [Theory]
    [InlineData("Polar H10 8C2A3B2F", "Polar H10 8C2A3B2F")]
    [InlineData("polar h10 8C2A3B2F", "Polar H10 8C2A3B2F")]
    [InlineData("TICKR 4A1B", "TICKR 4A1B")]
    [InlineData("Polar H10", "Polar H10")]
    [InlineData("Polar H10 Anna Berg", "Polar H10")]
    [InlineData("Polar H10 of Dad", "Polar H10")] // letters alone are a word
    [InlineData("Polar H10 Ada B 1999", "Polar H10 1999")]
    [InlineData("TICKR 12", "TICKR")]
    [InlineData("Anna Berg", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Product_and_number_and_nothing_else(string? advertised, string? label) => Assert.Equal(label, StrapLabel.Of(advertised, Straps));
}
