using HeartMonitor.Core.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Each thing that can be wrong with an entry of the catalogue gives that fault, in these words, and no other.</summary>
public sealed class CatalogueFaultTests
{
    private const string Net = """{ "name": "n", "contains": ["olol"], "source": "s" }""";
    private const string Group = """{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s" }""";
    private const string Condition = """{ "code": "a", "name": "n", "effect": "none", "source": "s" }""";
    private const string Substance = """{ "code": "a", "name": "n", "source": "s" }""";
    private const string Caution = """{ "caution": "qt", "atc": ["N05"], "source": "s" }""";
    private const string HalfLife = "halfLifeHours: must be two numbers of hours, from and to";
    private const string OneWord = "must be one word of at least five lower-case letters";

    [Theory]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s" }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s", "medicines": [{ "name": "Aaaaa", "atc": ["C07AB02"] }] }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "lowers-rest", "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB02"] }] }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "raises-rest", "source": "s", "prefixes": ["A01"] }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "blunts", "source": "s", "prefixes": ["A01"], "halfLifeHours": [3, 3] }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "blunts", "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB02"], "halfLifeHours": [3, 8760] }] }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "blunts", "source": "s", "halfLifeHours": [1, 2], "medicines": [{ "name": "aaaaa", "atc": ["C07AB02"] }] }""")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "firstDaysOnly": 1, "stopWindowDays": 3650, "lowersRestBelowBpm": 30 }""")]
    public void A_sound_group_has_none(string group) => Assert.Empty(Faults(group: group));

    [Theory]
    [InlineData("""{ "id": "g", "name": "n", "class": "unknown", "prefixes": ["A01"], "source": "s" }""", "class: a listed medicine cannot be unknown")]
    [InlineData("""{ "id": "g", "name": "n", "prefixes": ["A01"], "source": "s" }""", "class: is missing")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": " " }""", "source: is empty")]
    [InlineData("""{ "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s" }""", "id: is missing")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s" }""", "medicines: the group has neither medicines nor prefixes", "medications.groups: must list medicines")]
    [InlineData("""{ "id": "g", "name": "n", "class": "blunts", "prefixes": ["A01"], "source": "s" }""", "halfLifeHours: is missing: it makes the window after stopping")]
    [InlineData("""{ "id": "g", "name": "n", "class": "blunts-variable", "prefixes": ["A01"], "source": "s" }""", "halfLifeHours: is missing: it makes the window after stopping")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "halfLifeHours": [0, 2] }""", HalfLife)]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "halfLifeHours": [3, 2] }""", HalfLife)]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "halfLifeHours": [3] }""", HalfLife)]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "halfLifeHours": [3, 8761] }""", HalfLife)]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "firstDaysOnly": 0 }""", "firstDaysOnly: must lie between 1 and 3650 days")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "stopWindowDays": 3651 }""", "stopWindowDays: must lie between 1 and 3650 days")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "asNeededHours": 0 }""", "asNeededHours: must lie between 0.01 and 8760 hours")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "bluntsAboveMgPerDay": 0 }""", "bluntsAboveMgPerDay: must lie between 0.0001 and 100000 mg")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["A01"], "source": "s", "lowersRestBelowBpm": 231 }""", "lowersRestBelowBpm: must lie between 30 and 230 bpm")]
    public void A_fault_of_a_group_is_told_in_these_words(string group, params string[] faults) =>
        Assert.Equal(faults.Select(f => f.StartsWith("medications.", StringComparison.Ordinal) ? f : "medications.groups[0]." + f), Faults(group: group));

    [Theory]
    [InlineData(""" "name": "aaaaa", "atc": ["C07AB02"], "class": "blunts" """, "class: belongs to the group")]
    [InlineData(""" "name": "aaaaa" """, "atc: must list the medicine's ATC codes")]
    [InlineData(""" "name": "aaaaa", "atc": ["C07AB"] """, "atc: C07AB is not a complete ATC code")]
    [InlineData(""" "name": "aaaaa", "atc": ["C07AB02"], "source": "" """, "source: is empty")]
    [InlineData(""" "name": "aaaa", "atc": ["C07AB02"] """, "substances: aaaa: " + OneWord)]
    [InlineData(""" "name": "aaaaa bbbbb", "atc": ["C07AB02"] """, "substances: aaaaa bbbbb: " + OneWord)]
    [InlineData(""" "name": "n", "atc": ["C07AB02"], "substances": ["Aaaaa"] """, "substances: Aaaaa: " + OneWord)]
    [InlineData(""" "name": "n", "atc": ["C07AB02"], "substances": ["aaaaa", "bbbb"] """, "substances: bbbb: " + OneWord)]
    [InlineData(""" "name": "n", "atc": ["C07AB02"], "cyp2d6": "both" """, "cyp2d6: must be one of none, substrate, inhibitor", "substances: n: " + OneWord)]
    public void A_fault_of_a_medicine_is_told_in_these_words(string medicine, params string[] faults) => Assert.Equal(
        faults.Select(f => "medications.groups[0].medicines[0]." + f).Order(),
        Faults(group: $$"""{ "id": "g", "name": "n", "class": "minor", "source": "s", "medicines": [{ {{medicine}} }] }""").Order());

    [Theory]
    [InlineData(""" "caution": "qt", "atc": ["N05"], "source": "s" """)]
    [InlineData(""" "caution": "lithium", "atc": ["N05AN01"], "substances": ["lithi"], "source": "s", "firstDays": 1 """)]
    [InlineData(""" "caution": "none", "atc": ["N05"], "source": "s" """, "caution: must name a caution")]
    [InlineData(""" "atc": ["N05"], "source": "s" """, "caution: must name a caution")]
    [InlineData(""" "caution": "qt", "source": "s" """, "atc: must list ATC codes or beginnings of them")]
    [InlineData(""" "caution": "qt", "atc": ["N0"], "source": "s" """, "atc: N0 is not an ATC code or the beginning of one")]
    [InlineData(""" "caution": "qt", "atc": ["N0X1"], "source": "s" """, "atc: N0X1 is not an ATC code or the beginning of one")]
    [InlineData(""" "caution": "qt", "atc": ["N05"], "substances": ["lith"], "source": "s" """, "substances: lith: " + OneWord)]
    [InlineData(""" "caution": "qt", "atc": ["N05"], "substances": ["Lithium"], "source": "s" """, "substances: Lithium: " + OneWord)]
    [InlineData(""" "caution": "qt", "atc": ["N05"] """, "source: is missing")]
    public void A_caution_names_itself_its_medicines_and_its_source(string caution, params string[] faults) =>
        Assert.Equal(faults.Select(f => "medications.cautions[0]." + f), Faults(cautions: $$"""{ {{caution}} }"""));

    [Theory]
    [InlineData(""" "code": "c", "name": "n", "effect": "rhythm", "source": "s" """)]
    [InlineData(""" "code": "c", "name": "n", "source": "s" """, "effect: is missing")]
    [InlineData(""" "code": "c", "name": "n", "effect": "odd", "source": "s" """, "effect: must be one of none, eating-disorder, needs-test, response, unclear, rhythm-when-present, rhythm, detection-rate, fever")]
    [InlineData(""" "code": "c", "name": "a safe one", "effect": "none", "source": "s" """, "name: holds a word or a dose that is never shown")]
    [InlineData(""" "code": "c", "name": "n", "effect": "none" """, "source: is missing")]
    public void A_condition_names_its_effect(string condition, params string[] faults) =>
        Assert.Equal(faults.Select(f => "medications.conditions[0]." + f), Faults(conditions: $$"""{ {{condition}} }"""));

    [Theory]
    [InlineData("""{ "name": "n", "contains": [], "source": "s" }""", "medications.nameNet.contains: must list parts of names")]
    [InlineData("""{ "name": "n", "contains": ["olol"] }""", "medications.nameNet.source: is missing")]
    [InlineData("null", "medications.nameNet: is missing")]
    [InlineData("3", "medications.nameNet: must be an object, not a number")]
    public void The_net_of_names_must_be_there_and_hold_something(string net, string fault) => Assert.Equal([fault], Faults(net: net));

    [Theory]
    [InlineData("\"nameNet\": {", "\"nameNet\": null, \"nets\": {", "medications.nameNet: is missing")]
    [InlineData("\"conditionNet\": {", "\"conditionNet\": null, \"nets\": {", "medications.conditionNet: is missing")]
    [InlineData("\"everyday\": {", "\"everyday\": null, \"days\": {", "medications.everyday: is missing")]
    [InlineData("\"conditions\": [", "\"conditions\": [], \"ills\": [", "medications.conditions: is empty: leave it out or fill it")]
    [InlineData("\"substances\": [\n    { \"code\"", "\"substances\": null, \"stuff\": [\n    { \"code\"", "medications.substances: is missing")]
    [InlineData("\"cautions\": [", "\"cautions\": null, \"cares\": [", "medications.cautions: is null: leave it out or fill it")]
    [InlineData("\"prefixes\": [\"C07AB\"", "\"prefixes\": null, \"begins\": [\"C07AB\"", "medications.groups[0].prefixes: is null: leave it out or fill it")]
    [InlineData("\"telling\": [", "\"telling\": [], \"told\": [", "medications.everyday.telling: must list words")]
    public void What_is_there_and_holds_nothing_is_refused_by_name(string right, string wrong, string fault)
    {
        var medicines = Shipped.Medicines.ReplaceLineEndings("\n");
        Assert.Contains(right, medicines, StringComparison.Ordinal);
        var at = medicines.IndexOf(right, StringComparison.Ordinal);

        Assert.Contains(fault, MedicationCatalogueReader.Read(medicines[..at] + wrong + medicines[(at + right.Length)..], Shipped.Texts).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void What_is_listed_twice_is_named_with_what_it_is()
    {
        var faults = Faults(
            group: """
                { "id": "g", "name": "n", "class": "minor", "prefixes": ["A01", "A01"], "source": "s", "medicines": [
                  { "name": "aaaaa", "atc": ["C07AB02"] }, { "name": "aaaaa", "atc": ["C07AB03"] }, { "name": "bbbbb", "atc": ["C07AB03"] } ] }
                """,
            conditions: """{ "code": "c", "name": "n", "effect": "none", "source": "s" }, { "code": "c", "name": "m", "effect": "none", "source": "s" }""",
            substances: """{ "code": "d", "name": "n", "source": "s" }, { "code": "d", "name": "m", "source": "s" }""");

        Assert.Equal(
            [
                "medications.groups: the code C07AB03 is listed twice", "medications.groups: the prefix A01 is listed twice",
                "medications.groups: the substance aaaaa is listed twice", "medications.conditions: the condition c is listed twice",
                "medications.substances: the substance d is listed twice",
            ],
            faults);
    }

    [Theory]
    [InlineData("C07", "minor", true)]
    [InlineData("C07", "blunts", false)]
    [InlineData("C08", "minor", false)]
    public void A_code_inside_a_broader_prefix_of_another_class_is_a_fault(string prefix, string kind, bool isFault)
    {
        var faults = Faults(group: $$"""
            { "id": "a", "name": "n", "class": "{{kind}}", "halfLifeHours": [1, 2], "prefixes": ["{{prefix}}"], "source": "s" },
            { "id": "b", "name": "n", "class": "blunts", "halfLifeHours": [1, 2], "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB02"] }] }
            """);

        Assert.Equal(isFault ? [$"medications.groups: C07AB02 in b and {prefix} in a disagree; say overrides where it is meant"] : [], faults);
    }

    [Fact]
    public void Every_member_goes_where_it_belongs()
    {
        var catalogue = MedicationCatalogueReader.Read(File("""
            { "id": "g", "name": "group", "class": "blunts-variable", "prefixes": ["C07"], "overrides": ["C0"], "source": "s1", "betaBlocker": true, "text": "eye-drops",
              "noteAs": "lowers-rest", "byCodeOnly": true, "halfLifeHours": [1, 2], "stopWindowDays": 3, "asNeededHours": 4, "asNeededLongActingHours": 5,
              "bluntsAboveMgPerDay": 6, "firstDaysOnly": 7, "rebounds": true, "impairsPerception": true, "remeasureRestDays": 8, "watchRestFirstDays": 9, "lowersRestBelowBpm": 50,
              "medicines": [
                { "name": "Aaaaa", "atc": ["C07AB02"] },
                { "name": "b", "atc": ["C07AB03"], "substances": ["bbbbb"], "byCodeOnly": false, "personalBaseline": true, "cyp2d6": "inhibitor", "source": "s2", "halfLifeHours": [10, 20],
                  "stopWindowDays": 30, "asNeededHours": 40, "asNeededLongActingHours": 50, "bluntsAboveMgPerDay": 60, "firstDaysOnly": 70, "rebounds": false,
                  "impairsPerception": false, "remeasureRestDays": 80, "watchRestFirstDays": 90, "lowersRestBelowBpm": 60 } ] }
            """), Shipped.Texts).Catalogue!;

        var (plain, other, group) = (catalogue.Medications[0], catalogue.Medications[1], catalogue.Medications[2]);
        Assert.Equal(("Aaaaa", "g", EffectClass.BluntsVariable, "s1"), (plain.Name, plain.Group, plain.Class, plain.Source));
        Assert.Equal("C07AB02 aaaaa 0 C0", $"{plain.Codes.Single()} {plain.Substances.Single()} {plain.Prefixes.Count} {plain.Overrides.Single()}");
        Assert.Equal(("eye-drops", EffectClass.LowersRest), (plain.TextVariant, plain.NoteAs));
        Assert.Equal((true, true, false, Cyp2d6Role.None), (plain.ByCodeOnly, plain.IsBetaBlocker, plain.AllowsPersonalBaseline, plain.Cyp2d6));
        Assert.Equal((2.0, 3, 4.0, 5.0, 6.0, 7), (plain.LongestHalfLifeHours, plain.StopWindowDays, plain.AsNeededHours, plain.AsNeededLongActingHours, plain.BluntsAboveMgPerDay, plain.FirstDaysOnly));
        Assert.Equal((true, true, 8, 9, 50.0), (plain.Rebounds, plain.ImpairsPerception, plain.RemeasureRestDays, plain.WatchRestFirstDays, plain.LowersRestBelowBpm));

        Assert.Equal(("b", EffectClass.BluntsVariable, "s2"), (other.Name, other.Class, other.Source));
        Assert.Equal("C07AB03 bbbbb", $"{other.Codes.Single()} {other.Substances.Single()}");
        Assert.Equal((false, true, true, Cyp2d6Role.Inhibitor), (other.ByCodeOnly, other.IsBetaBlocker, other.AllowsPersonalBaseline, other.Cyp2d6));
        Assert.Equal((20.0, 30, 40.0, 50.0, 60.0, 70), (other.LongestHalfLifeHours, other.StopWindowDays, other.AsNeededHours, other.AsNeededLongActingHours, other.BluntsAboveMgPerDay, other.FirstDaysOnly));
        Assert.Equal((false, false, 80, 90, 60.0), (other.Rebounds, other.ImpairsPerception, other.RemeasureRestDays, other.WatchRestFirstDays, other.LowersRestBelowBpm));

        Assert.Equal(("group", "C07", 0, 0), (group.Name, group.Prefixes.Single(), group.Codes.Count, group.Substances.Count));
    }

    [Fact]
    public void Every_member_of_a_condition_and_of_a_substance_goes_where_it_belongs()
    {
        var catalogue = MedicationCatalogueReader.Read(File(
            conditions: """
                { "code": "one", "name": "n1", "effect": "response", "source": "s1", "needsContinuousHr": true, "paced": true, "transplanted": true,
                  "gatesRecentStop": true, "remeasureRest": true, "restingUpToBpm": 130 },
                { "code": "two", "name": "n2", "effect": "none", "source": "s2" }
                """,
            substances: """{ "code": "wine", "name": "n3", "gates": true, "hours": 12, "source": "s3" }, { "code": "tea", "name": "n4", "source": "s4" }"""), Shipped.Texts).Catalogue!;

        var one = catalogue.Condition("one")!;
        Assert.Empty(one.Also);
        Assert.Equal(
            new() { Also = one.Also, Code = "one", Name = "n1", Effect = ConditionEffect.Response, Source = "s1", NeedsContinuousHr = true, IsPaced = true, IsTransplanted = true, GatesRecentStop = true, RemeasureRest = true, RestingUpToBpm = 130 },
            one);
        var two = catalogue.Condition(" TWO ")!;
        Assert.Equal(new() { Also = two.Also, Code = "two", Name = "n2", Effect = ConditionEffect.None, Source = "s2" }, two);
        Assert.Equal(new("wine", "n3", true, 12, "s3"), catalogue.Substance(" Wine "));
        Assert.Equal(new("tea", "n4", false, null, "s4"), catalogue.Substance("tea"));
    }

    [Theory]
    [InlineData("\"language\": \"en\"", "\"language\": \"\"", "texts.language: is empty")]
    [InlineData("\"plan\": {", "\"plans\": {", "texts.plan: is missing")]
    [InlineData("\"fever\":", "\"fevers\":", "texts.plan.fevers: is not a code the planner uses")]
    [InlineData("\"fever\":", "\"fevers\":", "texts.plan.fever: is missing")]
    [InlineData("\"fever\": \"", "\"fever\": \"{names} ", "texts.plan.fever: {names} is not a placeholder; there are name, other, date, days, bpm, from, to, equation")]
    public void A_fault_of_the_texts_is_told_in_these_words(string right, string wrong, string fault)
    {
        Assert.Contains(right, Shipped.Texts, StringComparison.Ordinal);
        var reading = MedicationCatalogueReader.Read(Shipped.Medicines, Shipped.Texts.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(reading.Catalogue);
        Assert.Contains(fault, reading.Faults.Select(f => f.ToString()));
    }

    private static List<string> Faults(string group = Group, string net = Net, string conditions = Condition, string substances = Substance, string cautions = Caution) =>
        [.. MedicationCatalogueReader.Read(File(group, net, conditions, substances, cautions), Shipped.Texts).Faults.Select(f => f.ToString())];

    private static string File(string group = Group, string net = Net, string conditions = Condition, string substances = Substance, string cautions = Caution) =>
        $$"""
        { "version": "1", "nameNet": {{net}}, "groups": [{{group}}], "conditions": [{{conditions}}], "substances": [{{substances}}], "cautions": [{{cautions}}],
          "conditionNet": { "name": "n", "contains": ["cardi"], "source": "s" }, "everyday": { "telling": ["pill"], "takenAgain": ["again"], "schemes": ["acsm"], "source": "s" } }
        """;
}
