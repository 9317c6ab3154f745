using HeartMonitor.Core.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Each word that means nobody signed, and each word about a medicine that is none, does what it stands for.</summary>
public sealed class WordListTests
{
    public static TheoryData<string> NoSignatures() =>
    [
        .. ("no none nobody nil null na nan undefined false unknown tbd tba todo missing open empty blank xx xxx "
            + "nein keine keiner niemand ohne offen fehlt leer unbekannt").Split(' '),
    ];

    public static TheoryData<string> Openings() => [.. "not unsigned pending nicht ungezeichnet unsigniert ausstehend awaiting without kein".Split(' ')];

    public static TheoryData<string> NoMedicines() =>
    [
        .. ("mg mcg ug g ml ie iu mmol daily once twice day morning evening night tablet tablets tab tabs capsule capsules drops oral prn bid tid low dose "
            + "weekly evenings mornings units puff puffs spray inhaler needed bedtime food pill pills "
            + "morgens mittags abends nachts taglich wochentlich einmal zweimal dreimal tablette tabletten tbl kapsel kapseln tropfen bei bedarf stuck "
            + "hub hubs einheiten woche tag").Split(' '),
    ];

    [Theory]
    [MemberData(nameof(NoSignatures))]
    public void It_is_no_signature(string word)
    {
        Assert.False(Signature.IsGiven(word));
        Assert.False(Signature.IsGiven($" {word.ToUpperInvariant()}. "));
        Assert.True(Signature.IsGiven($"{word} meier"));
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public void A_sentence_that_begins_so_is_no_signature(string word)
    {
        Assert.False(Signature.IsGiven($"{word} yet by dr meier"));
        Assert.True(Signature.IsGiven($"meier {word}"));
    }

    [Theory]
    [InlineData("dr_a", true), InlineData("mk", true), InlineData("m", false), InlineData("m1", true), InlineData("12", false), InlineData("--", false), InlineData(" ", false), InlineData(null, false)]
    public void Two_letters_are_one(string? signature, bool given) => Assert.Equal(given, Signature.IsGiven(signature));

    [Theory]
    [MemberData(nameof(NoMedicines))]
    public void A_word_about_how_it_is_taken_is_no_part_of_a_mixture(string word)
    {
        Assert.Empty(MedicineName.Parts(word));
        Assert.Equal(["metoprolol"], MedicineName.Parts($"metoprolol {word}").Single());
    }

    [Theory]
    [InlineData("aaa, bbb")]
    [InlineData("aaa/bbb")]
    [InlineData("aaa + bbb")]
    [InlineData("aaa & bbb")]
    [InlineData("aaa; bbb")]
    [InlineData("aaa and bbb")]
    [InlineData("aaa UND bbb")]
    [InlineData("aaa with bbb")]
    public void What_divides_a_mixture_divides_it(string written) => Assert.Equal(["aaa", "bbb"], MedicineName.Parts(written).Select(part => string.Join(' ', part)));

    [Theory]
    [InlineData("beta blocker", "betablocker")]
    [InlineData("b blocker", "bblocker")]
    [InlineData("calcium antagonist", "calciumantagonist")]
    [InlineData("calcium channel blocker", "calciumchannel blocker")]
    [InlineData("kalzium kanal", "kalziumkanal")]
    [InlineData("kalium kanal", "kaliumkanal")]
    [InlineData("alpha rezeptor", "alpharezeptor")]
    [InlineData("alpha receptor", "alphareceptor")]
    [InlineData("beta adrenoceptor", "betaadrenoceptor")]
    [InlineData("iron blocker", "iron blocker")]
    public void A_class_in_two_words_is_one_word(string written, string joined) => Assert.Equal(joined, string.Join(' ', MedicineName.Joined(written)));
}
