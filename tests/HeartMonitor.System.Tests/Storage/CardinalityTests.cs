using System.Text;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>Series do not grow with sessions: a year of three sessions a week makes none that the first weeks did not make.</summary>
public sealed class CardinalityTests
{
    private const int People = 40;
    private const int SessionsAWeek = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_year_of_sessions_makes_no_more_series_than_a_quarter_of_it(bool hasStrings)
    {
        var dialect = new InfluxDialect(InfluxVersion.V1, hasStrings);
        var (quarter, year) = (SeriesOf(dialect, 13), SeriesOf(dialect, 52));

        Assert.True(quarter.SetEquals(year), string.Join('\n', year.Except(quarter).Take(5)));
        Assert.InRange(year.Count, People * 5, People * (hasStrings ? 9 : 15)); // hr, rr, rpe, hr_1m, three codes, two sources; states of an alert on VictoriaMetrics
    }

    [Fact]
    public void A_session_as_a_tag_makes_new_series_for_ever_and_is_therefore_off()
    {
        Assert.False(new InfluxOptions { Url = new("http://localhost:1") }.SessionTag);
        var tagged = new InfluxDialect(InfluxVersion.V3, HasStringFields: true, HasSessionTag: true);
        Assert.True(SeriesOf(tagged, 8).Count > 1.9 * SeriesOf(tagged, 4).Count);
    }

    private static HashSet<string> SeriesOf(InfluxDialect dialect, int weeks)
    {
        var batch = new LineBatch();
        var lines = new JournalLines("gym1", "strap", batch);
        var series = new HashSet<string>(StringComparer.Ordinal);
        var seq = 0L;
        for (var session = 0; session < People * SessionsAWeek * weeks; session++)
        {
            var (sid, person) = ($"s_{session:000000000000}", $"p_{session % People:00}");
            var at = Start.AddHours(session * 168.0 / (People * SessionsAWeek));
            batch.Clear();
            foreach (var row in Session(at, session)) lines.Add(new(++seq, row.Entry with { Session = sid, Participant = person }), dialect);
            var minutes = new SessionMinutes(sid, person, 0, 0) { IsEnded = true };
            minutes.Add(at.ToUnixTimeMilliseconds() * 1_000, seq, 100, isNew: true, 0);
            minutes.WriteTo(batch, new() { Url = new("http://localhost:1") }, dialect, long.MaxValue);
            for (var i = 0; i < batch.Lines.Count; i++) series.Add(Encoding.UTF8.GetString(batch.Bytes(i, 1).Span).Split(' ')[0]);
        }

        return series;
    }

    /// <summary>One of three alerts, two sources of METs, an answer, and what never comes twice: stamps, ids, figures.</summary>
    private static IEnumerable<JournalRow> Session(DateTimeOffset at, int session)
    {
        yield return SampleRow(0, at, Good, Packet(60 + (session % 120), rr: [(ushort)(400 + (session % 500))]));
        yield return FactRow(0, at.AddSeconds(60), new RpeAnswered(6 + (session % 15)));
        var code = (session / People % 3) switch { 0 => AlertCode.RpeStop, 1 => AlertCode.ContactLost, _ => AlertCode.ZoneHigh };
        foreach (var (state, rev) in new[] { (AlertState.Raised, 1), (AlertState.Cleared, 2), (AlertState.Closed, 3) })
            yield return EventRow(0, Alert($"a{session}", rev, state) with { Code = code, At = at.AddSeconds(100 + rev) });
        yield return EventRow(0, new SummaryEvent
        {
            T = 300,
            At = at.AddSeconds(300),
            Rpe = [],
            Alerts = new(0, 0, 0),
            Prompts = new(0, 0, 0),
            CoveragePercent = 100,
            Reasons = new Dictionary<string, string>(),
            MetStretches = [new(0, 2, 3 + (session % 7), session / People % 2 == 0 ? MetSource.RpeBand : MetSource.AcsmWalk)],
        });
    }
}
