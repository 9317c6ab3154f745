using System.Net;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.People;
using HeartMonitor.Host.Query;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.People;

/// <summary>A change says what it changes and nothing else; whoever was slower loses nothing; a session that runs is told.</summary>
public sealed class PersonPatchTests : IAsyncLifetime
{
    private const string Maria = """{"name":"Maria Muster","contact":"sister, 555 0100","participant":{"born":"1968-02-01","sex":"female","restingHr":62}}""";
    private const string Metoprolol = """{"participant":{"medications":[{"atc":"C07AB02","name":"metoprolol"}]}}""";

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
    public async Task What_a_patch_does_not_name_stays_also_what_this_program_does_not_know()
    {
        var id = await AddAsync();
        await TakesAsync(_doc, id, 1, """{"participant":{"personalRestingHr":95,"gaitAid":{"kind":"stick","side":"left"},"tests":[{"date":"2026-02-09","peakHr":140,"lab":"north"}]}}""");
        var after = await TakesAsync(_nurse, id, 2, """{"contact":null,"participant":{"restingHr":64,"bodyMassKg":71.5}}""");

        Assert.Equal(("Maria Muster", JsonValueKind.Null, 3), (after.GetProperty("name").GetString(), after.GetProperty("contact").ValueKind, after.GetProperty("rev").GetInt32()));
        var file = after.GetProperty("participant");
        Assert.Equal(("1968-02-01", 64, 95), (file.GetProperty("born").GetString(), file.GetProperty("restingHr").GetInt32(), file.GetProperty("personalRestingHr").GetInt32()));
        Assert.Equal(("left", "north"), (file.GetProperty("gaitAid").GetProperty("side").GetString(), file.GetProperty("tests")[0].GetProperty("lab").GetString()));

        file = (await TakesAsync(_doc, id, 3, """{"participant":{"gaitAid":{"side":null,"kind":"frame"}}}""")).GetProperty("participant");
        Assert.Equal("""{"kind":"frame"}""", file.GetProperty("gaitAid").GetRawText());
        var same = await TakesAsync(_nurse, id, 4, """{"name":"Maria Muster"}""");
        Assert.Equal(4, same.GetProperty("rev").GetInt32());
        Assert.Equal(["person", "person tests", "person", "person"], (await _nurse.SendAsync(HttpMethod.Get, $"people/{id}/history")).Body.EnumerateArray().Select(r => r.GetProperty("part").GetString()));
    }

