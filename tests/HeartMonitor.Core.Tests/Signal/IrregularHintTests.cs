using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>
/// Domain-facts 5.7: only at rest or in a cool-down, under 5 % artefacts, once a session, low, and in these words; decisions 8: off by default.
/// </summary>
public sealed class IrregularHintTests
{
    private static readonly Participant Person = new() { Id = "p_hint", Age = 60, RestingHr = 62, BodyMassKg = 75 };

    private static readonly EngineSetup Switched = On();

    private readonly Random _random = new(11);

    [Fact]
    public void It_is_off_as_it_ships()
    {
        Assert.False(Shipped.Alarms.Rules.IrregularityHint);
        Assert.Empty(new Course(Person, Shipped.Setup).Play(300, Uneven).Hints);
    }

    [Fact]
    public void At_rest_it_is_told_once_low_and_in_the_words_that_are_allowed()
    {
        var hints = new Course(Person, Switched).Play(900, Uneven).Hints;
        var hint = Assert.Single(hints);

        Assert.Equal(AlertPriority.Low, hint.Priority);
        Assert.StartsWith("RR pattern irregular: check pulse or ECG if new", hint.Text, StringComparison.Ordinal);
        Assert.InRange(hint.T, 138, 140); // 10 s of wear, then 128 intervals, one a second
        Assert.All(hint.Because, evidence => Assert.True(double.IsFinite(evidence.Value)));
    }

    [Fact]
    public void In_work_it_is_never_told() =>
        Assert.Empty(new Course(Person, Switched).Enter(SessionPhase.Work).Play(900, Uneven).Hints);

    [Fact]
    public void Intervals_of_the_work_say_nothing_about_the_cool_down() =>
        Assert.Empty(new Course(Person, Switched).Enter(SessionPhase.Work).Play(300, Uneven).Enter(SessionPhase.CoolDown).Play(300, Even).Hints);

    [Fact]
    public void In_a_cool_down_it_is_told_from_128_intervals_of_the_cool_down()
    {
        var hint = Assert.Single(new Course(Person, Switched).Enter(SessionPhase.Work).Play(300, Even).Enter(SessionPhase.CoolDown).Play(300, Uneven).Hints);
        Assert.InRange(hint.T, 428, 430);
    }

    [Fact]
    public void What_a_strap_sends_off_the_skin_is_no_pattern() =>
        Assert.Empty(new Course(Person, Switched).Play(60, Even).Play(300, _ => 300 + (1500 * _random.NextDouble()), SensorContact.NotDetected).Play(60, Even).Hints);

    [Fact]
    public void Smoothed_intervals_of_an_optical_sensor_are_none_to_look_at() =>
        Assert.Empty(new Course(Person, Switched, SensorClass.Optical).Play(300, Uneven).Hints);

    [Theory]
    [InlineData("pacemaker")]
    [InlineData("heart-transplant")]
    public void Where_the_record_explains_it_nothing_is_hinted(string condition) =>
        Assert.Empty(new Course(Person with { Conditions = [new() { Code = condition }] }, Switched).Play(300, Uneven).Hints);

    [Fact]
    public void A_known_irregular_rhythm_is_told_from_the_record_and_once()
    {
        var hint = Assert.Single(new Course(Person with { Conditions = [new() { Code = "atrial-fibrillation", Present = true }] }, Switched).Play(300, Uneven).Hints);
        Assert.Contains("known from the record", hint.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_breathing_heart_at_rest_is_not_irregular() =>
        Assert.Empty(new Course(Person, Switched).Play(600, second => 950 + (60 * Math.Sin(second * 1.3))).Hints);

    private double Uneven(int second) => Math.Max(450, 900 + (200 * ((2 * _random.NextDouble()) - 1)));

    private static double Even(int second) => 900 + (second % 5 * 4);

    private static EngineSetup On()
    {
        var text = Shipped.Text("alarms.json");
        var at = text.IndexOf("\"rules\"", StringComparison.Ordinal);
        var brace = text.IndexOf('{', at) + 1;
        var other = text.Contains("\"irregularityHint\"", StringComparison.Ordinal)
            ? text.Replace("\"irregularityHint\": false", "\"irregularityHint\": true", StringComparison.Ordinal)
            : text.Insert(brace, "\"irregularityHint\": true, ");
        var (catalogue, faults) = AlarmCatalogueReader.Read(other);
        return Shipped.Setup with { Alarms = catalogue ?? throw new InvalidOperationException(string.Join("; ", faults)) };
    }

    private sealed class Course
    {
        private readonly SessionEngine _engine;
        private readonly SessionStep _step = new();
        private readonly List<SessionEvent> _events = [];
        private int _second;

        internal Course(Participant person, EngineSetup setup, SensorClass sensor = SensorClass.Chest)
        {
            var start = new SessionStarted { Participant = person, Sensor = sensor };
            _engine = new(Identity.OfSession("gym1", person.Id, TestStrap.Start), start, TestStrap.Start, setup);
            Apply(SessionInput.OfFact(TestStrap.Start, start));
        }

        internal List<AlertEvent> Hints => [.. _events.OfType<AlertEvent>().Where(a => a is { Code: AlertCode.IrregularRr, State: AlertState.Raised })];

        internal Course Enter(SessionPhase phase)
        {
            Apply(SessionInput.OfFact(TestStrap.At(_second), new PhaseEntered(phase)));
            return this;
        }

        internal Course Play(int seconds, Func<int, double> rrMs, SensorContact contact = SensorContact.Detected)
        {
            for (var i = 0; i < seconds; i++, _second++)
                Apply(SessionInput.OfPacket(TestStrap.At(_second), HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(66), contact, [RrInterval.FromMilliseconds(rrMs(_second))])));
            return this;
        }

        private void Apply(SessionInput input)
        {
            _engine.Apply(input, _step.ForFact(_engine.Id, _engine.Person.Id, input.At, input.Fact));
            _events.AddRange(_step.Events);
        }
    }
}
