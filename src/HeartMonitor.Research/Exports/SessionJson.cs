using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Research.Exports;

/// <summary><c>session.json</c>: what a series cannot say of itself. Members always in the same order; no clock, no version of the writer but the format's.</summary>
internal static class SessionJson
{
    /// <summary>Version of the exports' form: grows when a column or member changes its meaning.</summary>
    internal const int FormatVersion = 1;

    internal const string FileName = "session.json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    internal static ExportFile Of(SessionSeries series) => new(FileName, Bytes(series, Options));

    /// <summary>On one line, for a place inside another file.</summary>
    internal static byte[] OneLine(SessionSeries series) => Bytes(series, Options with { Indented = false });

    private static byte[] Bytes(SessionSeries series, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, options)) Write(writer, series);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SessionSeries series)
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion"u8, FormatVersion);
        json.WriteString("writer"u8, "HeartMonitor");
        json.WriteString("notice"u8, "Pseudonymous research data. Not a medical device.");
        json.WriteString("session"u8, series.Session);
        json.WriteString("participant"u8, series.Participant);
        json.WriteString("startUtc"u8, CsvText.Instant(series.StartedAt));
        Instant(json, "endUtc", series.EndedAt);
        json.WriteString("knownUntilUtc"u8, CsvText.Instant(series.EndedAt ?? series.LastAt));
        json.WriteBoolean("open"u8, series.IsOpen);
        Text(json, "endedWhy", series.EndedWhy);
        json.WriteBoolean("datesShifted"u8, series.DatesShifted);
        Disguise(json, series);
        Strings(json, "warnings", SeriesWarnings.Of(series));
        Strings(json, "rulesVersions", series.Versions.Rules);
        Strings(json, "catalogueVersions", series.Versions.Catalogue);
        Strings(json, "activitiesVersions", series.Versions.Activities);
        Person(json, series.Person);
        Straps(json, series);
        Plans(json, series);
        Signal(json, series);
        Gaps(json, series);
        Losses(json, series);
        if (series.Summary is { } summary)
        {
            json.WritePropertyName("summary"u8);
            json.WriteRawValue(MonitorJson.Write(summary));
        }
        else
        {
            json.WriteNull("summary"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>What was replaced, how, and by which key; never the key.</summary>
    private static void Disguise(Utf8JsonWriter json, SessionSeries series)
    {
        if (series.DisguiseKey is not { } key)
        {
            json.WriteNull("deIdentified"u8);
            return;
        }

        json.WriteStartObject("deIdentified"u8);
        json.WriteString("key"u8, key);
        json.WriteString("participant"u8, "new for every key, the same in all sessions of the person (HMAC-SHA256)");
        json.WriteString("ids"u8, "session, alerts and prompts new (HMAC-SHA256); straps by number; places in the journal counted anew");
        json.WriteString("dates"u8, "moved back by 1 to 364 whole days, the same in all sessions of the person; time of day and days between sessions are true");
        json.WriteEndObject();
    }

    private static void Person(Utf8JsonWriter json, SeriesPerson person)
    {
        json.WriteStartObject("person"u8);
        Number(json, "ageYears", person.AgeYears);
        Text(json, "sex", person.Sex);
        Number(json, "bodyMassKg", person.BodyMassKg);
        Number(json, "restingHrBpm", person.RestingHr);
        json.WriteEndObject();
    }

    private static void Straps(Utf8JsonWriter json, SessionSeries series)
    {
        json.WriteStartArray("straps"u8);
        foreach (var strap in series.Straps)
        {
            json.WriteStartObject();
            json.WriteString("src"u8, strap.Name);
            json.WriteNumber("fromS"u8, series.T(strap.From));
            json.WriteString("sensor"u8, KebabCase.Of(strap.Sensor));
            json.WriteBoolean("intervalsAreBeats"u8, strap.IntervalsAreBeats);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Plans(Utf8JsonWriter json, SessionSeries series)
    {
        json.WriteStartArray("plans"u8);
        foreach (var plan in series.Plans)
        {
            json.WriteStartObject();
            json.WriteNumber("fromS"u8, series.T(plan.At));
            json.WriteString("mode"u8, KebabCase.Of(plan.Mode));
            Number(json, "zoneFromBpm", plan.Zone?.From);
            Number(json, "zoneBelowBpm", plan.Zone?.Below);
            Text(json, "zoneMethod", plan.Zone is { } zone ? $"{zone.Method} {zone.MaximalHr.Equation}" : null);
            Number(json, "maximalHrBpm", plan.Zone?.MaximalHr.Bpm);
            Number(json, "ceilingWarnBpm", plan.Ceiling?.Warn);
            Number(json, "ceilingAlarmBpm", plan.Ceiling?.Alarm);
            json.WriteNumber("rpeFrom"u8, plan.Rpe.From);
            json.WriteNumber("rpeTo"u8, plan.Rpe.To);
            Number(json, "promptEveryS", plan.PromptEverySeconds);
            Reasons(json, "reasons", plan.Reasons);
            Reasons(json, "notes", plan.Notes);
            json.WriteString("rulesVersion"u8, plan.RulesVersion);
            json.WriteString("catalogueVersion"u8, plan.CatalogueVersion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Reasons(Utf8JsonWriter json, string name, IReadOnlyList<SeriesReason> reasons)
    {
        json.WriteStartArray(name);
        foreach (var reason in reasons)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, reason.Code);
            Text(json, "subject", reason.Subject);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Signal(Utf8JsonWriter json, SessionSeries series)
    {
        json.WriteStartObject("signal"u8);
        Number(json, "coveragePercent", series.CoveragePercent);
        json.WriteNumber("packets"u8, series.Samples.Count);
        json.WriteNumber("rowsLost"u8, series.Losses.Sum(l => l.Rows));
        json.WriteNumber("readings"u8, series.Samples.Count(s => s.IsReading));
        json.WriteNumber("late"u8, series.Samples.Count(s => s.IsLate));
        json.WriteNumber("duplicates"u8, series.Samples.Count(s => s.Label.Reasons.HasFlag(SignalReasons.Duplicate)));
        json.WriteNumber("intervals"u8, series.Beats.Count);
        json.WriteNumber("segments"u8, series.Beats.Count == 0 ? 0 : series.Beats.Max(b => b.Segment));
        json.WriteString("clock"u8, "stamped on arrival, microseconds, UTC; ticks of the rules are whole seconds from the start");
        json.WriteString("rr"u8, "strap's own, 1/1024 s; artefacts offline by Lipponen and Tarvainen 2019, one pass, segment by segment");
        json.WriteString("rpeScale"u8, "Borg 6 to 20");
        json.WriteEndObject();
    }

    private static void Gaps(Utf8JsonWriter json, SessionSeries series)
    {
        json.WriteStartArray("gaps"u8);
        foreach (var gap in series.Gaps)
        {
            json.WriteStartObject();
            json.WriteNumber("fromS"u8, series.T(gap.From));
            json.WriteNumber("toS"u8, series.T(gap.To));
            json.WriteString("reason"u8, KebabCase.Of(gap.Reason));
            json.WriteBoolean("paused"u8, gap.IsPaused);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What was stored and cannot be read: no table has it.</summary>
    private static void Losses(Utf8JsonWriter json, SessionSeries series)
    {
        json.WriteStartArray("rowsLost"u8);
        foreach (var loss in series.Losses)
        {
            json.WriteStartObject();
            json.WriteNumber("fromS"u8, series.T(loss.From));
            json.WriteNumber("toS"u8, series.T(loss.To));
            json.WriteNumber("rows"u8, loss.Rows);
            json.WriteString("what"u8, loss.ArePackets ? "packets" : "unknown");
            json.WriteString("reason"u8, KebabCase.Of(loss.Why));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Instant(Utf8JsonWriter json, string name, DateTimeOffset? at) => Text(json, name, at is { } known ? CsvText.Instant(known) : null);

    private static void Text(Utf8JsonWriter json, string name, string? value) => json.WriteString(name, value);

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
