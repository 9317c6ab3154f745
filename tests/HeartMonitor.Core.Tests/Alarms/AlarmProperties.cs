using CsCheck;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>Laws of the alerts of whole sessions in which anything happens in any order, shelves included.</summary>
public sealed class AlarmProperties
{
    private static readonly int Sessions = Support.Effort.Of(300);

    private static readonly Participant Person = new() { Id = "p_law", Age = 40, RestingHr = 70, BodyMassKg = 75 };

    private static readonly Gen<Participant> Anyone = AnyInput.OneOf(
        Person,
        Person with { Medications = [new() { Atc = "C07AB02" }], Conditions = [new() { Code = "coronary-disease" }] },
        Person with { Conditions = [new() { Code = "icd", DetectionRate = 170 }] });

    [Fact]
    public void What_was_put_aside_is_back_or_over_when_its_time_is()
    {
        long shelved = 0;
        Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
        {
            var told = SessionProperties.Play(person, inputs).OfType<AlertEvent>().ToList();
            foreach (var life in told.GroupBy(a => a.Id))
            {
                foreach (var (aside, next) in life.Zip(life.Skip(1).Append(null)).Where(pair => pair.First.State == AlertState.Shelved))
                {
                    Assert.NotEqual(AlertPriority.High, aside.Priority);
                    Assert.NotNull(next);
                    Assert.True(next.At <= aside.ShelvedUntil!.Value.AddSeconds(1), $"{next.T} is long after {aside.T}");
                    Interlocked.Increment(ref shelved);
                }
            }
        }, iter: 2 * Sessions);

        Assert.True(shelved > 10 || !Support.Effort.IsFull, $"only {shelved} shelves: the sessions prove nothing");
    }

    [Fact]
    public void Nothing_is_suppressed_when_the_session_is_over_and_high_alerts_never_are()
    {
        long suppressed = 0;
        Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
        {
            var told = SessionProperties.Play(person, inputs).OfType<AlertEvent>().ToList();
            Assert.All(told.GroupBy(a => a.Id), life => Assert.Null(life.Last().SuppressedBy));
            Assert.DoesNotContain(told, a => a is { SuppressedBy: not null, Priority: AlertPriority.High });
            Interlocked.Add(ref suppressed, told.Count(a => a.State == AlertState.Suppressed));
        }, iter: Sessions);

        Assert.True(suppressed > 10 || !Support.Effort.IsFull, $"only {suppressed} alerts were suppressed: the sessions prove nothing");
    }

    [Fact]
    public void Whoever_took_note_is_named_and_nobody_is_while_an_alert_asks() => Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
    {
        foreach (var alert in SessionProperties.Play(person, inputs).OfType<AlertEvent>())
        {
            Assert.Equal(alert.AckedBy is null, alert.AckedAt is null);
            if (alert.State is AlertState.Raised or AlertState.Escalated || alert.Latched) Assert.Null(alert.AckedBy);
            if (alert.State == AlertState.Acknowledged) Assert.Equal(alert.At, alert.AckedAt);
            Assert.Equal(alert.State == AlertState.Shelved, alert.ShelvedBy is not null);
        }
    }, iter: Sessions);

    [Fact]
    public void No_alert_of_a_code_is_raised_more_than_three_times_in_a_minute_by_a_signal() => Gen.Select(Anyone, AnyInput.Session).Sample((person, inputs) =>
    {
        AlertCode[] bySignal = [AlertCode.ContactLost, AlertCode.SignalDoubtful];
        var raised = SessionProperties.Play(person, inputs).OfType<AlertEvent>().Where(a => a.State == AlertState.Raised && bySignal.Contains(a.Code));
        foreach (var times in raised.GroupBy(a => a.Code).Select(code => code.Select(a => a.T).ToList()))
            for (var i = 3; i < times.Count; i++) Assert.True(times[i] - times[i - 3] > 60, $"four raises within a minute at {times[i]}");
    }, iter: Sessions);
}