    [Fact]
    public async Task Whoever_was_slower_is_told_who_when_and_what_and_has_the_person_as_it_is_now()
    {
        var id = await AddAsync();
        await TakesAsync(_nurse, id, 1, Metoprolol);
        var (status, late) = await PatchAsync(_doc, id, 1, """{"participant":{"conditions":[{"code":"depression"}]}}""");

        Assert.Equal((HttpStatusCode.PreconditionFailed, "changed", "nurse"), (status, late.GetProperty("code").GetString(), late.GetProperty("by").GetString()));
        Assert.Equal(["medications"], late.GetProperty("changed").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(2, late.GetProperty("person").GetProperty("rev").GetInt32());
        Assert.Matches(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$", late.GetProperty("at").GetString());
        await TakesAsync(_doc, id, 2, """{"participant":{"conditions":[{"code":"depression"}]}}""");
        Assert.Equal((HttpStatusCode)428, (await _doc.SendAsync(HttpMethod.Patch, $"people/{id}", "{}")).Status);
    }

    [Fact]
    public async Task Staff_add_a_medicine_that_they_learn_of_and_take_none_away()
    {
        var id = await AddAsync();
        await TakesAsync(_doc, id, 1, """{"participant":{"medications":[{"atc":"C07AB07","name":"bisoprolol","doseMg":5}]}}""");
        const string More = """{"participant":{"medications":[{"atc":"C07AB07","name":"bisoprolol","doseMg":5},{"name":"something green"}]}}""";
        Assert.Equal(2, (await TakesAsync(_nurse, id, 2, More)).GetProperty("participant").GetProperty("medications").GetArrayLength());

        foreach (var beyond in new[] { Metoprolol, """{"participant":{"medications":null}}""", """{"participant":{"medications":[{"atc":"C07AB07","name":"bisoprolol","doseMg":10},{"name":"something green"}]}}""", """{"participant":{"conditions":[{"code":"icd"}]}}""", """{"participant":{"personalRestingHr":90}}""", """{"participant":{"tests":[{"date":"2026-02-09","peakHr":150}]}}""", """{"participant":{"prescription":{"minutes":20}},"secret":"402718"}""" })
            Assert.Equal((HttpStatusCode.Forbidden, beyond), ((await PatchAsync(_nurse, id, 3, beyond)).Status, beyond));
        Assert.Equal(HttpStatusCode.Forbidden, (await PatchAsync(_doc, id, 3, """{"participant":{"prescription":{"minutes":20}}}""")).Status);
        await TakesAsync(_doc, id, 3, $$$"""{"participant":{"prescription":{"minutes":20}},"secret":"{{{SignInHost.Password}}}"}""");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"participant":[]}""")]
    [InlineData("""{"participant":null}""")]
    [InlineData("""{"participant":{"id":"p_other"}}""")]
    [InlineData("""{"participant":{"id":null}}""")]
    [InlineData("""{"participant":{"restingHr":5}}""")]
    [InlineData("""{"participant":{"tests":["x"]}}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"X","rev":7}""")]
    public async Task A_patch_in_another_form_changes_nothing(string body)
    {
        var id = await AddAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PatchAsync(_doc, id, 1, body)).Status);
        Assert.Equal(1, await RevAsync(id));
    }

    [Fact]
    public async Task A_medicine_entered_in_mid_session_is_told_to_every_tablet_until_somebody_applies_it()
    {
        var id = await AddAsync();
        Enter(id);
        Assert.True((await SessionOf(id)).GetProperty("isCurrent").GetBoolean());

        await TakesAsync(_nurse, id, 1, Metoprolol);
        var running = await SessionOf(id);
        Assert.Equal(("s_1", false, "nurse"), (running.GetProperty("session").GetString(), running.GetProperty("isCurrent").GetBoolean(), running.GetProperty("by").GetString()));
        var row = Assert.Single(_host.Board.Snapshot().Sessions);
        Assert.Equal(("nurse", id), (row.File!.By, row.File.Participant));

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _nurse.SendAsync(HttpMethod.Post, $"people/{id}/apply", "{}", ("If-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync($"people/{id}/apply", """{"confirmed":"yes"}"""));
        Assert.Equal(HttpStatusCode.OK, await _nurse.PostAsync($"people/{id}/apply", "{}", ("If-Match", "\"2\"")));
        var fact = Assert.IsType<ParticipantChanged>(Assert.Single(_host.Commands).Fact);
        Assert.Equal(("nurse", "C07AB02", false, (int?)58), (fact.By, fact.Participant!.Medications.Single().Atc, fact.Confirmed, fact.Participant.Age));
        Assert.DoesNotContain("Maria", global::System.Text.Encoding.UTF8.GetString(MonitorJson.Write(fact)), StringComparison.Ordinal);

        Apply(id, fact);
        _host.Watch.Look();
        Assert.True((await SessionOf(id)).GetProperty("isCurrent").GetBoolean());
        Assert.Null(Assert.Single(_host.Board.Snapshot().Sessions).File);
    }

    [Fact]
    public async Task A_refused_file_and_a_plan_made_for_another_reason_leave_the_old_file_in_force()
    {
        var id = await AddAsync();
        Enter(id);
        await TakesAsync(_nurse, id, 1, Metoprolol);
        _host.Answer = command => new(command.Id, CommandResult.Unconfirmed, "The new plan asks for less care.") { Session = "s_1" };
        var (status, body) = await _nurse.SendAsync(HttpMethod.Post, $"people/{id}/apply", "{}");
        Assert.Equal((HttpStatusCode.Conflict, "unconfirmed"), (status, body.GetProperty("result").GetString()));

        var fact = (ParticipantChanged)_host.Commands.Single().Fact;
        _host.Board.Apply([TabletFeed.Fact("s_1", fact, 10) with { Participant = id }, TabletFeed.Fact("s_1", new RestingHeartRateMeasured(70), 11) with { Participant = id }, Planned(id, 12)]);
        Assert.False((await SessionOf(id)).GetProperty("isCurrent").GetBoolean());
    }

    [Fact]
    public async Task Who_is_in_no_session_has_nothing_to_apply()
    {
        var id = await AddAsync();
        Assert.Equal(JsonValueKind.Null, (await SessionOf(id)).GetProperty("session").ValueKind);
        var (status, body) = await _nurse.SendAsync(HttpMethod.Post, $"people/{id}/apply", "{}");
        Assert.Equal((HttpStatusCode.Conflict, "not-running"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, await _nurse.PostAsync("people/p_nobody/apply", "{}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("sessions/s_1/events", """{"event":"participant-changed","by":"nurse","participant":{"id":"p_1","age":50}}"""));
    }

    [Fact]
    public async Task Every_refusal_is_a_problem_with_type_title_status_and_code()
    {
        using var stranger = _host.Browser();
        var id = await AddAsync();
        (HttpStatusCode, JsonElement)[] refusals =
        [
            await stranger.SendAsync(HttpMethod.Get, "people"), await stranger.SendAsync(HttpMethod.Post, "sign-in", """{"id":"nurse","secret":"111111"}"""), await _nurse.SendAsync(HttpMethod.Get, "accounts"),
            await PatchAsync(_doc, id, 7, "{}"), await PatchAsync(_doc, id, 1, """{"participant":{"restingHr":5}}"""), await _doc.SendAsync(HttpMethod.Patch, $"people/{id}", "{}"), await _nurse.SendAsync(HttpMethod.Post, $"people/{id}/apply", "{}"),
            await _nurse.SendAsync(HttpMethod.Get, "people/p_nobody"),
        ];
        Assert.All(refusals, r =>
        {
            Assert.Equal((int)r.Item1, r.Item2.GetProperty("status").GetInt32());
            Assert.True(Uri.TryCreate(r.Item2.GetProperty("type").GetString(), UriKind.Absolute, out _));
            Assert.All(["title", "detail", "code"], member => Assert.NotEqual("", r.Item2.GetProperty(member).GetString()));
        });
    }

    [Fact]
    public async Task What_is_sent_has_the_members_that_the_document_tells_of()
    {
        var id = await AddAsync();
        await TakesAsync(_doc, id, 1, """{"participant":{"medications":[{"name":"something green"}]}}""");
        Enter(id);
        _host.Answer = command => new(command.Id, CommandResult.Accepted) { Session = command.Session ?? "s_new" };
        async Task<JsonElement> Get(string path) => (await _nurse.SendAsync(HttpMethod.Get, path)).Body;

        Fits(typeof(ApiShapes.PersonShort), (await Get("people"))[0]);
        Fits(typeof(ApiShapes.PersonFull), await Get($"people/{id}"));
        Fits(typeof(ApiShapes.PersonRevisionRow), (await Get($"people/{id}/history"))[1]);
        Fits(typeof(ApiShapes.RunningRow), await Get($"people/{id}/session"));
        Fits(typeof(ApiShapes.RosterRow), await Get("roster"));
        Fits(typeof(ApiShapes.MedicineRow), (await Get("catalogue/medicines?q=metoprolol"))[0]);
        Fits(typeof(ApiShapes.ProgrammeRow), (await Get("programmes"))[0]);
        Fits(typeof(ApiShapes.PlanAnswer), (await _nurse.SendAsync(HttpMethod.Post, "plan", $$$"""{"participant":"{{{id}}}"}""")).Body);
        Fits(typeof(ApiShapes.CheckInAnswer), (await _nurse.SendAsync(HttpMethod.Post, "check-in", """{"participant":"p_61"}""")).Body);
        Fits(typeof(ApiShapes.Problem), (await _nurse.SendAsync(HttpMethod.Post, "check-in", """{"participant":"p_61","checkIn":{"restingHr":124}}""")).Body);
        Fits(typeof(ApiShapes.Problem), (await PatchAsync(_doc, id, 1, "{}")).Body);
        Fits(typeof(ApiShapes.Problem), (await PatchAsync(_doc, id, 2, """{"participant":{"restingHr":5}}""")).Body);

        static void Fits(Type shape, JsonElement sent)
        {
            var known = shape.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToArray();
            Assert.Empty(sent.EnumerateObject().Select(m => m.Name).Except(known));
            var needed = shape.GetConstructors().Single(c => c.GetParameters().All(p => p.ParameterType != shape)).GetParameters().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!));
            Assert.Empty(needed.Except(sent.EnumerateObject().Select(m => m.Name)).Except(["note", "conditions", "rpe"]));
        }
    }

    [Fact]
    public async Task A_researcher_reads_the_burden_of_alerts_and_the_programmes_and_no_name()
    {
        using var sci = await _host.SignedInAsync("sci");
        var (status, programmes) = await sci.SendAsync(HttpMethod.Get, "programmes");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(programmes.GetArrayLength() > 0);
        Assert.NotEqual(HttpStatusCode.Forbidden, await sci.GetAsync("alert-burden?hours=x"));
        Assert.Equal(HttpStatusCode.Forbidden, await sci.GetAsync("people"));
    }

    private async Task<string> AddAsync() => (await _nurse.SendAsync(HttpMethod.Post, "people", Maria)).Body.GetProperty("id").GetString()!;

    private async Task<int> RevAsync(string id) => (await _nurse.SendAsync(HttpMethod.Get, $"people/{id}")).Body.GetProperty("rev").GetInt32();

    private async Task<JsonElement> SessionOf(string id) => (await _nurse.SendAsync(HttpMethod.Get, $"people/{id}/session")).Body;

    private static Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(SignInBrowser who, string id, int rev, string body) => who.SendAsync(HttpMethod.Patch, $"people/{id}", body, ("If-Match", $"\"{rev}\""));

    private static async Task<JsonElement> TakesAsync(SignInBrowser who, string id, int rev, string body)
    {
        var (status, after) = await PatchAsync(who, id, rev, body);
        Assert.True(status == HttpStatusCode.OK, after.ToString());
        return after;
    }

    /// <summary>The person is in a session that uses the file as it is now.</summary>
    private void Enter(string id)
    {
        var person = new StoredPeople(_host.Desk.Store.People, () => PeopleHost.Today).ForSession(id)!;
        _host.Board.Apply([TabletFeed.Fact("s_1", new SessionStarted { Participant = person, On = PeopleHost.Today }, 1) with { Participant = id }, Planned(id, 2)]);
    }

    private void Apply(string id, ParticipantChanged fact) => _host.Board.Apply([TabletFeed.Fact("s_1", fact, 3) with { Participant = id }, Planned(id, 4)]);

    private static Released Planned(string id, long seq) => TabletFeed.Decided("s_1", new PlanEvent { T = seq, Plan = new MonitoringPlan { Participant = id, Mode = MonitoringMode.Rpe, Rpe = new(11, 13), Reasons = [], Notes = [], CatalogueVersion = "1", RulesVersion = "1" } }, seq) with { Participant = id };
}
