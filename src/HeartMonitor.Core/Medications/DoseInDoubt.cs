using System.Globalization;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// What stands beside a dose may say that it is another one: a unit, times a day. What stands beside "not taken today" may say that it is taken
/// daily. Then neither is known, and in doubt there are no zones (product.md, decision 4; decisions 15).
/// </summary>
internal static class DoseInDoubt
{
    /// <summary>Members that say nothing of the dose; plain names. Ours, after the members that medicine lists commonly have.</summary>
    private static readonly string[] OfTheBox =
        ["form", "forms", "darreichungsform", "route", "verabreichung", "applikation", "brand", "handelsname", "tradename", "manufacturer", "hersteller",
         "prescriber", "prescribedby", "verordnetvon", "verschriebenvon", "prescribedon", "verordnetam", "indication", "reason", "grund", "anlass",
         "pzn", "ndc", "gtin", "packagesize", "packungsgroße", "packungsgroesse", "batch", "charge", "withfood"];

    /// <summary>Members that say how often, or how much.</summary>
    private static readonly string[] HowMuch =
        ["frequency", "haufigkeit", "interval", "times", "zeiten", "schedule", "dosierschema", "unit", "units", "einheit", "einheiten", "doseunit", "dosetext", "dosierung",
         "strength", "starke", "period", "duration", "dauer"];

    /// <summary>The only text about how often that goes with a medicine taken as needed.</summary>
    private static readonly string[] AsNeeded = ["as-needed", "when-needed", "if-needed", "on-demand", "prn", "p-r-n", "bei-bedarf", "bedarf", "bedarfsweise"];

    /// <summary>The entry without what is in doubt.</summary>
    /// <param name="entry">As written.</param>
    /// <param name="beside">Members of the same entry that are none of ours.</param>
    /// <param name="everyday">Words and names.</param>
    internal static MedicationEntry Without(MedicationEntry entry, IReadOnlyList<OtherMember> beside, Everyday everyday)
    {
        var values = beside.SelectMany(member => member.Values).ToList();
        var isOtherDose = NamesAnotherDose(entry) || values.Any(value => !value.Names.All(name => OfTheBox.Contains(Everyday.Plain(name))));
        var isRegular = entry.AsNeeded && (TellsOf(entry.Name, everyday) || values.Any(value => IsHowMuch(value) ? !IsAsNeeded(value.Text) : TellsOf(value.Text, everyday)));
        return entry with { DoseMg = isOtherDose ? null : entry.DoseMg, TakenToday = isRegular && entry.TakenToday == false ? null : entry.TakenToday };
    }

    private static bool IsHowMuch(OtherValue value) => value.Names.Any(name => HowMuch.Contains(Everyday.Plain(name)));

    private static bool IsAsNeeded(string? text) => text is not null && AsNeeded.Contains(new FreeText(text, [], isName: true).Tidy);

    private static bool TellsOf(string? text, Everyday everyday) => text is not null && new FreeText(text, everyday.Phrases).Tells(everyday.TakenAgain);

    /// <summary>A figure in the name that is not the dose.</summary>
    private static bool NamesAnotherDose(MedicationEntry entry) =>
        entry.Name is { } name && name.Any(char.IsDigit) && !name.Split((char[]?)null).Where(word => word.Any(char.IsDigit))
            .All(word => double.TryParse(word.Replace(',', '.').TrimEnd('m', 'g'), CultureInfo.InvariantCulture, out var mg) && mg == entry.DoseMg);
}
