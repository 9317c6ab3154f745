using HeartMonitor.Research.Artefacts;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>Artefacts as pairs of kind and beat, for comparing.</summary>
internal static class Found
{
    internal static HashSet<(string Kind, int Beat)> Of(BeatArtefacts found) =>
        [.. Pairs("ectopic", found.Ectopic), .. Pairs("missed", found.Missed), .. Pairs("extra", found.Extra), .. Pairs("longshort", found.LongShort)];

    internal static HashSet<(string Kind, int Beat)> Of(ReferenceAnswer answer) => [.. answer.Artefacts.SelectMany(kind => Pairs(kind.Key, kind.Value))];

    internal static BeatArtefacts ToArtefacts(ReferenceAnswer answer) => new()
    {
        Ectopic = answer.Artefacts["ectopic"],
        Missed = answer.Artefacts["missed"],
        Extra = answer.Artefacts["extra"],
        LongShort = answer.Artefacts["longshort"],
    };

    private static IEnumerable<(string Kind, int Beat)> Pairs(string kind, IEnumerable<int> beats) => beats.Select(beat => (kind, beat));
}
