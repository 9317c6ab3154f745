using System.Globalization;
using System.Text;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

public sealed class JournalLinesTests
{
    private static readonly InfluxDialect Influx = new(InfluxVersion.V1, HasStringFields: true);
    private static readonly InfluxDialect Victoria = new(InfluxVersion.V1, HasStringFields: false);

    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 2, 9, 0, 1, TimeSpan.Zero).AddTicks(2_504_560);

    [Fact]
    public void A_sample_is_one_hr_line_and_one_rr_line_a_beat_the_last_beat_at_the_packets_stamp() =>
        Assert.Equal(
            """
            hr,p=p_07,site=gym1,src=strap bpm=132i,contact=t,q=100i,sid="s_abcdefghijkl",n=48123i 1772442001250456
            rr,p=p_07,site=gym1,src=strap ms=454.1015625,flag=0i,n=48123i 1772442000750456
            rr,p=p_07,site=gym1,src=strap ms=500.0,flag=0i,n=48123i 1772442001250456

            """,
            Lines(Influx, JournalSteps.SampleRow(48123, At, JournalSteps.Good, JournalSteps.Packet(132, rr: [465, 512]))));

    [Fact]
    public void A_reading_of_zero_is_not_a_heart_rate() =>
        Assert.Equal(
            "hr,p=p_07,site=gym1,src=strap contact=f,q=0i,sid=\"s_abcdefghijkl\",n=1i 1772442001250456\n",
            Lines(Influx, JournalSteps.SampleRow(1, At, default, JournalSteps.Packet(0, SensorContact.NotDetected))));

    [Theory]
    [InlineData(SignalQuality.Good, 100)]
    [InlineData(SignalQuality.Suspect, 50)]
    [InlineData(SignalQuality.Bad, 0)]
    [InlineData(SignalQuality.None, 0)]
    public void Quality_is_a_percentage_and_an_unsupported_contact_is_left_out(SignalQuality quality, int percent) =>
        Assert.Equal(
            $"hr,p=p_07,site=gym1,src=strap bpm=90i,q={percent}i,sid=\"s_abcdefghijkl\",n=2i 1772442001250456\n",
            Lines(Influx, JournalSteps.SampleRow(2, At, new(quality, default), JournalSteps.Packet(90, SensorContact.NotSupported))));

    [Fact]
    public void A_packet_that_could_not_be_decoded_still_shows_as_a_sample() =>
        Assert.Equal(
            "hr,p=p_07,site=gym1,src=strap q=0i,sid=\"s_abcdefghijkl\",n=3i 1772442001250456\n",
            Lines(Influx, JournalSteps.SampleRow(3, At, new(SignalQuality.Bad, SignalReasons.Undecodable), [0x06])));

    /// <summary>465/1024 s is a beat, 512/1024 s the exact 500 ms of a sensor that has none (domain-facts 1.5).</summary>
    [Theory]
    [InlineData(SignalQuality.Good, SignalReasons.None, 0, 0)]
    [InlineData(SignalQuality.Good, SignalReasons.RrClock, 1, 1)]
    [InlineData(SignalQuality.Good, SignalReasons.RrFiller, 1, 2)]
    [InlineData(SignalQuality.Good, SignalReasons.RrArtefacts, 2, 2)]
    [InlineData(SignalQuality.Suspect, SignalReasons.StartOfWear, 1, 1)]
    [InlineData(SignalQuality.Suspect, SignalReasons.RrFiller, 1, 2)]
    [InlineData(SignalQuality.Suspect, SignalReasons.RrFiller | SignalReasons.RrClock, 1, 2)]
    [InlineData(SignalQuality.Bad, SignalReasons.Step | SignalReasons.RrClock, 2, 2)]
    [InlineData(SignalQuality.None, SignalReasons.NoContact, 2, 2)]
    public void A_beats_flag_is_no_better_than_the_rates_quality_and_than_what_speaks_against_the_intervals(
        SignalQuality quality, SignalReasons reasons, int beat, int filler)
    {
        var lines = Lines(Influx, JournalSteps.SampleRow(5, At, new(quality, reasons), JournalSteps.Packet(90, rr: [465, 512]))).Split('\n');

        Assert.Equal($"rr,p=p_07,site=gym1,src=strap ms=454.1015625,flag={beat}i,n=5i 1772442000750456", lines[1]);
        Assert.Equal($"rr,p=p_07,site=gym1,src=strap ms=500.0,flag={filler}i,n=5i 1772442001250456", lines[2]);
    }

    [Fact]
    public void A_packet_that_came_twice_writes_its_beats_once_and_never_takes_the_place_of_the_first()
    {
        var packet = JournalSteps.Packet(132, rr: [465]);
        var duplicate = new SignalLabel(SignalQuality.Suspect, SignalReasons.Duplicate);

        Assert.Equal(
            """
            hr,p=p_07,site=gym1,src=strap bpm=132i,contact=t,q=100i,sid="s_abcdefghijkl",n=1i 1772442001250456
            rr,p=p_07,site=gym1,src=strap ms=454.1015625,flag=0i,n=1i 1772442001250456
            hr,p=p_07,site=gym1,src=strap bpm=132i,contact=t,q=50i,sid="s_abcdefghijkl",n=2i 1772442001250457

            """,
            Lines(Influx, JournalSteps.SampleRow(1, At, JournalSteps.Good, packet), JournalSteps.SampleRow(2, At, duplicate, packet)));
        Assert.EndsWith(" 1772442001251000\n", Lines(Victoria, JournalSteps.SampleRow(2, At, duplicate, packet)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_keeps_all_its_reasons_in_the_journal()
    {
        var all = Enum.GetValues<SignalReasons>().Aggregate((one, other) => one | other);
        foreach (var reasons in Enum.GetValues<SignalReasons>().Append(all))
        {
            var label = new SignalLabel(SignalQuality.Suspect, reasons);
            Assert.True(SampleBody.TryRead(SampleBody.Write(label, JournalSteps.Packet(90)), out var read, out var packet));
            Assert.Equal((label, 90), (read, HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate.Bpm));
        }

        Assert.Equal(0x1FFFF, (int)all);
    }

    [Fact]
    public void An_answer_is_an_rpe_line_and_one_outside_the_scale_is_none()
    {
        Assert.Equal(
            "rpe,p=p_07,scale=borg6_20,site=gym1 value=13i,sid=\"s_abcdefghijkl\",n=4i 1772442001250456\n",
            Lines(Influx, JournalSteps.FactRow(4, At, new RpeAnswered(13))));
        Assert.Equal("", Lines(Influx, JournalSteps.FactRow(5, At, new RpeAnswered(21)), JournalSteps.FactRow(6, At, new SessionPaused())));
    }

    [Fact]
    public void An_answer_taken_back_is_marked_at_its_own_point()
    {
        var withdrawn = new AnswerEvent { T = 90, At = At.AddSeconds(30), State = AnswerState.Withdrawn, Value = 13, AnsweredAt = At, By = "staff1" };

        Assert.Equal(
            """
            rpe,p=p_07,scale=borg6_20,site=gym1 value=13i,sid="s_abcdefghijkl",n=4i 1772442001250456
            rpe,p=p_07,scale=borg6_20,site=gym1 withdrawn=t,sid="s_abcdefghijkl" 1772442001250456

            """,
            Lines(Influx, JournalSteps.FactRow(4, At, new RpeAnswered(13)), JournalSteps.EventRow(5, withdrawn)));
    }

    [Fact]
    public void Two_revisions_of_an_alert_at_one_instant_do_not_overwrite_each_other()
    {
        var raised = JournalSteps.Alert("a1b2c3d4e5f6g7h8", 1);
        var rows = new[] { JournalSteps.EventRow(7, raised), JournalSteps.EventRow(8, raised with { Rev = 2, State = AlertState.Escalated }) };

        Assert.Equal(
            """
            ev,code=rpe-stop,p=p_07,site=gym1 priority="high",aid="a1b2c3d4e5f6g7h8",state="raised",rev=1i,sid="s_abcdefghijkl",n=7i 1772442000000000
            ev,code=rpe-stop,p=p_07,site=gym1 priority="high",aid="a1b2c3d4e5f6g7h8",state="escalated",rev=2i,sid="s_abcdefghijkl",n=8i 1772442000000001

            """,
            Lines(Influx, rows));
    }

    [Fact]
    public void Without_string_fields_there_is_no_session_unless_as_a_tag_and_stamps_are_whole_milliseconds() =>
        Assert.Equal(
            """
            hr,p=p_07,site=gym1,src=strap bpm=132i,contact=t,q=100i,n=9i 1772442001250000
            rr,p=p_07,site=gym1,src=strap ms=500.0,flag=0i,n=9i 1772442001249000
            rr,p=p_07,site=gym1,src=strap ms=0.9765625,flag=0i,n=9i 1772442001250000
            rr,p=p_07,site=gym1,src=strap ms=0.9765625,flag=0i,n=9i 1772442001251000
            rpe,p=p_07,scale=borg6_20,site=gym1 value=11i,n=10i 1772442001250000
            ev,code=rpe-stop,p=p_07,priority=high,site=gym1,state=raised rev=1i,n=11i 1772442000000000

            """,
            Lines(
                Victoria,
                JournalSteps.SampleRow(9, At.AddTicks(5_340), JournalSteps.Good, JournalSteps.Packet(132, rr: [512, 1, 1])),
                JournalSteps.FactRow(10, At, new RpeAnswered(11)),
                JournalSteps.EventRow(11, JournalSteps.Alert("a1", 1))));

    [Fact]
    public void The_same_rows_give_the_same_bytes_in_a_comma_culture()
    {
        var rows = new[] { JournalSteps.SampleRow(1, At, JournalSteps.Good, JournalSteps.Packet(90, rr: [465])), JournalSteps.EventRow(2, JournalSteps.Alert("a", 1)) };
        var invariant = Lines(Influx, rows);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(invariant, Lines(Influx, rows));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_summary_is_a_dose_line_a_minute_stamped_with_the_minutes_beginning()
    {
        var summary = new SummaryEvent
        {
            T = 420,
            At = At,
            Rpe = [],
            Alerts = new(0, 0, 0),
            Prompts = new(0, 0, 0),
            CoveragePercent = 100,
            Reasons = new Dictionary<string, string>(),
            MetStretches = [new(0, 2, 4.5, MetSource.AcsmLegCycle), new(360, 0.5, 2.5, MetSource.RpeBand)],
        };
        var row = JournalSteps.EventRow(9, summary);

        Assert.Equal(
            """
            dose,p=p_07,site=gym1,source=acsm-leg-cycle met=4.5,minutes=1.0,sid="s_abcdefghijkl",n=9i 1772441581250456
            dose,p=p_07,site=gym1,source=acsm-leg-cycle met=4.5,minutes=1.0,sid="s_abcdefghijkl",n=9i 1772441641250456
            dose,p=p_07,site=gym1,source=rpe-band met=2.5,minutes=0.5,sid="s_abcdefghijkl",n=9i 1772441941250456

            """,
            Lines(Influx, row));
        Assert.StartsWith("dose,p=p_07,site=gym1,source=acsm-leg-cycle met=4.5,minutes=1.0,n=9i 1772441581250", Lines(Victoria, row), StringComparison.Ordinal);
    }

    private static string Lines(InfluxDialect dialect, params JournalRow[] rows)
    {
        var batch = new LineBatch();
        var lines = new JournalLines("gym1", "strap", batch);
        foreach (var row in rows) lines.Add(row, dialect);
        return batch.Lines.Count == 0 ? "" : Encoding.UTF8.GetString(batch.Bytes(0, batch.Lines.Count).Span);
    }
}
