using System.Globalization;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>Packets as text and back, and the packets that other tests start from.</summary>
internal static class Packets
{
    /// <summary>The 0x2A37 vectors of domain-facts 1.4, B1 to B26.</summary>
    internal static readonly string[] Worked =
    [
        "00 48", "06 4B", "04 00", "16 3C 00 04", "16 5A A6 02", "10 78 00 02 00 02", "16 96 9A 01 99 01 9A 01", "01 2C 01",
        "1E 50 10 27 00 03", "1F 2C 01 FF FF 00 04 80 02", "12 5F 87 02", "10 48 33 03 40 03 26 03 4D 03 1A 03 59 03 33 03 40 03 26 03",
        "08 55 64 00", "01 48 00", "11 C8 00 3A 01", "E6 46", "16 3C 00", "16 3C", "14 37 00 00", "16 46 FF FF", "08 55 64", "06 46 00 04",
        "", "16", "01 48", "16 42 00 02",
    ];

    internal static byte[] FromHex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>The vectors of other projects' unit tests (Data/gatt_vectors).</summary>
    internal static JsonElement[] Published()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "gatt_vectors", "vectors.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(entry => entry.Clone())];
    }

    internal static byte[][] Corpus() =>
        [.. Worked.Select(FromHex), .. Published().Select(entry => FromHex(entry.GetProperty("hex").GetString()!))];

    /// <summary><c>95 detected energy 100 rr 647 ! hr-zero</c>: parts that are absent are left out.</summary>
    internal static string Describe(DecodeResult result)
    {
        if (!result.IsMeasurement) return "fault " + KebabCase.Of(result.Fault);

        var measurement = result.Measurement;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{measurement.HeartRate.Bpm} {KebabCase.Of(measurement.Contact)}");
        if (measurement.EnergyKj is { } energy) text.Append(CultureInfo.InvariantCulture, $" energy {energy}");
        if (measurement.Rr.Count > 0) text.Append(" rr ").AppendJoin(' ', measurement.Rr.ToArray().Select(rr => rr.Raw));
        var warnings = Enum.GetValues<MeasurementWarnings>().Where(w => w != 0 && measurement.Warnings.HasFlag(w)).Select(KebabCase.Of);
        return text.AppendJoin("", warnings.Select(name => " !" + name)).ToString();
    }
}
