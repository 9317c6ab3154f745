using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>The same person some days earlier or later. Days near the ends of the calendar stay: they mean "always" and "never".</summary>
internal static class Shifted
{
    internal static Participant By(Participant person, int days) => person with
    {
        Medications =
        [
            .. person.Medications.Select(m => m with
            {
                StartedOn = By(m.StartedOn, days), ChangedOn = By(m.ChangedOn, days), StoppedOn = By(m.StoppedOn, days), LastTaken = By(m.LastTaken, days),
            }),
        ],
        Tests = [.. person.Tests.Select(t => t with { Date = By(t.Date, days) })],
    };

    internal static CheckIn By(CheckIn checkIn, int days) =>
        checkIn with { Taken = checkIn.Taken.ToDictionary(dose => dose.Key, dose => By((DateTimeOffset?)dose.Value, days)!.Value) };

    internal static DateOnly By(DateOnly day, int days) => By((DateOnly?)day, days)!.Value;

    internal static DateOnly? By(DateOnly? day, int days) => day is { Year: > 100 and < 9000 } some ? some.AddDays(days) : day;

    internal static DateTimeOffset? By(DateTimeOffset? at, int days) => at is { Year: > 100 and < 9000 } some ? some.AddDays(days) : at;
}
