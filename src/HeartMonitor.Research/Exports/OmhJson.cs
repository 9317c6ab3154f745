using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Research.Exports;

/// <summary>
/// Open mHealth data points in one array: <c>heart-rate:2.0</c> for each rate from the skin that nothing calls bad, <c>rr-interval:1.0</c> for each interval that
/// stands in a segment; first a point of our own, <c>heartmonitor:session:1.0</c>, whose body is <c>session.json</c>.
/// </summary>
internal static class OmhJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ExportFile Of(SessionSeries series)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            Point(json, series, "session", series.EndedAt ?? series.LastAt, ("heartmonitor", "session", "1.0"), () => json.WriteRawValue(SessionJson.OneLine(series)));
            foreach (var sample in LapList.Rates(series)) WriteRate(json, series, sample);
            var place = 0;
            foreach (var beat in series.Beats.Where(b => b.Segment > 0)) WriteBeat(json, series, beat, place++);
            json.WriteEndArray();
        }

        return new(series.Session + ".omh.json", buffer.WrittenSpan.ToArray());
    }

    private static void WriteRate(Utf8JsonWriter json, SessionSeries series, SeriesSample sample) =>
        Point(json, series, FormattableString.Invariant($"hr-{sample.N}"), sample.At, ("omh", "heart-rate", "2.0"), () =>
        {
            json.WriteStartObject();
            Quantity(json, "heart_rate", sample.Bpm!.Value, "beats/min");
            Instant(json, sample.At);
            Activity(json, series, sample.At);
            json.WriteString("quality"u8, Core.KebabCase.Of(sample.IsLate ? SignalQuality.None : sample.Label.Quality));
            json.WriteEndObject();
        });

    private static void WriteBeat(Utf8JsonWriter json, SessionSeries series, SeriesBeat beat, int place) =>
        Point(json, series, FormattableString.Invariant($"rr-{beat.N}-{place}"), beat.At, ("omh", "rr-interval", "1.0"), () =>
        {
            json.WriteStartObject();
            Quantity(json, "rr_interval", beat.Ms, "ms");
            Instant(json, beat.At);
            Activity(json, series, beat.At);
            json.WriteNumber("flag"u8, beat.Flag);
            json.WriteNumber("segment"u8, beat.Segment);
            json.WriteEndObject();
        });

    private static void Point(Utf8JsonWriter json, SessionSeries series, string id, DateTimeOffset at, (string Namespace, string Name, string Version) schema, Action body)
    {
        json.WriteStartObject();
        json.WriteStartObject("header"u8);
        json.WriteString("id"u8, $"{series.Session}-{id}");
        json.WriteString("creation_date_time"u8, CsvText.Instant(at));
        json.WriteStartObject("schema_id"u8);
        json.WriteString("namespace"u8, schema.Namespace);
        json.WriteString("name"u8, schema.Name);
        json.WriteString("version"u8, schema.Version);
        json.WriteEndObject();
        json.WriteStartObject("acquisition_provenance"u8);
        json.WriteString("source_name"u8, "HeartMonitor");
        json.WriteString("modality"u8, "sensed");
        json.WriteEndObject();
        json.WriteString("user_id"u8, series.Participant);
        json.WriteEndObject();
        json.WritePropertyName("body"u8);
        body();
        json.WriteEndObject();
    }

    private static void Quantity(Utf8JsonWriter json, string name, double value, string unit)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value"u8, value);
        json.WriteString("unit"u8, unit);
        json.WriteEndObject();
    }

    private static void Instant(Utf8JsonWriter json, DateTimeOffset at)
    {
        json.WriteStartObject("effective_time_frame"u8);
        json.WriteString("date_time"u8, CsvText.Instant(at));
        json.WriteEndObject();
    }

    /// <summary>Of the phase; nothing is said where no phase was told.</summary>
    private static void Activity(Utf8JsonWriter json, SessionSeries series, DateTimeOffset at)
    {
        var phase = series.Phases.LastOrDefault(p => p.From <= at)?.Phase;
        var relation = phase switch
        {
            SessionPhase.WarmUp or SessionPhase.Work or SessionPhase.CoolDown => "during exercise",
            SessionPhase.Recovery => "after exercise",
            null when series.Phases.Count > 0 => "before exercise",
            _ => null,
        };
        if (relation is not null) json.WriteString("temporal_relationship_to_physical_activity"u8, relation);
    }
}
