namespace HeartMonitor.Research.Reports;

/// <summary>
/// What a rule's source is called on paper. Plans and alerts name sections of the product owner's documents, which no reader of a report has: the page names what stands
/// behind them (src/sources.md), or says that it is a setting of the clinic.
/// </summary>
internal static class SourceWords
{
    private static readonly (string Section, string Published)[] Published =
    [
        ("domain-facts 2.1", "Tanaka 2001"), ("domain-facts 2.2", "Karvonen; ACSM, Garber 2011"), ("domain-facts 2.3", "ACSM, Garber 2011"), ("domain-facts 2.7", "Cole 1999"),
        ("domain-facts 3.1", "WHO ATC index"), ("domain-facts 3.2", "WHO ATC index"), ("domain-facts 3.3", "WHO ATC index; Wilmore 1985; Keteyian 2023"),
        ("domain-facts 3.4", "Keteyian 2019; Pokan 2004"), ("domain-facts 3.5", "Ross 1981; Alves 2009"), ("domain-facts 3.6", "Andrade 2013; Bahar 2018"),
        ("domain-facts 4.1", "Joo 2004; Reed 2017"), ("domain-facts 5.4", "Lipponen and Tarvainen 2019"), ("domain-facts 6.2", "ACSM"), ("domain-facts 6.3", "ACSM; Compendium 2024"),
        ("domain-facts 6.4", "ACSM, Garber 2011"), ("product label", "product label"),
    ];

    /// <summary>The published sources that are behind sections, each once; the word for a setting of the clinic where there is none.</summary>
    /// <param name="source">Sections, as a reason names them.</param>
    /// <param name="words">Words of the report.</param>
    internal static string Of(string source, ReportWords words)
    {
        var known = Published.Where(p => Names(source, p.Section)).Select(p => p.Published).Distinct(StringComparer.Ordinal).ToList();
        return known.Count == 0 ? words["source.default"] : string.Join("; ", known);
    }

    /// <summary>3.3 is not 3.31.</summary>
    private static bool Names(string source, string section)
    {
        var at = source.IndexOf(section, StringComparison.Ordinal);
        return at >= 0 && (at + section.Length == source.Length || !char.IsAsciiDigit(source[at + section.Length]));
    }
}
