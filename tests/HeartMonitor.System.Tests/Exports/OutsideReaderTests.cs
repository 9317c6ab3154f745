using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Exports;

/// <summary>Exports in the hands of programs that are not ours: Python, R, pandas and the vendor's FIT decoder.</summary>
public sealed class OutsideReaderTests : IAsyncLifetime
{
    private readonly ExportRig _rig = new();

    public async ValueTask InitializeAsync() => await _rig.StoreAsync();

    public ValueTask DisposeAsync()
    {
        _rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_Python_recipe_finds_the_figures_of_the_session()
    {
        await OutsideReader.RequireAsync("Python is not installed: apt-get install python3", OutsideReader.Python, "--version");
        var folder = await ExportedAsync("csv");
        AssertFigures(await OutsideReader.RunAsync(OutsideReader.Python, Path.Combine(OutsideReader.Recipes, "session.py"), folder));
    }

    /// <summary>Debian has no pyarrow: CI leaves this out, DuckDB reads the same files in the tests of Research.</summary>
    [Fact]
    public async Task The_Python_recipe_finds_the_same_in_Parquet()
    {
        var reads = await OutsideReader.AnswersAsync(OutsideReader.Python, "-c", "import pyarrow.parquet") || await OutsideReader.AnswersAsync(OutsideReader.Python, "-c", "import duckdb");
        Assert.SkipUnless(reads, "Python reads no Parquet here: pip install pyarrow");
        AssertFigures(await OutsideReader.RunAsync(OutsideReader.Python, Path.Combine(OutsideReader.Recipes, "session.py"), await ExportedAsync("parquet")));
    }

    [Fact]
    public async Task The_R_recipe_finds_the_figures_of_the_session_and_draws_it()
    {
        await OutsideReader.RequireAsync("R is not installed: apt-get install r-base-core", "Rscript", "--version");
        var picture = _rig.Out("s.pdf");
        AssertFigures(await OutsideReader.RunAsync("Rscript", "--vanilla", Path.Combine(OutsideReader.Recipes, "session.R"), await ExportedAsync("csv"), picture));
        Assert.True(new FileInfo(picture).Length > 1_000);
    }

    /// <summary>As a researcher types it, three lines.</summary>
    [Fact]
    public async Task Pandas_reads_the_tables_with_times_and_gaps()
    {
        await OutsideReader.RequireAsync("pandas is not installed: apt-get install python3-pandas", OutsideReader.Python, "-c", "import pandas");
        var folder = await ExportedAsync("csv");
        var (code, output, errors) = await OutsideReader.RunAsync(OutsideReader.Python, "-c", $"""
            import pandas as pd
            s = pd.read_csv(r"{folder}/samples.csv", parse_dates=["t_utc"]); r = pd.read_csv(r"{folder}/rr.csv")
            print(len(s), s.t_utc.dt.tz, int(s.bpm.sum()), len(r), repr(float(r.rr_ms.sum())), r.gap_before.dtype, int(r.gap_before.sum()))
            """);
        Assert.True(code == 0, errors);
        var series = Series();
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{series.Samples.Count} UTC {series.Samples.Sum(s => s.Bpm ?? 0)} {series.Beats.Count} {series.Beats.Sum(b => b.Ms):0.0###########} bool {series.Beats.Count(b => b.GapBefore)}"),
            output.Trim());
    }

    [Fact]
    public async Task The_vendors_decoder_finds_the_FIT_file_whole_and_the_rates_in_it()
    {
        var sdk = Environment.GetEnvironmentVariable(OutsideReader.FitSdkVariable);
        Assert.SkipWhen(sdk is null, $"Garmin's FIT SDK is not there: npm install --prefix DIR --ignore-scripts @garmin/fitsdk@21.217.0, then {OutsideReader.FitSdkVariable}=DIR/node_modules/@garmin/fitsdk");
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, "fit", _rig.Out("s.fit"))));
        var script = _rig.Out("decode.mjs");
        await File.WriteAllTextAsync(script, $$"""
            import fs from 'node:fs';
            import { Decoder, Stream } from '{{new Uri(Path.Combine(sdk!, "src", "index.js"))}}';
            const decoder = new Decoder(Stream.fromBuffer(fs.readFileSync(process.argv[2])));
            const whole = decoder.isFIT() && decoder.checkIntegrity();
            const { messages, errors } = decoder.read();
            console.log(JSON.stringify({ whole, errors: errors.length, rates: messages.recordMesgs.map(m => m.heartRate),
              intervals: messages.hrvMesgs.flatMap(m => m.time).filter(t => t !== null), sessions: messages.sessionMesgs.length,
              elapsed: messages.sessionMesgs[0].totalElapsedTime, laps: messages.lapMesgs.length, activity: messages.activityMesgs.length,
              type: messages.fileIdMesgs[0].type }));
            """, TestContext.Current.CancellationToken);
        var (code, output, errors) = await OutsideReader.RunAsync("node", script, _rig.Out("s.fit"));
        Assert.True(code == 0, errors);
        using var read = JsonDocument.Parse(output);
        var root = read.RootElement;
        Assert.Equal((true, 0, "activity", 1, 1, 120.0), (root.GetProperty("whole").GetBoolean(), root.GetProperty("errors").GetInt32(), root.GetProperty("type").GetString()!, root.GetProperty("sessions").GetInt32(), root.GetProperty("activity").GetInt32(), root.GetProperty("elapsed").GetDouble()));
        var series = Series();
        Assert.Equal(series.Samples.Where(s => s.Bpm is not null && s.Label.Quality >= SignalQuality.Suspect).Select(s => s.Bpm!.Value), root.GetProperty("rates").EnumerateArray().Select(r => r.GetInt32()));
        Assert.Equal(series.Beats.Where(b => b.Segment > 0).Select(b => Math.Round(b.Ms, MidpointRounding.AwayFromZero) / 1000), root.GetProperty("intervals").EnumerateArray().Select(r => r.GetDouble()));
    }

    private static readonly string[] Figures = ["packets", "intervals", "mean_bpm", "rmssd_ms", "gaps", "gap_s", "rpe", "alerts"];

    private void AssertFigures((int ExitCode, string Output, string Errors) run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        var told = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd().Split(':', 2)).ToDictionary(p => p[0], p => p[1].Trim());
        var series = Series();
        var (weighted, weight) = (0.0, 0.0);
        foreach (var (one, next) in series.Samples.Zip(series.Samples.Skip(1)))
        {
            if (one.Label.Quality != SignalQuality.Good || one.Bpm is not { } bpm) continue;
            var seconds = Math.Min(5, next.T - one.T);
            (weighted, weight) = (weighted + (bpm * seconds), weight + seconds);
        }

        var squares = series.Beats.Zip(series.Beats.Skip(1)).Where(p => !p.Second.GapBefore && IsClean(p.First) && IsClean(p.Second)).Select(p => Math.Pow(p.Second.Ms - p.First.Ms, 2)).ToList();
        string[] expected =
        [
            Text($"{series.Samples.Count}"), Text($"{series.Beats.Count}"), Text($"{weighted / weight:0.00}"), Text($"{Math.Sqrt(squares.Average()):0.00}"), Text($"{series.Gaps.Count}"),
            Text($"{series.Gaps.Sum(g => g.Seconds):0.000}"), "12@90", string.Join(' ', series.Alerts.Where(a => a.State == Core.Sessions.AlertState.Raised).Select(a => Core.KebabCase.Of(a.Code))),
        ];
        Assert.Equal(Figures.Zip(expected), Figures.Select(f => (f, told[f])));
    }

    private static bool IsClean(SeriesBeat beat) => beat is { Segment: > 0, Flag: 0, Artefact: BeatArtefact.None or BeatArtefact.Unknown };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private SessionSeries Series() => SessionReading.Of(new JournalReader(_rig.Data).ReadSession(_rig.First), StoredStory.Rules).Series;

    private async Task<string> ExportedAsync(string format)
    {
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, format, _rig.Out(format))));
        return _rig.Out(format);
    }
}
