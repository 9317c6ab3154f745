using HeartMonitor.Research.Exports;

namespace HeartMonitor.Host.Verbs;

/// <summary>What is to be exported, and how.</summary>
/// <param name="Session">Session id; null for all.</param>
/// <param name="Format">Name of a format, as it was written.</param>
/// <param name="Out">Where to.</param>
internal sealed record ExportRequest(string? Session, string Format, string Out)
{
    /// <summary>Pseudonyms and ids are replaced and dates moved, the same person's always in the same way.</summary>
    public bool ShiftDates { get; init; }

    /// <summary>Key to do that with, made when absent; null for the one in the data folder. A key of its own for each release keeps releases apart.</summary>
    public string? KeyFile { get; init; }

    /// <summary>An earlier export at the same place is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Who asks, beside the account that runs the program; for the audit alone.</summary>
    public string? By { get; init; }

    internal ExportFormat? Known => ExportFormats.Parse(Format);
}
