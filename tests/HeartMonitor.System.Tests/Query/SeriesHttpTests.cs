using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Parquet;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>The series of a stored session: equal to the journal in every format, gaps stated, versions named, and nobody's name in it.</summary>
public sealed class SeriesHttpTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly JournalFolder _folder = new();
    private QueryHost _host = null!;
    private string _path = "";
    private List<JournalRow> _rows = [];

    public async ValueTask InitializeAsync()
    {
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, QueryStories.Full("p_1", Start));
        _host = await QueryHost.StartAsync(_folder.Path);
        var session = _folder.Reader.Sessions().Single().Session;
        _path = $"/api/v1/sessions/{session}";
        _rows = [.. _folder.Reader.ReadSession(session)];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Raw_rows_are_the_packets_of_the_journal_with_the_labels_of_then()
    {
        var csv = await CsvAsync("resolution=raw");
        var expected = _rows.Where(r => r.Entry.Kind == JournalKind.Sample).Select(r =>
        {
            Assert.True(SampleBody.TryRead(r.Entry.Body, out var label, out var packet));
            var measured = HeartRateMeasurementCodec.Decode(packet).Measurement;
            return (Stamp(r.Entry.At), measured.HeartRate.IsReading ? $"{measured.HeartRate.Bpm}" : "", KebabCase.Of(measured.Contact), KebabCase.Of(label.Quality), $"{r.Seq}");
        }).ToList();

        Assert.True(expected.Count > 800);
        Assert.Equal(expected, csv.Select(row => (row["t_utc"], row["bpm"], row["contact"], row["quality"], row["n"])));
        Assert.All(csv, row => Assert.Equal(row["t_utc"], Stamp(Start.AddSeconds(double.Parse(row["t_rel_s"], CultureInfo.InvariantCulture)))));
        Assert.Contains(csv, row => row["reasons"].Contains("no-contact", StringComparison.Ordinal));
        Assert.Equal("31", Assert.Single(csv, row => row["t_rel_s"] == "230")["gap_before_s"]); // silent from 199 to 230
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("beats")]
    [InlineData("1s")]
    [InlineData("10s")]
    [InlineData("1m")]
    public async Task All_formats_say_the_same(string resolution)
    {
        var csv = await CsvAsync($"resolution={resolution}");
        var json = await _host.JsonAsync($"{_path}/series?resolution={resolution}");
        var names = json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()!).ToArray();
        var fromJson = json.GetProperty("rows").EnumerateArray().Select(r => string.Join('|', r.EnumerateArray().Select(Text))).ToList();
        Assert.Equal(csv.Select(r => string.Join('|', names.Select(n => r[n]))), fromJson);
        Assert.Equal(fromJson, await ArrowAsync(resolution, names));
        Assert.Equal(fromJson, await ParquetAsync(resolution, names));
        Assert.True(fromJson.Count >= 15);
    }

    [Fact]
    public async Task Means_are_weighted_by_time_and_every_stretch_has_a_row_that_says_why_it_is_empty()
    {
        foreach (var (resolution, seconds) in new[] { ("1s", 1), ("10s", 10), ("1m", 60) })
        {
            var csv = await CsvAsync($"resolution={resolution}");
            Assert.Equal((int)Math.Ceiling(899.0 / seconds), csv.Count);
            foreach (var (row, i) in csv.Select((r, i) => (r, i)))
            {
                var (mean, covered) = Integral(i * seconds, Math.Min(899, (i + 1) * seconds));
                Assert.Equal(mean is null, row["bpm"].Length == 0);
                if (mean is { } known) Assert.Equal(known, Number(row["bpm"])!.Value, 0.02);
                Assert.Equal(covered, Number(row["coverage_percent"])!.Value, 0.011);
            }
        }

        var tens = await CsvAsync("resolution=10s");
        Assert.Equal(("", "0", "silence"), (tens[21]["bpm"], tens[21]["packets"], tens[21]["gap"]));
        Assert.Equal(("", "no-contact"), (tens[31]["bpm"], tens[31]["gap"]));
        Assert.Equal(("true", "work"), (tens[41]["paused"], tens[41]["phase"]));
        Assert.Equal(("cool-down", "recovery"), (tens[60]["phase"], tens[72]["phase"]));
    }

    /// <summary>Who has learnt the names of the files knows those of the API, and the dictionary knows both.</summary>
    [Fact]
    public async Task Columns_types_and_meanings_are_those_of_the_exported_files_and_stand_in_the_dictionary()
    {
        var dictionary = (await _host.JsonAsync("/api/v1/dictionary")).EnumerateArray().ToList();
        var bundle = await Research.Exports.SessionExport.WriteAsync(Research.Series.SessionReading.Of(_rows, StoredStory.Rules).Series, Research.Exports.ExportFormat.Csv);
        foreach (var (resolution, table) in new[] { ("raw", "samples"), ("beats", "rr"), ("10s", "means") })
        {
            var json = await _host.JsonAsync($"{_path}/series?resolution={resolution}");
            var told = dictionary.Where(r => r.GetProperty("table").GetString() == table).ToList();
            Assert.Equal(json.GetProperty("columns").EnumerateArray().Select(c => Meant(c, "name")), told.Select(c => Meant(c, "column")));
            var (_, text, response) = await _host.GetAsync($"{_path}/series?resolution={resolution}&format=csv");
            var link = response.Headers.GetValues("Link").Single();
            Assert.Equal($"</api/v1/dictionary?table={table}&format=csv>; rel=\"describedby\"; type=\"text/csv\"", link);
            var csv = (await _host.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)])).Text.Split("\r\n");
            Assert.Equal("table,column,type,unit,values,meaning", csv[0]);
            Assert.Equal(text[..text.IndexOf('\r', StringComparison.Ordinal)].Split(','), csv[1..^1].Select(l => l.Split(',')[1]));
            if (table == "means") continue;
            Assert.Equal(text, Encoding.UTF8.GetString(bundle.Files.Single(f => f.Name == table + ".csv").Content.Span));
        }

        var kinds = dictionary.Single(r => r.GetProperty("column").GetString() == "trial_type").GetProperty("values").GetString()!.Split(' ');
        var events = (await _host.JsonAsync($"{_path}/events")).EnumerateArray().Select(e => e.GetProperty("kind").GetString()!).ToHashSet();
        Assert.Subset(kinds.ToHashSet(), events);
        Assert.Contains("rpe", events);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.GetAsync("/api/v1/dictionary?table=names")).Status);

        static (string?, string?, string?, string?) Meant(JsonElement c, string name) =>
            (c.GetProperty(name).GetString(), c.GetProperty("type").GetString(), c.GetProperty("unit").GetString(), c.GetProperty("meaning").GetString());
    }

    [Fact]
    public async Task A_stretch_is_in_the_phase_that_most_of_it_is_in()
    {
        var minutes = await CsvAsync("resolution=1m"); // warm-up from 1 s, work from 60 s, cool-down from 600 s, recovery from 720 s, paused from 400 to 430 s
        Assert.Equal(["warm-up", .. Enumerable.Repeat("work", 9), "cool-down", "cool-down", "recovery", "recovery", "recovery"], minutes.Select(m => m["phase"]));
        Assert.All(minutes, m => Assert.Equal("false", m["paused"])); // never for more than half
        Assert.Equal(3, (await CsvAsync("resolution=10s")).Count(m => m["paused"] == "true"));
    }

    [Fact]
    public async Task Gaps_versions_and_units_stand_beside_the_rows_and_the_versions_in_headers_too()
    {
        var json = await _host.JsonAsync($"{_path}/series?resolution=1m&fields=bpm,coverage_percent");
        Assert.Equal([StoredStory.Rules.RulesVersion], json.GetProperty("rulesVersions").EnumerateArray().Select(v => v.GetString()));
        Assert.Contains(json.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("reason").GetString() == "silence" && g.GetProperty("from").GetDouble() == 199 && g.GetProperty("to").GetDouble() == 230);
        Assert.Equal(["bpm", "coverage_percent"], json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(["/min", "%"], json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("unit").GetString()));
        var (_, _, response) = await _host.GetAsync($"{_path}/series?format=csv");
        Assert.Contains(StoredStory.Rules.RulesVersion, response.Headers.GetValues("HeartMonitor-Rules").Single(), StringComparison.Ordinal);
        await using var parquet = await ParquetReader.CreateAsync(new MemoryStream((await _host.ReadAsync($"{_path}/series?format=parquet")).Bytes), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(StoredStory.Rules.RulesVersion, parquet.CustomMetadata["rulesVersions"], StringComparison.Ordinal);
        Assert.Contains("silence", parquet.CustomMetadata["gaps"], StringComparison.Ordinal);
        Assert.Contains("\"unit\":\"/min\"", parquet.CustomMetadata["columns"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_is_read_names_a_medicine_in_words_a_strap_or_staff()
    {
        Assert.All(QueryStories.Secrets, secret => Assert.Contains(_rows, r => Encoding.UTF8.GetString(r.Entry.Body.Span).Contains(secret, StringComparison.Ordinal)));
        string[] views = ["", "/events", "/series", "/series?resolution=beats", "/series?format=csv", "/series?format=parquet", "/series?format=arrow", "/series?resolution=10s"];
        foreach (var path in views.Select(v => _path + v).Concat(["/api/v1/sessions", "/api/v1/participants", "/api/v1/participants/p_1/week?week=2026-W10"]))
        {
            var (response, bytes) = await _host.ReadAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.All(QueryStories.Secrets, secret => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(bytes), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/vnd.apache.parquet;q=0.9, text/csv;q=0.1", "application/vnd.apache.parquet")]
    [InlineData("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream")]
    [InlineData("image/png, */*;q=0.1", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("image/png", "application/problem+json")]
    [InlineData("text/csv;q=0", "application/problem+json")]
    public async Task The_header_Accept_chooses_the_format(string accept, string mediaType)
    {
        var (status, _, response) = await _host.GetAsync($"{_path}/series", accept.Length == 0 ? [] : [("Accept", accept)]);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(mediaType == "application/problem+json" ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, status);
        Assert.Equal("text/csv", (await _host.GetAsync($"{_path}/series?format=csv", ("Accept", "image/png"))).Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_another_view_has_another_tag()
    {
        var tags = new HashSet<string>();
        foreach (var view in new[] { "", "/events", "/events?kinds=alert", "/series", "/series?format=csv", "/series?resolution=1m", "/series?fields=bpm" })
        {
            var (_, _, response) = await _host.GetAsync(_path + view);
            var tag = response.Headers.ETag!.ToString();
            Assert.True(tags.Add(tag), view);
            Assert.Equal("no-cache, private", response.Headers.CacheControl!.ToString());
            var (status, text, again) = await _host.GetAsync(_path + view, ("If-None-Match", $"\"other\", {tag}"));
            Assert.Equal((HttpStatusCode.NotModified, "", tag), (status, text, again.Headers.ETag!.ToString()));
        }

        await using (var journal = _folder.Open()) journal.Append(MoreOf(_rows[0]));
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync($"{_path}/series", ("If-None-Match", string.Join(", ", tags)))).Status);
    }

    private static Core.Sessions.SessionStep MoreOf(JournalRow first)
    {
        var step = new Core.Sessions.SessionStep().ForSample(first.Entry.Session, "p_1", Start.AddSeconds(950), JournalSteps.Packet(80));
        step.Label = new(SignalQuality.Good, SignalReasons.None);
        return step;
    }

    /// <summary>By a slow way of its own: ten thousandths of a second, one after the other.</summary>
    private (double? Mean, double CoveredPercent) Integral(int from, int to)
    {
        var samples = _samples ??= [.. _rows.Where(r => r.Entry.Kind == JournalKind.Sample).Select(r =>
        {
            Assert.True(SampleBody.TryRead(r.Entry.Body, out var label, out var packet));
            return ((r.Entry.At - Start).TotalSeconds, label.Quality == SignalQuality.Good ? HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate.Bpm : null as int?);
        })];
        var (sum, count, all) = (0.0, 0, 0);
        for (var t = from + 0.005; t < to; t += 0.01)
        {
            all++;
            var last = samples.FindLastIndex(s => s.T <= t);
            if (last < 0 || samples[last].Bpm is not { } bpm || t - samples[last].T >= 5) continue;
            (sum, count) = (sum + bpm, count + 1);
        }

        return (count == 0 ? null : sum / count, Math.Round(100.0 * count / all, 2));
    }

    private List<(double T, int? Bpm)>? _samples;

    private async Task<List<Dictionary<string, string>>> CsvAsync(string query)
    {
        var (status, text, _) = await _host.GetAsync($"{_path}/series?{query}&format=csv");
        Assert.Equal(HttpStatusCode.OK, status);
        var lines = text.Split("\r\n");
        Assert.Equal("", lines[^1]);
        var names = lines[0].Split(',');
        return [.. lines[1..^1].Select(l => names.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second))];
    }

    private async Task<List<string>> ArrowAsync(string resolution, string[] names)
    {
        var (_, bytes) = await _host.ReadAsync($"{_path}/series?resolution={resolution}&format=arrow");
        using var reader = new ArrowStreamReader(new MemoryStream(bytes));
        var rows = new List<string>();
        while (await reader.ReadNextRecordBatchAsync(TestContext.Current.CancellationToken) is { } batch)
        {
            Assert.Equal(names, batch.Schema.FieldsList.Select(f => f.Name));
            for (var i = 0; i < batch.Length; i++) rows.Add(string.Join('|', batch.Arrays.Select(a => Cell(a, i))));
        }

        return rows;
    }

    private async Task<List<string>> ParquetAsync(string resolution, string[] names)
    {
        var (_, bytes) = await _host.ReadAsync($"{_path}/series?resolution={resolution}&format=parquet");
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(bytes), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(names, reader.Schema.GetDataFields().Select(f => f.Name));
        var columns = await ParquetColumns.ReadAsync(reader);
        return [.. Enumerable.Range(0, columns[0].Count).Select(i => string.Join('|', columns.Select(c => Plain(c[i]))))];
    }

    private static string Cell(IArrowArray array, int i) => array switch
    {
        StringArray text => text.GetString(i) ?? "",
        TimestampArray at => Plain(at.GetTimestamp(i)),
        UInt16Array small => Plain(small.GetValue(i)),
        Int32Array whole => Plain(whole.GetValue(i)),
        Int64Array whole => Plain(whole.GetValue(i)),
        DoubleArray number => Plain(number.GetValue(i)),
        BooleanArray flag => Plain(flag.GetValue(i)),
        _ => throw new InvalidOperationException(array.GetType().Name),
    };

    private static string Plain(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateTimeOffset at => Stamp(at),
        DateTime at => Stamp(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };

    private static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
