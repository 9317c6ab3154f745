using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Names stay in the people store (product.md, decision 16): what is journalled knows none, and the plan is the same.</summary>
public sealed class PersonalDetailsTests
{
    /// <summary>Members that files have beside ours: about the person, about medicines, and such as nobody understands.</summary>
    private static readonly string[] Members =
    [
        """ "name":"Anna Example" """, """ "firstName":"Anna" """, """ "address":"1 Main Street" """, """ "phone":"555 0100" """, """ "email":"anna@example.org" """,
        """ "emergencyContact":{"name":"Bob Example","phone":"555 0101"} """, """ "insurance":"Example Mutual 4711" """, """ "notes":"likes to talk" """, """ "notes":"takes metoprolol" """,
        """ "comment":"off her beta-blocker since March" """, """ "vehicle":"Beetle" """, """ "heightCm":171 """, """ "allergies":"penicillin" """, """ "allergies":"metoprolol, takes it again" """,
        """ "gp":"dr_b" """, """ "history":"heart attack in 2019" """, """ "lastName":"Concor" """, """ "room":"12" """, """ "withoutBetablocker":false """, """ "sex":"woman" """,
    ];

    private static readonly string[] Lists =
    [
        "", """ "medications":[{"atc":"C07AB02","name":"metoprolol","note":"for Anna","prescriber":"dr_a"}] """,
        """ "medications":[{"atc":"C02AC01","name":"clonidine","doseMg":0.1,"frequency":"3x daily"}] """, """ "conditions":[{"code":"coronary-disease","note":"told by Bob"}] """,
        """ "conditions":[{"code":"atrial-fibrillation","present":false,"since":"2019","stage":"2"}] """, """ "tests":[{"date":"2026-02-09","peakHr":150,"signedBy":"dr_a","place":"Example Hall"}] """,
    ];

    [Fact]
    public void A_name_and_whom_to_call_are_not_stored()
    {
        var person = Read("""{"id":"p_1","age":50,"restingHr":60,"name":"Anna Example","emergencyContact":{"name":"Bob Example","phone":"555 0101"},"notes":"takes metoprolol"}""");

        var stored = JsonSerializer.Serialize(PersonalDetails.Without(person, Shipped.Catalogue));

        Assert.DoesNotContain("Example", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("0101", stored, StringComparison.Ordinal);
        Assert.Contains("takes metoprolol", stored, StringComparison.Ordinal); // the plan is made of it
    }

    [Fact]
    public void The_plan_is_the_same_without_them()
    {
        var (random, dropped) = (new Random(11), 0);
        for (var i = 0; i < 3_000; i++)
        {
            var members = Enumerable.Range(0, random.Next(5)).Select(_ => Members[random.Next(Members.Length)]).Append(Lists[random.Next(Lists.Length)]).Where(m => m.Length > 0);
            var file = $$"""{"id":"p_1","age":58,"restingHr":60,{{string.Join(',', members.DistinctBy(m => m.Split(':')[0]))}}}""".Replace(",}", "}", StringComparison.Ordinal);
            if (ParticipantReader.Read(file, People.Monday).Participant is not { } person) continue;

            var without = PersonalDetails.Without(person, Shipped.Catalogue);

            Assert.Equal(JsonSerializer.Serialize(person.Plan()), JsonSerializer.Serialize(without.Plan()));
            Assert.Equal(JsonSerializer.Serialize(without), JsonSerializer.Serialize(PersonalDetails.Without(without, Shipped.Catalogue)));
            dropped += person.Elsewhere.Count - without.Elsewhere.Count;
        }

        Assert.True(dropped > 1_000, $"only {dropped} members were let go");
    }

    private static Participant Read(string file) => ParticipantReader.Read(file, People.Monday).Participant!;
}
