using System.Globalization;
using System.Text;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Tables;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>The CSV bundle, read back cell by cell and held against the journal's rows, not against the series.</summary>
public sealed class CsvExportTests
{
    [Fact]
    public async Task Every_packet_of_the_journal_is_a_row_with_its_own_bytes_label_and_stamp()
    {
        var rows = CanarySession.Rows();
        var samples = Exported.Csv(await Exported.TextAsync(Exported.Of(rows), ExportFormat.Csv, "samples.csv"));
        var stored = rows.Where(r => r.Entry.Kind == JournalKind.Sample).OrderBy(r => r.Entry.At).ThenBy(r => r.Seq).ToList();
        Assert.Equal(stored.Count, samples.Count);
        foreach (var (row, cells) in stored.Zip(samples))
        {
            Assert.True(SampleBody.TryRead(row.Entry.Body, out var label, out var packet));
            var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
            Assert.Equal(row.Seq.ToString(CultureInfo.InvariantCulture), cells["n"]);
            Assert.Equal(row.Entry.At, DateTimeOffset.Parse(cells["t_utc"], CultureInfo.InvariantCulture));
            Assert.Equal((row.Entry.At - CanarySession.Start).TotalSeconds, double.Parse(cells["t_rel_s"], CultureInfo.InvariantCulture), 1e-9);
            Assert.Equal(measurement.HeartRate.IsReading ? measurement.HeartRate.Bpm.ToString(CultureInfo.InvariantCulture) : "", cells["bpm"]);
            Assert.Equal(KebabCase.Of(label.Quality), cells["quality"]);
            Assert.Equal(label.Reasons.HasFlag(SignalReasons.Late) ? "true" : "false", cells["late"]);
            Assert.Equal(measurement.EnergyKj?.ToString(CultureInfo.InvariantCulture) ?? "", cells["energy_kj"]);
        }
    }

    [Fact]
    public async Task Every_interval_is_a_row_to_the_last_bit_and_zeros_are_none()
    {
        var rows = CanarySession.Rows();
        var beats = Exported.Csv(await Exported.TextAsync(Exported.Of(rows), ExportFormat.Csv, "rr.csv"));
        var stored = new List<double>();
        foreach (var row in rows.Where(r => r.Entry.Kind == JournalKind.Sample).OrderBy(r => r.Entry.At).ThenBy(r => r.Seq))
        {
            Assert.True(SampleBody.TryRead(row.Entry.Body, out var label, out var packet));
            if (label.Reasons.HasFlag(SignalReasons.Duplicate)) continue; // in this session the packet before, byte for byte
            foreach (var interval in HeartRateMeasurementCodec.Decode(packet).Measurement.Rr) stored.Add(interval.Milliseconds);
        }

        Assert.Equal(stored, beats.Select(b => double.Parse(b["rr_ms"], CultureInfo.InvariantCulture)));
        Assert.All(beats, b => Assert.Contains(b["flag"], new[] { "0", "1", "2" }));
        Assert.Contains(beats.Skip(1), b => b["gap_before"] == "true");
    }

    [Fact]
    public async Task Events_tell_phases_answers_alerts_and_gaps_by_time()
    {
        var events = Exported.Csv(await Exported.TextAsync(Exported.Canary, ExportFormat.Csv, "events.csv"));
        Assert.Equal(["warm-up", "work", "cool-down", "recovery"], events.Where(e => e["trial_type"] == "phase").Select(e => e["code"]));
        Assert.Equal([("75", "12", "given", "participant"), ("90", "18", "withdrawn", "staff"), ("340", "13", "given", "participant")],
            events.Where(e => e["trial_type"] == "rpe").Select(e => (e["onset"], e["value"], e["state"], e["by"])));
        Assert.Contains(events, e => e["trial_type"] == "alert" && e["code"] == "rpe-stop" && e["state"] == "acknowledged");
        Assert.Contains(events, e => e["trial_type"] == "gap" && e["code"] == "silence" && double.Parse(e["duration"], CultureInfo.InvariantCulture) > 4);
        Assert.Contains(events, e => e["trial_type"] == "gap" && e["code"] == "no-contact");
        Assert.Contains(events, e => e["trial_type"] == "pause" && e["duration"] == "15");
        Assert.Contains(events, e => e["trial_type"] == "workload" && e["code"] == "activity" && e["reason"] == "other"); // what was written there is no code
        var onsets = events.Select(e => double.Parse(e["onset"], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(onsets.Order(), onsets);
    }

    [Fact]
    public async Task The_dictionary_has_every_column_of_every_table_in_order()
    {
        var bundle = await SessionExport.WriteAsync(Exported.Canary, ExportFormat.Csv);
        var dictionary = Exported.Csv(Encoding.UTF8.GetString(bundle.Files.Single(f => f.Name == "dictionary.csv").Content.Span));
        foreach (var table in new[] { "samples", "rr", "events" })
        {
            var text = Encoding.UTF8.GetString(bundle.Files.Single(f => f.Name == table + ".csv").Content.Span);
            Assert.Equal(text[..text.IndexOf('\r', StringComparison.Ordinal)].Split(','), dictionary.Where(d => d["table"] == table).Select(d => d["column"]));
        }

        Assert.All(dictionary, d => Assert.All(new[] { "type", "meaning" }, column => Assert.NotEmpty(d[column])));
        Assert.All(dictionary.Where(d => d["type"] is "double" or "timestamp"), d => Assert.NotEmpty(d["unit"]));
        Assert.All(dictionary.Where(d => d["column"] is "quality" or "trial_type" or "artefact" or "by" or "late"), d => Assert.NotEmpty(d["values"]));
        foreach (var (table, column) in new[] { ("events", "trial_type"), ("samples", "quality"), ("samples", "contact"), ("rr", "artefact") })
        {
            var cells = Exported.Csv(Encoding.UTF8.GetString(bundle.Files.Single(f => f.Name == table + ".csv").Content.Span)).Select(r => r[column]).Where(c => c.Length > 0);
            Assert.Subset(dictionary.Single(d => d["table"] == table && d["column"] == column)["values"].Split(' ').ToHashSet(), cells.ToHashSet());
        }
    }

    [Fact]
    public async Task Tables_are_plain_UTF_8_with_lines_ending_in_CR_LF_and_end_with_one()
    {
        var file = await Exported.FileAsync(Exported.Canary, ExportFormat.Csv, "samples.csv");
        var bytes = file.Content.ToArray();
        Assert.NotEqual(0xEF, bytes[0]);
        Assert.Equal("\r\n"u8, bytes.AsSpan(bytes.Length - 2));
        Assert.All(Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n'), i => Assert.Equal((byte)'\r', bytes[i - 1]));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-p", "'-p")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void A_cell_that_a_spreadsheet_would_run_is_text(string words, string cell) => Assert.Equal(cell, CsvText.Text(words));

    [Fact]
    public void A_number_below_zero_stays_a_number() => Assert.Equal("-0.5", CsvText.Cell(-0.5));

    [Fact]
    public async Task Cells_do_not_hang_on_the_language_of_the_machine()
    {
        var plain = await SessionExport.WriteAsync(Exported.Canary, ExportFormat.Csv);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            foreach (var format in Enum.GetValues<ExportFormat>())
            {
                var german = await SessionExport.WriteAsync(Exported.Canary, format);
                CultureInfo.CurrentCulture = before;
                var again = await SessionExport.WriteAsync(Exported.Canary, format);
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
                Assert.All(again.Files.Zip(german.Files), pair => Assert.True(pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span), pair.First.Name));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.NotEmpty(plain.Files);
    }
}
