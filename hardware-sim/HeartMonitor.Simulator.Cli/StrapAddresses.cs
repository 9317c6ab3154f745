using System.Globalization;

namespace HeartMonitor.Simulator.Cli;

/// <summary>Made-up addresses of simulated straps.</summary>
internal static class StrapAddresses
{
    /// <summary>A block that no maker has: locally administered, random static.</summary>
    private const string Block = "C0:FF:EE:00";

    /// <summary>The address of the strap with that number, 1 to 65,535.</summary>
    internal static string OfNumber(int number) => string.Create(CultureInfo.InvariantCulture, $"{Block}:{number >> 8:X2}:{number & 0xFF:X2}");
}
