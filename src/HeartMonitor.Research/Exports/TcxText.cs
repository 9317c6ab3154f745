using System.Globalization;
using System.Text;
using System.Xml;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Research.Exports;

/// <summary>
/// Training Center XML, version 2: a lap a phase, a track a stretch without a gap. No distance and no energy are known: the form demands both, and they are 0, as the
/// notes say. Work that was told stands beside the rates as watts and speed.
/// </summary>
internal static class TcxText
{
    private const string Training = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2";
    private const string ActivityExtension = "http://www.garmin.com/xmlschemas/ActivityExtension/v2";
    private const double MetresPerSecondPerKmh = 1 / 3.6;

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n", Async = false };

    internal static ExportFile Of(SessionSeries series)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("TrainingCenterDatabase", Training);
            xml.WriteAttributeString("xmlns", "x", null, ActivityExtension);
            xml.WriteStartElement("Activities", Training);
            xml.WriteStartElement("Activity", Training);
            xml.WriteAttributeString("Sport", "Other");
            Element(xml, "Id", Time(series.StartedAt));
            foreach (var lap in LapList.Of(series)) WriteLap(xml, series, lap);
            Element(xml, "Notes", Notes(series));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return new(series.Session + ".tcx", bytes.ToArray());
    }

    private static void WriteLap(XmlWriter xml, SessionSeries series, Lap lap)
    {
        xml.WriteStartElement("Lap", Training);
        xml.WriteAttributeString("StartTime", Time(lap.From));
        Element(xml, "TotalTimeSeconds", CsvText.Number(lap.Seconds));
        Element(xml, "DistanceMeters", "0");
        Element(xml, "Calories", "0");
        Rate(xml, "AverageHeartRateBpm", lap.MeanBpm);
        Rate(xml, "MaximumHeartRateBpm", lap.PeakBpm);
        Element(xml, "Intensity", lap.IsWork ? "Active" : "Resting");
        Element(xml, "TriggerMethod", "Manual");
        WriteTracks(xml, series, lap.Samples);
        Element(xml, "Notes", LapList.NameOf(lap));
        xml.WriteEndElement();
    }

    private static void WriteTracks(XmlWriter xml, SessionSeries series, IReadOnlyList<SeriesSample> samples)
    {
        DateTimeOffset? before = null;
        foreach (var sample in samples)
        {
            if (before is not { } last || (sample.At - last).TotalSeconds >= GapList.FromSeconds)
            {
                if (before is not null) xml.WriteEndElement();
                xml.WriteStartElement("Track", Training);
            }

            WriteTrackpoint(xml, sample, WorkAt(series, sample.At));
            before = sample.At;
        }

        if (before is not null) xml.WriteEndElement();
    }

    private static void WriteTrackpoint(XmlWriter xml, in SeriesSample sample, SeriesWorkload? work)
    {
        xml.WriteStartElement("Trackpoint", Training);
        Element(xml, "Time", Time(sample.At));
        Rate(xml, "HeartRateBpm", sample.Bpm);
        if (work?.Work is { } told && (told.Watts is not null || told.SpeedKmh is not null))
        {
            xml.WriteStartElement("Extensions", Training);
            xml.WriteStartElement("TPX", ActivityExtension);
            if (told.SpeedKmh is { } speed) xml.WriteElementString("Speed", ActivityExtension, CsvText.Number(Math.Round(speed * MetresPerSecondPerKmh, 4)));
            if (told.Watts is { } watts and >= 0 and <= ushort.MaxValue) xml.WriteElementString("Watts", ActivityExtension, Math.Floor(watts + 0.5).ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Notes(SessionSeries series)
    {
        var gaps = series.Gaps.Select(g => string.Create(CultureInfo.InvariantCulture, $"{series.T(g.From):0.###}-{series.T(g.To):0.###} s {Core.KebabCase.Of(g.Reason)}"));
        return $"HeartMonitor export {SessionJson.FormatVersion}; session {series.Session}; participant {series.Participant}; {(series.IsOpen ? "open; " : "")}"
            + $"rules {string.Join(' ', series.Versions.Rules)}; catalogue {string.Join(' ', series.Versions.Catalogue)}; "
            + $"gaps: {(series.Gaps.Count == 0 ? "none" : string.Join(", ", gaps))}; {(series.Losses.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"stored rows that cannot be read: {series.Losses.Sum(l => l.Rows)}; "))}distance and energy are not known and stand as 0.";
    }

    private static SeriesWorkload? WorkAt(SessionSeries series, DateTimeOffset at) => series.Workloads.LastOrDefault(w => w.At <= at);

    /// <summary>To the millisecond: readers of the form choke on more.</summary>
    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Rate(XmlWriter xml, string name, int? bpm)
    {
        if (bpm is not { } rate) return;
        xml.WriteStartElement(name, Training);
        Element(xml, "Value", rate.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Training, text);
}
