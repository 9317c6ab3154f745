namespace HeartMonitor.Core.Medications;

/// <summary>What a medicine makes a symptom mean (domain-facts 3.5, 4.5 and 7.1). Says nothing about how it acts on heart rate.</summary>
[Flags]
public enum Cautions
{
    None = 0,

    /// <summary>With palpitations the person stops.</summary>
    Qt = 1,

    /// <summary>With muscle stiffness and fever the person stops.</summary>
    Antipsychotic = 2,

    /// <summary>With tremor and nausea the person stops.</summary>
    Lithium = 4,

    /// <summary>In its first weeks the person stops with breathlessness of any grade.</summary>
    FirstWeeks = 8,
}

/// <summary>One entry of the catalogue's <c>cautions</c>: which medicines carry a caution, when.</summary>
/// <param name="Caution">The caution.</param>
/// <param name="Codes">Complete ATC codes, or beginnings of them.</param>
/// <param name="Substances">Beginnings of words of a name, lower case.</param>
/// <param name="AboveMgPerDay">Only above this daily dose, or when the dose is not known; null: at any dose.</param>
/// <param name="FirstDays">Only in this many days from the start on; null: always.</param>
/// <param name="Source">Section that it comes from.</param>
public sealed record CautionRule(
    Cautions Caution,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Substances,
    double? AboveMgPerDay,
    int? FirstDays,
    string Source)
{
    /// <summary>The medicine carries this caution on that day.</summary>
    internal bool AppliesTo(Classified what, DateOnly on)
    {
        if (AboveMgPerDay is { } limit && what.Entry.DoseMg <= limit) return false;
        if (FirstDays is { } days && !(on.DayNumber - what.Entry.StartedOn?.DayNumber <= days)) return false;
        IReadOnlyList<string> codes = what.Atc is { } written ? [written] : what.Known?.Codes ?? []; // a trade name has the codes of its medicine
        return codes.Any(code => Codes.Any(c => code.StartsWith(c, StringComparison.Ordinal)))
            || MedicineName.Words(what.Entry.Name).Any(word => Substances.Any(s => word.StartsWith(s, StringComparison.Ordinal)));
    }
}
