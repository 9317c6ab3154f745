using HeartMonitor.Research.Exports;

namespace HeartMonitor.Host.Verbs;

/// <summary>What is to be exported, and how.</summary>
/// <param name="Session">Session id; null for all.</param>
/// <param name="Format">Name of a format, as it was written.</param>
/// <param name="Out">Where to.</param>
internal sealed record ExportRequest(string? Session, string Format, string Out)
{
    /// <summary>Dates are moved, the same person's always by the same whole number of days.</summary>
    public bool ShiftDates { get; init; }

    /// <summary>An earlier export at the same place is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Who asks, beside the account that runs the program; for the audit alone.</summary>
    public string? By { get; init; }

    internal ExportFormat? Known => ExportFormats.Parse(Format);
}
