using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.People;

/// <summary>People over HTTP: who writes what, on top of what, with which signature.</summary>
public sealed class PeopleApiTests : IAsyncLifetime
{
    private const string Maria = """{"name":"Maria Muster","contact":"sister, 555 0100","participant":{"born":"1968-02-01","sex":"female","restingHr":62}}""";

    private SignInHost _host = null!;
    private SignInBrowser _nurse = null!;
    private SignInBrowser _doc = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PeopleHost.StartAsync();
        _host.Staffed();
        _nurse = await _host.SignedInAsync("nurse");
        _doc = await _host.SignedInAsync("doc");
    }

    public async ValueTask DisposeAsync()
    {
        _nurse.Dispose();
        _doc.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Staff_add_somebody_who_gets_a_pseudonym_that_says_nothing()
    {
        var (status, person) = await _nurse.SendAsync(HttpMethod.Post, "people", Maria, ("Idempotency-Key", "k1"));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Matches("^p_[a-z2-9]{8}$", Id(person));
        Assert.Equal("Maria Muster", person.GetProperty("name").GetString());
        Assert.Equal("\"1\"", _nurse.Last!.Headers.ETag!.Tag);
        var again = await _nurse.SendAsync(HttpMethod.Post, "people", Maria, ("Idempotency-Key", "k1"));
        Assert.Equal(Id(person), Id(again.Body));
        Assert.Equal(3, (await _nurse.SendAsync(HttpMethod.Get, "people")).Body.GetArrayLength());
        Assert.DoesNotContain(_host.Desk.Store.Audit.Before(long.MaxValue, 50), r => r.About.Contains("Maria", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_researcher_sees_no_name_by_any_way()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        using var sci = await _host.SignedInAsync("sci");
        foreach (var path in new[] { "people", $"people/{id}", $"people/{id}/history", "roster", "accounts", $"people/{id}/../{id}" })
        {
            var (status, body) = await sci.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.DoesNotContain("Maria", body.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Medicines_conditions_tests_and_prescription_are_the_clinicians()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        foreach (var part in new[] { "medications", "conditions", "tests", "prescription" })
        {
            var body = part == "prescription" ? """{"prescription":{},"secret":"402718"}""" : $$"""{"{{part}}":[]}""";
            Assert.Equal(HttpStatusCode.Forbidden, (await Put(_nurse, $"people/{id}/{part}", body, 1)).Status);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("people", """{"name":"X","participant":{"age":50,"restingHr":60,"medications":[]}}"""));
        var (status, person) = await Put(_doc, $"people/{id}/medications", """{"medications":[{"atc":"C07AB02","name":"metoprolol","doseMg":100,"startedOn":"2025-01-01"}]}""", 1);
        Assert.True(status == HttpStatusCode.OK, person.ToString());
        Assert.Equal("C07AB02", person.GetProperty("participant").GetProperty("medications")[0].GetProperty("atc").GetString());
        var history = (await _nurse.SendAsync(HttpMethod.Get, $"people/{id}/history")).Body.EnumerateArray().Select(r => (r.GetProperty("part").GetString(), r.GetProperty("by").GetString()));
        Assert.Equal([("person", "nurse"), ("medications", "doc")], history);
    }

    [Fact]
    public async Task Of_two_clinicians_at_the_same_person_the_second_is_told_who_was_quicker()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        Assert.Equal(HttpStatusCode.OK, (await Put(_doc, $"people/{id}/conditions", """{"conditions":[{"code":"depression"}]}""", 1)).Status);
        var late = await Put(_doc, $"people/{id}/conditions", """{"conditions":[]}""", 1);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed"), (late.Status, late.Body.GetProperty("code").GetString()));
        Assert.Contains("doc", late.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)428, (await _doc.SendAsync(HttpMethod.Put, $"people/{id}/conditions", """{"conditions":[]}""")).Status);
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Put(_doc, $"people/{id}", $$"""{"name":"Maria {{i}}","participant":{"age":58,"restingHr":60} }""", 2)));
        Assert.Single(together, r => r.Status == HttpStatusCode.OK);
        Assert.Equal(7, together.Count(r => r.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task A_prescription_and_a_test_are_signed_with_the_password_and_nobody_signs_for_another()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(_doc, $"people/{id}/prescription", """{"prescription":{"minutes":40}}""", 1)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(_doc, $"people/{id}/prescription", """{"prescription":{"minutes":40},"secret":"wrong wrong wrong"}""", 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Put(_doc, $"people/{id}/prescription", $$"""{"prescription":{"minutes":40},"secret":"{{SignInHost.Password}}"}""", 1)).Status);

        const string Test = """{"date":"2026-02-09","onMedication":true,"restingHr":56,"peakHr":122,"peakMet":6.5}""";
        const string Claimed = """{"date":"2026-02-09","onMedication":true,"restingHr":56,"peakHr":122,"peakMet":6.5,"signedBy":"dr_somebody"}""";
        var unsigned = await Put(_doc, $"people/{id}/tests", $$"""{"tests":[{{Claimed}}]}""", 2);
        Assert.False(FirstTest(unsigned.Body).TryGetProperty("signedBy", out _));
        Assert.Equal(HttpStatusCode.Forbidden, (await Put(_doc, $"people/{id}/tests", $$"""{"tests":[{{Test}}],"sign":[0]}""", 3)).Status);
        var signed = await Put(_doc, $"people/{id}/tests", $$"""{"tests":[{{Test}}],"sign":[0],"secret":"{{SignInHost.Password}}"}""", 3);
        Assert.Equal("doc", FirstTest(signed.Body).GetProperty("signedBy").GetString());
        var kept = await Put(_doc, $"people/{id}/tests", $$"""{"tests":[{{Test}},{"date":"2026-02-10","peakHr":130}]}""", 4);
        Assert.Equal("doc", FirstTest(kept.Body).GetProperty("signedBy").GetString());
        var changed = await Put(_doc, $"people/{id}/tests", $$"""{"tests":[{{Claimed.Replace("122", "150", StringComparison.Ordinal)}}]}""", 5);
        Assert.False(FirstTest(changed.Body).TryGetProperty("signedBy", out _));
        Assert.Equal(["tests-signed", "prescription-signed"], _host.Desk.Store.Audit.Before(long.MaxValue, 50).Where(r => r.What.EndsWith("-signed", StringComparison.Ordinal)).Select(r => r.What));
    }

    [Fact]
    public async Task Faults_are_told_all_at_once_with_their_places()
    {
        var (status, body) = await _nurse.SendAsync(HttpMethod.Post, "people", """{"name":"X","participant":{"age":300,"restingHr":5}}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(["$.age", "$.restingHr"], body.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"   "}""")]
    [InlineData("""{"name":7,"participant":{"age":50}}""")]
    [InlineData("""{"name":"X","participant":[]}""")]
    [InlineData("""{"name":"X","participant":{"age":50},"role":"admin"}""")]
    [InlineData("""{"name":"X","participant":{"age":50,"id":"p_other"}}""")]
    public async Task A_person_in_another_form_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("people", body));

    [Fact]
    public async Task A_hundred_thousand_medicines_and_a_thousand_are_refused_and_cost_nothing()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        string Medicines(int count) => $$"""{"medications":[{{string.Join(',', Enumerable.Repeat("""{"name":"x"}""", count))}}]}""";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Put(_doc, $"people/{id}/medications", Medicines(100_000), 1)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(_doc, $"people/{id}/medications", Medicines(1_000), 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Put(_doc, $"people/{id}/medications", Medicines(100), 1)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Put(_doc, $"people/{new string('p', 4000)}/medications", Medicines(1), 1)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Put(_doc, $"people/{id}/medications", string.Concat(Enumerable.Repeat("[", 5000)), 2)).Status);
    }

    [Fact]
    public async Task Somebody_of_the_people_file_counts_as_they_stand_in_the_store_once_they_were_changed()
    {
        var before = (await _doc.SendAsync(HttpMethod.Get, "people/p_61")).Body;
        Assert.Equal((0, "file"), (before.GetProperty("rev").GetInt32(), before.GetProperty("source").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Put(_doc, "people/p_61/conditions", """{"conditions":[{"code":"coronary-disease"}]}""", 0)).Status);
        var after = (await _doc.SendAsync(HttpMethod.Get, "people/p_61")).Body;
        Assert.Equal((1, "store", 58), (after.GetProperty("rev").GetInt32(), after.GetProperty("source").GetString(), after.GetProperty("participant").GetProperty("restingHr").GetInt32()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(_doc, "people/p_61/conditions", """{"conditions":[]}""", 0)).Status);
        Assert.Equal(HttpStatusCode.OK, await _nurse.PostAsync("sessions", """{"participant":"p_61"}"""));
        Assert.Equal("coronary-disease", Started().Conditions.Single().Code);
    }

    [Fact]
    public async Task A_session_knows_an_age_and_no_name_and_no_birthday()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        Assert.Equal(HttpStatusCode.OK, await _nurse.PostAsync("sessions", $$"""{"participant":"{{id}}"}"""));
        Assert.Equal((id, (int?)58, (DateOnly?)null), (Started().Id, Started().Age, Started().Born));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("sessions", """{"participant":"p_nobody"}"""));
    }

    [Fact]
    public async Task Nobody_but_a_clinician_brings_a_prescription_and_signatures_along_with_a_session()
    {
        const string Own = """{"participant":{"id":"p_x","age":50,"restingHr":60,"prescription":{"hrCeiling":160},"tests":[{"date":"2026-02-09","peakHr":170,"signedBy":"doc"}]}}""";
        Assert.Equal(HttpStatusCode.Forbidden, await _nurse.PostAsync("sessions", Own));
        using var boss = await _host.SignedInAsync("boss");
        Assert.Equal(HttpStatusCode.Forbidden, await boss.PostAsync("sessions", Own));
        Assert.Empty(_host.Commands);
        Assert.Equal(HttpStatusCode.OK, await _doc.PostAsync("sessions", Own));
    }

    [Fact]
    public async Task An_admin_forgets_somebody_and_nobody_else_does()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body);
        Assert.Equal(HttpStatusCode.Forbidden, (await _doc.SendAsync(HttpMethod.Delete, $"people/{id}", null, ("If-Match", "\"1\""))).Status);
        using var boss = await _host.SignedInAsync("boss");
        Assert.Equal(HttpStatusCode.NoContent, (await boss.SendAsync(HttpMethod.Delete, $"people/{id}", null, ("If-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.NotFound, await _doc.GetAsync($"people/{id}"));
        Assert.Contains(_host.Desk.Store.Audit.Before(long.MaxValue, 5), line => line is { What: "person-forgotten", Who: "boss" } && line.About == id);
        foreach (var path in Directory.GetFiles(_host.Data, "people.db*"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("Maria Muster"u8)); // overwritten, in the log too
        }

        Assert.Equal(HttpStatusCode.Conflict, (await boss.SendAsync(HttpMethod.Delete, "people/p_61", null, ("If-Match", "\"0\""))).Status);
    }

    [Fact]
    public async Task The_roster_of_the_day_is_a_list_of_people_who_are_known()
    {
        Assert.Equal(0, (await _nurse.SendAsync(HttpMethod.Get, "roster")).Body.GetProperty("people").GetArrayLength());
        var set = await Put(_nurse, "roster", """{"people":["p_61","p_30"]}""", 0);
        Assert.Equal(("2026-03-02", 1, "nurse"), (set.Body.GetProperty("day").GetString(), set.Body.GetProperty("rev").GetInt32(), set.Body.GetProperty("by").GetString()));
        Assert.Equal(["p_61", "p_30"], (await _nurse.SendAsync(HttpMethod.Get, "roster")).Body.GetProperty("people").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await Put(_nurse, "roster", """{"people":["p_nobody"]}""", 1)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.GetAsync("roster?day=yesterday"));
    }

    [Fact]
    public async Task Of_two_tablets_that_change_the_roster_the_second_is_told_with_the_list_as_it_is_now()
    {
        Assert.Equal((HttpStatusCode)428, (await _nurse.SendAsync(HttpMethod.Put, "roster", """{"people":["p_61"]}""")).Status);
        Assert.Equal(HttpStatusCode.OK, await _doc.GetAsync("roster"));
        var seen = int.Parse(_doc.Last!.Headers.ETag!.Tag.Trim('"'), global::System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.OK, (await Put(_nurse, "roster", """{"people":["p_61"]}""", seen)).Status);

        var late = await Put(_doc, "roster", """{"people":["p_30"]}""", seen);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed", "nurse"), (late.Status, late.Body.GetProperty("code").GetString(), late.Body.GetProperty("by").GetString()));
        Assert.Equal("p_61", Assert.Single(late.Body.GetProperty("people").EnumerateArray()).GetString());
        Assert.Equal("\"1\"", _doc.Last!.Headers.ETag!.Tag);
        Assert.Equal("p_61", Assert.Single((await _nurse.SendAsync(HttpMethod.Get, "roster")).Body.GetProperty("people").EnumerateArray()).GetString());
        Assert.Equal(HttpStatusCode.OK, (await Put(_doc, "roster", """{"people":["p_61","p_30"]}""", late.Body.GetProperty("rev").GetInt32())).Status);
        var together = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Put(_doc, "roster?day=2026-03-03", """{"people":["p_30"]}""", 0)));
        Assert.Single(together, r => r.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_made_somebody_makes_nobody_else_and_does_not_pretend_to()
    {
        var made = await _nurse.SendAsync(HttpMethod.Post, "people", Maria, ("Idempotency-Key", "k1"));
        var other = await _nurse.SendAsync(HttpMethod.Post, "people", Maria.Replace("Maria", "Berta", StringComparison.Ordinal), ("Idempotency-Key", "k1"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "id-used"), (other.Status, other.Body.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("people", Maria.Replace("62", "63", StringComparison.Ordinal), ("Idempotency-Key", "k1")));

        Assert.Equal(HttpStatusCode.OK, (await Put(_nurse, $"people/{Id(made.Body)}", """{"name":"Maria Neu","participant":{"age":58,"restingHr":60}}""", 1)).Status);
        var again = await _nurse.SendAsync(HttpMethod.Post, "people", Maria, ("Idempotency-Key", "k1"));
        Assert.Equal((HttpStatusCode.Created, Id(made.Body)), (again.Status, Id(again.Body)));
        Assert.Single(_host.Desk.Store.Audit.Before(long.MaxValue, 50), r => r.What == "person-made");
    }

    [Theory]
    [InlineData("""{"name":"Mar\u202Eia","participant":{"age":50,"restingHr":60}}""")]
    [InlineData("""{"name":"Maria\u200B","participant":{"age":50,"restingHr":60}}""")]
    [InlineData("""{"name":"Maria","contact":"555\u0007","participant":{"age":50,"restingHr":60}}""")]
    [InlineData("""{"name":"Maria","participant":{"age":50,"restingHr":60,"sex":"<b>"}}""")]
    public async Task A_name_that_does_not_show_as_it_is_written_and_a_sex_that_is_none_are_refused(string person)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("people", person));
        Assert.Equal(2, (await _nurse.SendAsync(HttpMethod.Get, "people")).Body.GetArrayLength());
    }

    [Fact]
    public async Task A_medicine_with_hidden_characters_is_refused_with_its_place()
    {
        var id = Id((await _nurse.SendAsync(HttpMethod.Post, "people", """{"name":"\u0639\u0644\u06CC\u200C\u0631\u0636\u0627","participant":{"age":50,"restingHr":60,"sex":"other"}}""")).Body); // a joiner between letters is how it is written
        var refused = await Put(_doc, $"people/{id}/medications", """{"medications":[{"name":"ramipril"},{"name":"meto\u0000prolol"}]}""", 1);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("$.medications[1].name", Assert.Single(refused.Body.GetProperty("faults").EnumerateArray()).GetProperty("path").GetString());
        foreach (var patch in new[] { """{"name":"Mar\u202Eia"}""", """{"contact":"555\u0007"}""", """{"participant":{"sex":"<b>"}}""" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _doc.SendAsync(HttpMethod.Patch, $"people/{id}", patch, ("If-Match", "\"1\""))).Status);
        using var boss = await _host.SignedInAsync("boss");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await boss.PostAsync("accounts", """{"id":"n2","name":"No\u202Era","role":"staff","secret":"402719"}"""));
    }

    private Participant Started() => _host.Commands.Select(c => c.Fact).OfType<SessionStarted>().Last().Participant!;

    private static string Id(JsonElement person) => person.GetProperty("id").GetString()!;

    private static JsonElement FirstTest(JsonElement person) => person.GetProperty("participant").GetProperty("tests")[0];

    private static Task<(HttpStatusCode Status, JsonElement Body)> Put(SignInBrowser browser, string path, string json, int revision) =>
        browser.SendAsync(HttpMethod.Put, path, json, ("If-Match", $"\"{revision}\""));
}
