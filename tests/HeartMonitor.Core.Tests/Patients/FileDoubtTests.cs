using System.Text.Json.Nodes;
using CsCheck;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Tests.Medications;
using HeartMonitor.Core.Tests.Support;
using Xunit;
using Shipped = HeartMonitor.Core.Tests.Medications.Shipped;

namespace HeartMonitor.Core.Tests.Patients;

/// <summary>
/// What a file says outside of its lists is understood by an allowlist, or it is doubt: a named refusal or RPE, never zones (product.md,
/// decision 4). The other side counts as much: an ordinary file keeps its zones.
/// </summary>
public sealed class FileDoubtTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Theory]
    [InlineData("icdDetectionRate", "170"), InlineData("icd", "{\"rate\":170}"), InlineData("implant", "\"yes\""), InlineData("zones", "\"off\""), InlineData("limit", "{\"hr\":120}"), InlineData("x", "1"), InlineData("y", "{\"z\":[[\"q\"]]}")]
    [InlineData("BB", "1"), InlineData("noBetaBlocker", "false"), InlineData("withoutMedication", "false"), InlineData("stoppedBetablocker", "\"no\""), InlineData("pulsbremse", "true"), InlineData("cardiologist", "\"Dr X\""), InlineData("nyha", "\"III\"")]
    [InlineData("notes", "\"data:text/plain;base64,bWV0b3Byb2xvbGJldGFibG9ja2VybWV0b3Byb2xvbGJldGFibG9ja2VybWV0b3Byb2xvbGJldGFibG9j\""), InlineData("photo", "\"data:image/png;base64,iVBOR\"")]
    [InlineData("note", "\"m-e-t-o-p-r-o-l-o-l\""), InlineData("note", "\"b i s o p r o l o l\""), InlineData("comments", "\"Con cor\""), InlineData("remark", "\"C0ncor\""), InlineData("hinweis", "\"m\u0435t\u043epr\u043el\u043el\""), InlineData("comment", "\"\u30d3\u30bd\u30d7\u30ed\u30ed\u30fc\u30eb\"")]
    [InlineData("memo", "\"takes one each morning\""), InlineData("info", "\"1-0-0\""), InlineData("info2", "\"50mg\""), InlineData("note", "\"Betablokker\""), InlineData("note", "\"BB seit M\u00e4rz\""), InlineData("note", "[\"AF\"]"), InlineData("goal", "\"pulse under 110\"")]
    [InlineData("email", "\"bisoprolol@example.org\""), InlineData("nickname", "\"metoprolol\""), InlineData("contact", "{\"name\":\"A\",\"detectionRate\":170}"), InlineData("language", "{\"code\":\"de\",\"med\":\"bisoprolol\"}"), InlineData("team", "[\"HTX\"]"), InlineData("status", "\"on digitalis\"")]
    [InlineData("allergies", "[\"none, on bisoprolol\"]"), InlineData("allergies", "\"takes metoprolol\""), InlineData("allergiesAndMedication", "[\"metoprolol 50 mg\"]"), InlineData("comment", "\"\ud83d\udc8a morgens\""), InlineData("bemerkung", "\"Z. n. Herz-OP\""), InlineData("notiz", "\"querschnittgel\u00e4hmt ab Th4\"")]
    [InlineData("", "\"x\""), InlineData("note\u200b", "\"metoprolol\""), InlineData("heart", "1"), InlineData("\u2665", "true"), InlineData("maxHr", "120"), InlineData("tags", "[\"bb\"]"), InlineData("notes", "\"data:text/plain;base64,bWV0b3Byb2xvbA==\""), InlineData("icd10", "\"I48\"")]
    public void A_member_that_is_not_understood_makes_no_zones(string name, string value) => NoZones(With(person => person[name] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("metoprolol"), InlineData("male, on bisoprolol"), InlineData("on beta blocker"), InlineData("pacemaker"), InlineData("m (HSM)"), InlineData("CABG"), InlineData("\u30d3\u30bd")]
    public void What_stands_in_place_of_the_sex_and_is_none_makes_no_zones(string sex) => NoZones(With(person => person["sex"] = sex));

    [Theory]
    [InlineData("male"), InlineData("female"), InlineData("F"), InlineData("weiblich"), InlineData("divers"), InlineData("non-binary"), InlineData("")]
    public void Any_word_for_a_sex_leaves_the_zones(string sex) => Assert.Equal(MonitoringMode.Zones, Plan(With(person => person["sex"] = sex))?.Mode);

    [Theory]
    [InlineData("email", "\"anna@example.org\""), InlineData("height", "178"), InlineData("heightCm", "178"), InlineData("room", "\"3.12\""), InlineData("nickname", "\"Bo\""), InlineData("language", "\"de\""), InlineData("comment", "\"likes cycling\"")]
    [InlineData("notes", "\"prefers mornings, knee pain left, physiotherapy on Tuesdays\""), InlineData("Height (cm)", "178"), InlineData("height_cm", "{\"value\":178,\"unit\":\"cm\"}"), InlineData("K\u00f6rpergr\u00f6\u00dfe", "178"), InlineData("name", "\"Heike Herzog\""), InlineData("city", "\"Cardiff\"")]
    [InlineData("contact", "{\"name\":\"J\u00fcrgen M\u00fcller\",\"phone\":\"+49 30 123456\"}"), InlineData("address", "{\"street\":\"Kammerweg 5\",\"zip\":\"10115\",\"city\":\"Herzberg\"}"), InlineData("studyId", "\"DEP-2024-77\""), InlineData("createdAt", "\"2026-01-02T08:00:00Z\"")]
    [InlineData("kommentar", "\"kommt gern abends, Termin Di 14 Uhr\""), InlineData("note", "\"gym at 3 pm, brings own towel\""), InlineData("hobbies", "[\"chess\",\"Bergwandern\"]"), InlineData("allergies", "[\"penicillin\",\"metoprolol\"]"), InlineData("bemerkung", "\"Herzliche Gr\u00fc\u00dfe an das Team\"")]
    [InlineData("betaBlocker", "false"), InlineData("pacemaker", "null"), InlineData("drugs", "[]"), InlineData("takesBlocker", "\"no\""), InlineData("phone2", "\"123\""), InlineData("$schema", "\"../participant.schema.json\""), InlineData("_comment", "\"copied from the old list\"")]
    public void An_everyday_member_leaves_the_zones(string name, string value) =>
        Assert.Equal(MonitoringMode.Zones, Plan(With(person => person[name] = JsonNode.Parse(value)))?.Mode);

    [Theory]
    [InlineData("hypertension, treated with bisoprolol"), InlineData("hypertension 5 mg"), InlineData("Hypertonie unter Betablocker"), InlineData("gout + Emcor"), InlineData("migraine, propranolol prophylaxis"), InlineData("hypertension 1-0-1"), InlineData("\u9ad8\u8840\u538b")]
    [InlineData("meto"), InlineData("autonome Polyneuropathie"), InlineData("Querschnitt Th4"), InlineData("DDD"), InlineData("VVIR"), InlineData("event recorder"), InlineData("loop recorder implanted"), InlineData("TAVI"), InlineData("BB"), InlineData("x 50"), InlineData("a b c d e f g h")]
    [InlineData("kalp pili"), InlineData("marcapasos"), InlineData("kalp yetmezligi"), InlineData("arritmia"), InlineData("angor"), InlineData("ACVB"), InlineData("Guillain-Barre"), InlineData("G90.9"), InlineData("R00.1"), InlineData("R55")]
    [InlineData("T82.1"), InlineData("pontage"), InlineData("greffe du coeur"), InlineData("infarto"), InlineData("Shy-Drager"), InlineData("collapsed in 2024"), InlineData("thyrotoxicosis"), InlineData("I95.1"), InlineData("EF 30 %")]
    public void A_condition_that_is_more_than_a_name_makes_no_zones(string code) => NoZones(Conditions($$"""{ "code": "{{code}}" }"""));

    [Theory]
    [InlineData("gout"), InlineData("type 2 diabetes"), InlineData("Diabetes mellitus Typ 2"), InlineData("low back pain"), InlineData("E11.9"), InlineData("covid-19"), InlineData("knee replacement 2019"), InlineData("treatment-resistant depression")]
    [InlineData("R\u00fcckenschmerzen"), InlineData("sleep apnea"), InlineData("ICD-10 J45"), InlineData("iron deficiency"), InlineData("breast cancer 2015")]
    public void A_plain_condition_of_another_organ_leaves_the_zones(string code) => Assert.Equal(MonitoringMode.Zones, Plan(Conditions($$"""{ "code": "{{code}}" }"""))?.Mode);

    [Theory]
    [InlineData(""" "note": "back in it" """), InlineData(""" "severity": "permanent" """), InlineData(""" "stage": "persistent" """), InlineData(""" "status": "chronic" """)]
    public void A_rhythm_said_to_be_over_with_something_beside_it_makes_no_zones(string member) =>
        NoZones(Conditions($$"""{ "code": "atrial-fibrillation", "present": false, {{member}} }"""));

    [Theory]
    [InlineData("symptomLimited"), InlineData("maximal"), InlineData("valid"), InlineData("completed")]
    public void A_test_that_was_not_what_it_should_be_makes_no_zones(string name) => NoZones(With(person =>
        person["tests"] = JsonNode.Parse($$"""[{ "date": "2026-02-20", "peakHr": 160, "signedBy": "dr_a", "{{name}}": false }]""")));

    [Theory]
    [InlineData("notes", "keine Medikamente"), InlineData("dateOfBirth", "1980-01-01"), InlineData("bloodType", "A+"), InlineData("bloodPressure", "118/74")]
    public void Everyday_words_about_nothing_taken_leave_the_zones(string name, string value) => Assert.Equal(MonitoringMode.Zones, Plan(With(person => person[name] = value))?.Mode);

    [Theory]
    [InlineData(""" "detectionRate": 170 """), InlineData(""" "upperRate": 120 """), InlineData(""" "mode": "DDDR" """), InlineData(""" "treatment": "bisoprolol" """), InlineData(""" "note": "treated w/ Concor" """), InlineData(""" "icd10": "I48" """), InlineData(""" "icd": true """)]
    public void A_device_or_a_treatment_on_another_condition_makes_no_zones(string member) => NoZones(Conditions($$"""{ "code": "gout", {{member}} }"""));

    [Theory]
    [InlineData(""" "resumedOn": "2026-02-01" """), InlineData(""" "note": "started again" """), InlineData(""" "comment": "wieder seit Januar" """), InlineData(""" "status": "active" """), InlineData(""" "date": "2026-02-01" """), InlineData(""" "current": 1 """), InlineData(""" "foo": "bar" """)]
    [InlineData(""" "reason": "now takes half of it" """), InlineData(""" "note": "daily" """)]
    public void A_medicine_stopped_long_ago_with_something_beside_it_counts_as_taken(string member)
    {
        var plan = Plan(Medicines($$"""{ "atc": "C07AB07", "stoppedOn": "2024-01-01", {{member}} }"""))!;

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Contains("medication-blunts", plan.Reasons.Codes());
    }

    [Theory]
    [InlineData(""" "status": "stopped" """), InlineData(""" "prescribedBy": "Dr. Weiss" """), InlineData(""" "updatedAt": "2026-02-01" """), InlineData(""" "frequency": "1-0-0" """)]
    public void A_medicine_stopped_long_ago_with_the_usual_beside_it_is_stopped(string member) =>
        Assert.Equal(MonitoringMode.Zones, Plan(Medicines($$"""{ "atc": "C07AB07", "stoppedOn": "2024-01-01", {{member}} }"""))?.Mode);

    [Theory]
    [InlineData("A10BA02", "Wugolan"), InlineData("C09AA05", "verapmil"), InlineData("C10AA05", "ivabradne"), InlineData("A10BA02", "Con cor"), InlineData("A10BA02", "m e t o p r o l o l"), InlineData("A10BA02", "\u7f8e\u6258\u6d1b\u5c14"), InlineData("C08CA05", "Beta-Adalat"), InlineData("C08CA05", "Nif-Ten")]
    [InlineData("A10BA02", "\u043c\u0435\u0442\u043e\u043f\u0440\u043e\u043b\u043e\u043b"), InlineData("A10BA02", "\u0645\u064a\u062a\u0648\u0628\u0631\u0648\u0644\u0648\u0644"), InlineData("B01AC06", "digoxn"), InlineData("B01AC06", "amiodarn"), InlineData("B01AC06", "clonidne"), InlineData("M01AE01", "diltiazm"), InlineData("S01EE01", "Xalacom"), InlineData("A10BA02", "metformin + Wugolan")]
    public void A_harmless_code_does_not_stand_beside_a_name_that_is_not_known_for_it(string atc, string name) => NoZones(Medicines($$"""{ "atc": "{{atc}}", "name": "{{name}}" }"""));

    [Theory]
    [InlineData("A10BA02", "Metformin Lich 850 mg"), InlineData("A10BJ06", "Ozempic"), InlineData("C10AA05", "Atorvastatin-ratiopharm 20 mg"), InlineData("N02BE01", "Paracetamol Stada"), InlineData("C09AA05", "Ramipril comp"), InlineData("B01AC06", "ASS 100"), InlineData("J01CA04", "Amoxicillin"), InlineData("C09AA06", "quinapril")]
    [InlineData("S01EE01", "Xalatan"), InlineData("A10BA02", ""), InlineData("A10BA02", "-"), InlineData("C10AA05", "1 daily"), InlineData("R03AC02", "Salbutamol Spray"), InlineData("N05AN01", "lithium carbonate"), InlineData("C09DA01", "losartan/HCT")]
    public void A_harmless_code_stands_beside_a_name_that_is_known_or_none(string atc, string name) =>
        Assert.Equal(MonitoringMode.Zones, Plan(Medicines($$"""{ "atc": "{{atc}}", "name": "{{name}}" }"""))?.Mode);

    [Theory]
    [InlineData(""" "onMedication": true """), InlineData(""" "onMedication": true, "peakHr": 150 """), InlineData(""" "onMedication": true, "date": "2026-02-01" """), InlineData(""" "onMedication": true, "date": "2026-02-01", "peakHr": 160, "signedBy": "dr_a" """)]
    [InlineData(""" "date": "2026-02-01", "peakHr": 170, "signedBy": "dr_a", "medication": "Concor" """), InlineData(""" "date": "2026-02-01", "peakHr": 170, "signedBy": "dr_a on bisoprolol 5 mg" """), InlineData(""" "date": "2026-02-01", "peakHr": 170, "signedBy": "dr_a", "foo": 1 """)]
    public void A_test_on_a_medicine_that_the_list_lacks_makes_no_zones(string test) => NoZones(With(person => person["tests"] = JsonNode.Parse($$"""[{ {{test}} }]""")));

    [Fact]
    public void A_later_signed_test_without_a_medicine_leaves_an_old_one_on_a_medicine_behind() => Assert.Equal(MonitoringMode.Zones, Plan(With(person =>
        person["tests"] = JsonNode.Parse("""[{ "date": "2023-02-01", "onMedication": true, "peakHr": 120 }, { "date": "2026-02-01", "peakHr": 170, "signedBy": "dr_a", "protocol": "Bruce" }]""")))?.Mode);

    [Theory]
    [InlineData("""{ "programme": "bisoprolol 5 mg" }"""), InlineData("""{ "programme": "betablocker group" }"""), InlineData("""{ "scheme": "beta-blocked" }"""), InlineData("""{ "scheme": "brawner" }"""), InlineData("""{ "hrLimit": 110 }"""), InlineData("""{ "note": "on Concor" }""")]
    public void A_prescription_that_is_not_understood_makes_no_zones(string prescription) => NoZones(With(person => person["prescription"] = JsonNode.Parse(prescription)));

    [Fact]
    public void The_contracts_person_keeps_the_mode_with_every_everyday_member_beside()
    {
        var sample = ParticipantReader.Read("""{ "id": "p_07", "age": 58, "restingHr": 56, "prescription": { "scheme": "acsm", "programme": "depression", "sessionsPerWeek": 4, "minutes": 40 } }""", Day).Participant!;
        var names = Shipped.Catalogue.Everyday.Members[OtherPlace.Person];
        var all = names.Select(name => new OtherMember(OtherPlace.Person, 0, name, [new([name], "blue")])).ToList();

        Assert.True(names.Count > 100);
        Assert.Equal(MonitoringMode.Zones, (sample with { Elsewhere = all }).Plan(on: Day).Mode);
    }

    [Fact]
    public void An_unknown_member_with_any_content_never_makes_zones_in_any_part_of_the_file()
    {
        var everyday = Shipped.Catalogue.Everyday;
        Gen.Select(Gen.Char.Array[0, 14].Select(cs => new string(cs)), Value(3), Gen.Int[0, 4]).Where(g => Enum.GetValues<OtherPlace>().All(place => !everyday.Has(place, g.Item1))).Sample(
            (name, value, place) =>
            {
                var text = With(person => Part(person, place)[name] = value.DeepClone());
                if (Plan(text) is { } plan) Assert.True(plan.Mode != MonitoringMode.Zones, text);
            },
            iter: PropertyRuns.Of(5_000, 1));
    }

    [Fact]
    public void A_blunting_medicine_in_any_text_never_makes_zones()
    {
        var names = Shipped.Catalogue.Medications.Where(m => m is { MayBlunt: true, ByCodeOnly: false }).SelectMany(m => m.Substances).ToArray();
        var members = Shipped.Catalogue.Everyday.Members[OtherPlace.Person].Concat(Shipped.Catalogue.Everyday.ProperNames).ToArray();
        Gen.Select(AnyOf(names), AnyOf(members), AnyOf("{0}", "on {0} since May", "{0}, likes cycling", "x\n{0}", "({0})", "{0}/5"), Gen.Int[0, 4]).Sample(
            (medicine, member, sentence, place) =>
            {
                var text = With(person => Part(person, place)[member] = string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, medicine));
                if (Plan(text) is { } plan) Assert.True(plan.Mode != MonitoringMode.Zones, text);
            },
            iter: PropertyRuns.Of(5_000, 1));
    }

    [Theory]
    [InlineData("abnormal\u0007 ECG\n\u202e arrhythmia 50 mg"), InlineData("heart safe normal cardiac"), InlineData("atrial fibrillation since 2019, takes 50 mg"), InlineData("\u0000\u0001heart")]
    public void What_is_quoted_from_a_file_holds_nothing_that_is_never_shown(string written)
    {
        var person = People.Someone(40, 66, new MedicationEntry { Name = written }) with
        {
            Conditions = [new() { Code = written }],
            Elsewhere = [new(OtherPlace.Person, 0, written + new string('x', 500), [new([written], written)])],
        };
        foreach (var reason in person.Plan().Reasons.Concat(person.Plan().Notes))
            foreach (var text in new[] { reason.Text, reason.Subject ?? "" })
            {
                Assert.False(ForbiddenWords.AnyIn(text), text);
                Assert.DoesNotContain(text, char.IsControl);
                Assert.True((reason.Subject?.Length ?? 0) <= 60, text);
            }
    }

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<JsonNode> Value(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency((4, Leaf), (1, Value(depth - 1).Array[1, 2].Select(items => (JsonNode)new JsonArray([.. items.Select(i => i.DeepClone())]))), (1, Value(depth - 1).Select(v => (JsonNode)new JsonObject { ["note"] = v.DeepClone() })));

    private static Gen<JsonNode> Leaf => Gen.OneOf(
        Gen.Int[1, 300].Select(n => (JsonNode)JsonValue.Create(n)),
        Gen.Const((JsonNode)JsonValue.Create(true)),
        Gen.Char.AlphaNumeric.Array[3, 30].Where(cs => !(new string(cs).ToLowerInvariant() is "none" or "nil" or "nein" or "keine" or "keiner" or "false")).Select(cs => (JsonNode)JsonValue.Create(new string(cs))));

    private static JsonObject Part(JsonObject person, int place)
    {
        if (place == 0) return person;
        var (name, entry) = place switch
        {
            1 => ("medications", """{ "atc": "A10BA02" }"""),
            2 => ("conditions", """{ "code": "gout" }"""),
            3 => ("tests", """{ "date": "2026-02-01", "peakHr": 170, "signedBy": "dr_a" }"""),
            _ => ("prescription", """{ "programme": "depression" }"""),
        };
        var part = JsonNode.Parse(entry)!.AsObject();
        person[name] = place == 4 ? part : new JsonArray(part);
        return part;
    }

    private static string With(Action<JsonObject> change)
    {
        var person = JsonNode.Parse("""{ "id": "p_07", "age": 40, "sex": "male", "restingHr": 60 }""")!.AsObject();
        change(person);
        return person.ToJsonString();
    }

    private static string Conditions(string entry) => With(person => person["conditions"] = new JsonArray(JsonNode.Parse(entry)));

    private static string Medicines(string entry) => With(person => person["medications"] = new JsonArray(JsonNode.Parse(entry)));

    /// <summary>Null for a file that is refused.</summary>
    private static MonitoringPlan? Plan(string json)
    {
        var reading = ParticipantReader.Read(json, Day);
        if (reading.Participant is null) Assert.NotEmpty(reading.Faults);
        return reading.Participant?.Plan(on: Day);
    }

    private static void NoZones(string json)
    {
        if (Plan(json) is not { } plan) return;
        Assert.NotEqual(MonitoringMode.Zones, plan.Mode);
        Assert.NotEmpty(plan.Reasons);
    }
}
