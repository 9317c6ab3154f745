using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Reports;

/// <summary>Who it is in figures, what is taken and when, and what was complained of: the parts of the page that are about the person. No name, no dose.</summary>
internal sealed class PersonTables(SessionReading reading, TimeZoneInfo zone, ReportWords words)
{
    private const int MostMedicines = 8; // ours: one page
    private const int MostSymptoms = 8;

    private readonly SessionSeries _s = reading.Series;

    /// <summary>Age, sex, body mass and resting heart rate, as far as they are known.</summary>
    internal string Figures()
    {
        var person = _s.Person;
        var measured = reading.Facts.LastOrDefault(f => f is { Counts: true, Fact: RestingHeartRateMeasured });
        string?[] parts =
        [
            person.AgeYears is { } age ? words["age", ("n", words.Number(age, 0) + (age >= 90 ? "+" : ""))] : words["age.unknown"],
            person.Sex is { } sex ? words["sex." + sex] : null,
            person.BodyMassKg is { } mass ? $"{words.Number(mass)} kg" : null,
            person.RestingHr is { } rest ? words["resting", ("n", words.Number(rest, 0)), ("how", measured is null ? words["resting.file"] : words["resting.measured", ("t", Moment(measured.At))])] : words["resting.unknown"],
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>Medicines on record with their dates, and when each was taken last, as far as somebody said so.</summary>
    internal ReportTable Medicines()
    {
        var taken = reading.Facts.Where(f => f is { Counts: true, Fact: MedicationTaken }).Select(f => (f.At, Fact: (MedicationTaken)f.Fact)).ToList();
        var listed = (reading.Start.Participant?.Medications ?? []).ToList();
        foreach (var other in taken.Where(t => listed.TrueForAll(m => !Same(m.Atc, t.Fact.Atc))).Select(t => t.Fact.Atc).Distinct(StringComparer.OrdinalIgnoreCase)) listed.Add(new() { Atc = other });
        var rows = listed.Take(MostMedicines).Select(IReadOnlyList<string> (m) => [m.Name ?? m.Atc ?? "-", Since(m), LastTaken(m, taken)]);
        return new(words["medicines"], [words["medicine"], words["since"], words["taken"]], [.. rows], listed.Count > MostMedicines ? words["andMore", ("n", words.Number(listed.Count - MostMedicines, 0))] : listed.Count == 0 ? words["medicines.none"] : null);
    }

    /// <summary>Symptoms, talk tests and calls for help, in the order in which they came.</summary>
    internal ReportTable Symptoms()
    {
        var rows = _s.Words.Take(MostSymptoms).Select(IReadOnlyList<string> (w) => [ReportWords.Clock(_s.T(w.At)), Said(w), w.By is { } by ? words["answered." + KebabCase.Of(by)] : "-"]);
        var more = _s.Words.Count - MostSymptoms;
        return new(words["symptoms"], _s.Words.Count == 0 ? [] : [words["at"], words["what"], words["toldBy"]], [.. rows], _s.Words.Count == 0 ? words["symptoms.none"] : more > 0 ? words["andMore", ("n", words.Number(more, 0))] : null);
    }

    private string Said(SeriesWord word) => word switch
    {
        { Kind: "symptom", Value: { } name } => words["symptom." + name] + (word.Grade is { } grade ? " " + words["grade", ("n", words.Number(grade, 0))] : ""),
        { Kind: "talk-test", Value: { } answer } => words["talk." + answer],
        _ => words["help"],
    };

    private string Since(MedicationEntry medicine)
    {
        string?[] parts =
        [
            medicine.StartedOn is { } started ? Day(started) : null,
            medicine.ChangedOn is { } changed ? words["med.changed", ("day", Day(changed))] : null,
            medicine.StoppedOn is { } stopped ? words["med.stopped", ("day", Day(stopped))] : null,
        ];
        return string.Join(", ", parts.OfType<string>()) is { Length: > 0 } told ? told : "-";
    }

    private string LastTaken(MedicationEntry medicine, List<(DateTimeOffset At, MedicationTaken Fact)> taken)
    {
        var told = taken.Where(t => Same(t.Fact.Atc, medicine.Atc)).Select(t => (DateTimeOffset?)(t.Fact.TakenAt ?? t.At)).Max();
        if ((told ?? medicine.LastTaken) is { } at) return words["med.taken", ("when", Moment(at)), ("hours", words.Number(Math.Abs((_s.StartedAt - at).TotalHours))), ("side", words[at <= _s.StartedAt ? "med.before" : "med.after"])];
        return medicine.StoppedOn is not null ? "-" : medicine is { AsNeeded: true, TakenToday: false } ? words["med.notToday"] : words["med.unknown"];
    }

    private static bool Same(string? one, string? other) => one is not null && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private string Moment(DateTimeOffset at) => ClinicTime.Text(at, zone, words.DateFormat, _s.StartedAt, _s.EndedAt ?? _s.LastAt);

    private string Day(DateOnly day) => day.ToString(words["date"], System.Globalization.CultureInfo.InvariantCulture);
}
