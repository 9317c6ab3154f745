using System.Buffers.Binary;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>FIT, decoded by a reader that shares nothing with the writer. The vendor's own reads it in the system tests.</summary>
public sealed class FitExportTests
{
    private const int NoInterval = 0xFFFF;

    private static readonly DateTimeOffset Epoch = new(1989, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Records_are_the_rates_of_the_journal_second_by_second()
    {
        var told = Exported.Canary.Samples.Where(s => s.Bpm is >= 1 and <= 254 && s.IsReading && (s.IsLate || s.Label.Quality >= SignalQuality.Suspect) && !s.Label.Reasons.HasFlag(SignalReasons.Duplicate));
        Assert.Equal(
            told.Select(s => ((long)Math.Floor((s.At - Epoch).TotalSeconds), (long)s.Bpm!.Value, s.IsLate ? 255 : s.Label.Quality == SignalQuality.Good ? 100 : 50)),
            (await ReadAsync()).Where(m => m.Number == 20).Select(m => (m[253], m[3], (int)m.Developer["quality"][0])));
    }

    [Fact]
    public async Task Intervals_are_those_of_the_segments_and_none_spans_a_gap()
    {
        var (values, gaps) = (new List<int>(), new List<int>());
        foreach (var message in (await ReadAsync()).Where(m => m.Number == 78))
        {
            if (message.Developer.TryGetValue("gap_before", out var gap) && gap[0] == 1) gaps.Add(values.Count);
            Assert.Equal(10, message.Fields[0].Length);
            for (var i = 0; i < 5; i++)
                if (BinaryPrimitives.ReadUInt16LittleEndian(message.Fields[0].AsSpan(2 * i)) is var value && value != NoInterval) values.Add(value);
        }

        var beats = Exported.Canary.Beats.Where(b => b.Segment > 0).ToList();
        Assert.Equal(beats.Select(b => (int)Math.Round(b.Ms, MidpointRounding.AwayFromZero)), values);
        Assert.Equal(beats.Select((b, i) => (b.GapBefore, i)).Where(p => p.GapBefore).Select(p => p.i), gaps);
    }

    [Fact]
    public async Task Laps_session_and_activity_close_the_file_as_the_protocol_wants()
    {
        var messages = await ReadAsync();
        Assert.Equal(0, messages[0].Number);
        Assert.Equal((4L, 255L), (messages[0][0], messages[0][1]));
        Assert.Equal([18, 34], messages.Select(m => m.Number).TakeLast(2));
        Assert.Equal([5L, 25L, 330L, 40L, 20L], messages.Where(m => m.Number == 19).Select(m => m[7] / 1000));
        var session = messages[^2];
        Assert.Equal((420_000L, 405_000L, 5L), (session[7], session[8], session[26])); // 15 s of pause
        Assert.Equal(Exported.Canary.Gaps.Count, BinaryPrimitives.ReadUInt16LittleEndian(session.Developer["gaps"]));
        Assert.Equal("p_07", session.Text("participant"));
        Assert.Equal(Exported.Canary.Versions.Rules[0], session.Text("rules_version"));
        Assert.Equal(Exported.Canary.Versions.Catalogue[0], session.Text("catalogue_version"));
    }

    [Fact]
    public async Task Answers_are_markers_with_the_scale_in_their_name_and_withdrawn_ones_are_not_told()
    {
        var markers = (await ReadAsync()).Where(m => m.Number == 21 && m[0] == 32).ToList();
        Assert.Equal([12, 13], markers.Select(m => (int)m.Developer["rpe_borg_6_20"][0]));
    }

    [Fact]
    public async Task The_timer_stands_still_in_a_pause()
    {
        var timer = (await ReadAsync()).Where(m => m.Number == 21 && m[0] == 0).Select(m => (m[253] - (long)(CanarySession.Start - Epoch).TotalSeconds, m[1]));
        Assert.Equal([(0L, 0L), (160L, 4L), (175L, 0L), (420L, 4L)], timer);
    }

    private static async Task<IReadOnlyList<FitMessage>> ReadAsync() => FitReader.Read((await Exported.FileAsync(Exported.Canary, ExportFormat.Fit)).Content.Span);
}
