using System.Globalization;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// A record that says stopped, or not begun, and says something else beside it, that it was begun again or something nobody understands:
/// in doubt the medicine is taken (product.md, decision 4).
/// </summary>
internal static class TakenAgain
{
    private static readonly string[] OfTheRecord = ["At", "On", "Am", "timestamp"];

    internal static bool IsSaidOf(MedicationEntry entry, IEnumerable<OtherMember> beside, Everyday everyday)
    {
        if (entry is { StoppedOn: null, StartedOn: null }) return false;
        return Tells(entry.Name, everyday) || beside.SelectMany(member => member.Values).Any(value =>
            value.Names.Any(name => !everyday.Has(OtherPlace.Medicine, name) || Tells(name, everyday)) || Tells(value.Text, everyday) || IsLater(value, entry.StoppedOn));
    }

    /// <summary>A day after the last dose, and not that of an entry in the record (createdAt, updatedOn).</summary>
    private static bool IsLater(OtherValue value, DateOnly? stopped) =>
        value.Text is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > stopped
        && !OfTheRecord.Any(ending => value.Names[^1].EndsWith(ending, StringComparison.Ordinal));

    private static bool Tells(string? text, Everyday everyday) => text is not null && new FreeText(text, everyday.Phrases).Tells(everyday.TakenAgain);
}
