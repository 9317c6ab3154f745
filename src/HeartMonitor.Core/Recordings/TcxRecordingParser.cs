using System.Globalization;
using System.Xml;

namespace HeartMonitor.Core.Recordings;

/// <summary>
/// TCX (Training Center XML). Elements are told by their local names, so any prefix for the activity extension will do. Of several
/// activities it takes the first with heart rate; laps and tracks are joined in the order of the file.
/// </summary>
internal sealed class TcxRecordingParser(string fileName)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
    };

    private RecordingFault? _fault;

    internal RecordingResult Parse(TextReader text)
    {
        List<List<TcxTrackpoint>> activities = [];
        try
        {
            using var xml = XmlReader.Create(text, Settings);
            xml.MoveToContent();
            if (xml.LocalName != "TrainingCenterDatabase")
                return Fault(xml, $"The root element is {xml.LocalName}; TrainingCenterDatabase is needed.");
            while (_fault is null && xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "Activity") activities.Add([]);
                if (xml.LocalName == "Trackpoint" && activities.Count > 0) ReadTrackpoint(xml, activities[^1]);
            }
        }
        catch (XmlException broken)
        {
            return RecordingResult.Failed(new(fileName, Math.Max(1, broken.LineNumber), "The XML is broken: " + FirstSentence(broken.Message)));
        }

        return _fault is { } fault ? RecordingResult.Failed(fault) : ToRecording(activities);
    }

    private RecordingResult ToRecording(List<List<TcxTrackpoint>> activities)
    {
        var points = activities.Find(a => a.Exists(p => p.HeartRateBpm is not null)) ?? activities.Find(a => a.Count > 0);
        if (points is null) return RecordingResult.Failed(new(fileName, 1, "There is no activity with a trackpoint."));

        var start = points[0].At;
        var far = points.Find(p => (p.At - start).Duration() > RecordingReader.LongestSpan);
        return far is not null
            ? RecordingResult.Failed(new(fileName, far.Line, $"This time is more than {RecordingReader.LongestSpan.Days} days from the first."))
            : RecordingResult.Of(new(start, points.ConvertAll(p => new RecordingRow(p.At - start, p.HeartRateBpm, [], p.PowerW, p.SpeedMps))));
    }

    private void ReadTrackpoint(XmlReader xml, List<TcxTrackpoint> points)
    {
        var line = LineOf(xml);
        if (xml.IsEmptyElement)
        {
            Fault(xml, "The trackpoint has no Time.");
            return;
        }

        var depth = xml.Depth;
        var point = new TcxTrackpoint { Line = line };
        var timed = false;
        xml.Read();
        while (_fault is null && xml.Depth > depth)
        {
            switch (xml.NodeType == XmlNodeType.Element ? xml.LocalName : null)
            {
                case "Time":
                    point = point with { At = Time(xml) };
                    timed = true;
                    break;
                case "Value": point = point with { HeartRateBpm = (int?)Number(xml, ushort.MaxValue) }; break;
                case "Watts": point = point with { PowerW = Number(xml, int.MaxValue) }; break;
                case "Speed": point = point with { SpeedMps = Number(xml, int.MaxValue) }; break;
                default: xml.Read(); break;
            }
        }

        if (_fault is not null) return;
        if (points.Count == RecordingReader.MostRows) _fault = new(fileName, line, RecordingReader.TooManyRows);
        else if (timed) points.Add(point);
        else _fault = new(fileName, line, "The trackpoint has no Time.");
    }

    private DateTimeOffset Time(XmlReader xml)
    {
        var line = LineOf(xml);
        var said = xml.ReadElementContentAsString();
        const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (DateTimeOffset.TryParse(said, CultureInfo.InvariantCulture, Universal, out var at) && at.Year is >= RecordingReader.EarliestYear and <= RecordingReader.LatestYear) return at;
        _fault = new(fileName, line, $"Time is {RecordingNumber.Quote(said)}; an ISO 8601 time of the years {RecordingReader.EarliestYear} to {RecordingReader.LatestYear} is needed.");
        return default;
    }

    private double? Number(XmlReader xml, int most)
    {
        var line = LineOf(xml);
        var name = xml.LocalName == "Value" ? "HeartRateBpm" : xml.LocalName;
        var said = xml.ReadElementContentAsString();
        if (string.IsNullOrWhiteSpace(said)) return null;
        if (RecordingNumber.TryParse(said, out var value) && value >= 0 && value <= most) return (double)value;
        _fault = new(fileName, line, $"{name} is {RecordingNumber.Quote(said)}; a number from 0 to {most} is needed.");
        return null;
    }

    private RecordingResult Fault(XmlReader xml, string text) => RecordingResult.Failed(_fault = new(fileName, LineOf(xml), text));

    private static int LineOf(XmlReader xml) => ((IXmlLineInfo)xml).LineNumber;

    /// <summary>The framework appends its own line and position; ours stands in front.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
