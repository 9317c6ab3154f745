using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Tablet;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The participant's own page: by a code alone, one question, no alarm, no name.</summary>
[Collection("browser")]
public sealed class ParticipantPageTests(BrowserHost browser) : IAsyncLifetime
{
    private TabletHost _host = null!;
    private TabletGym _gym = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TabletHost.StartAsync();
        _gym = new TabletGym(_host);
        _gym.Enter("s_01", MonitoringMode.Rpe, hr: 96);
        _gym.Enter("s_02", MonitoringMode.Rpe);
    }

    public async ValueTask DisposeAsync()
    {
        await _gym.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_question_is_answered_with_one_tap_by_the_participant_and_alerts_are_never_shown()
    {
        _gym.Ask("s_01", "q1");
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over the ceiling.", TimeProvider.System.GetUtcNow()));
        await using var phone = await browser.OpenAsync(_host.Url + await PathAsync("s_01"), 390, 844);
        await SeesAsync(phone.Page.Locator("#question"), "How hard does this feel");
        await SeesAsync(phone.Page.Locator("#own-bpm"));
        await phone.ShootAsync("participant");
        Assert.DoesNotMatch("ceiling|p_01|high|alarm|alert", (await phone.Page.InnerTextAsync("body")).ToLowerInvariant());
        await ConsoleLayoutTests.CheckAsync(phone);

        await phone.Page.Locator(".own-answer[data-value='12']").TapAsync();

        await SeesAsync(phone.Page.Locator("#state"), "Thank you: 12");
        await SeesNotAsync(phone.Page.Locator("#answers"));
        Assert.Equal(new RpeAnswered(12) { By = AnsweredBy.Participant, Prompt = "q1" }, Assert.Single(_host.Commands).Fact);
        phone.ExpectNoComplaints();
    }

    [Fact]
    public async Task Help_is_called_with_one_tap_and_a_call_that_does_not_come_through_says_so()
    {
        await using var phone = await browser.OpenAsync(_host.Url + await PathAsync("s_01"), 390, 844);
        var help = phone.Page.Locator("#help");
        await SeesAsync(help, "I need help");
        await help.TapAsync();
        await SeesAsync(phone.Page.Locator("#help-state"), "Staff have been called");
        Assert.Equal(new HelpRequested(), Assert.Single(_host.Commands).Fact);

        _host.Door = command => new(command.Id, Core.Ports.CommandResult.NotStored, "disk full");
        await help.TapAsync();
        await SeesAsync(phone.Page.Locator("#help-state"), "call out loud");
    }

    [Fact]
    public async Task The_talk_test_and_an_answer_of_ones_own_work_without_a_question_in_german_too()
    {
        await using var phone = await browser.OpenAsync(_host.Url + await PathAsync("s_01"), 390, 844);
        await phone.Page.GetByText("Deutsch").TapAsync();
        await SeesAsync(phone.Page.Locator("#talk-title"), "K\u00F6nnen Sie bequem sprechen?");
        await phone.Page.Locator("#talk-answers").GetByText("Gerade noch").TapAsync();
        await SeesAsync(phone.Page.Locator("#state"), "Danke: Gerade noch");
        Assert.Equal(new TalkTestAnswered("equivocal"), Assert.Single(_host.Commands).Fact);

        await phone.Page.Locator("#again").TapAsync();
        await phone.Page.Locator(".own-answer[data-value='11']").TapAsync();
        await SeesAsync(phone.Page.Locator("#state"), "Danke: 11");
        Assert.Equal(new RpeAnswered(11), _host.Commands.Last().Fact);
    }

    [Fact]
    public async Task Whoever_does_not_want_to_see_a_heart_rate_is_not_told_one()
    {
        _host.Board.Apply([Fact("s_03", new SessionStarted { Participant = new Participant { Id = "p_03", HideHeartRate = true } })]);
        _gym.Enter("s_03", MonitoringMode.Zones);
        _host.Board.Apply([Fact("s_03", new SessionStarted { Participant = new Participant { Id = "p_03", HideHeartRate = true } })]);

        await SeesHrAsync("s_01");
        var hidden = await ViewAsync(await PathAsync("s_03"));
        Assert.Equal((false, JsonValueKind.Null), (hidden.GetProperty("showsHr").GetBoolean(), hidden.GetProperty("hr").ValueKind));
        var shown = await ViewAsync(await PathAsync("s_01"));
        Assert.True(shown.GetProperty("showsHr").GetBoolean());
        Assert.InRange(shown.GetProperty("hr").GetInt32(), 80, 110);
    }

    [Fact]
    public async Task A_view_tells_neither_who_it_is_nor_which_session_and_the_code_ends_with_it()
    {
        var path = await PathAsync("s_01");
        using var client = _host.Client();
        var view = await client.GetStringAsync("/api/v1" + path, TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("s_01|p_01|zone|ceiling|alert", view);

        _host.Board.Apply([Fact("s_01", new SessionEnded(), 500)]);
        using var gone = await client.GetAsync("/api/v1" + path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var answer = await client.SendAsync(TabletHost.Post($"/api/v1{path}/answer", """{"value":12}"""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(_host.Commands);
    }

    [Fact]
    public async Task Guessing_is_stopped_after_twenty_wrong_codes_and_those_who_are_in_stay_in()
    {
        var (mine, other) = (await PathAsync("s_01"), await PathAsync("s_02"));
        using var client = _host.Client();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, mine));
        for (var i = 0; i < ParticipantCodes.WrongPerMinute; i++) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"/p/guess{i:00000}"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/p/guess99999"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, other)); // a right guess is told no better than a wrong one
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, mine));
    }

    [Fact]
    public void A_code_does_so_much_in_a_minute_and_answers_never_use_up_the_calls_for_help()
    {
        var clock = new JournalClock();
        var codes = new ParticipantCodes(new byte[32], clock);
        for (var i = 0; i < ParticipantCodes.DeedsPerMinute; i++) Assert.True(codes.MayDo("a", "answer"));
        Assert.False(codes.MayDo("a", "answer"));
        Assert.True(codes.MayDo("a", "help"));
        Assert.True(codes.MayDo("b", "answer"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(codes.MayDo("a", "answer"));
    }

    [Fact]
    public async Task Staff_open_code_and_picture_from_the_tile()
    {
        await using var tablet = await browser.OpenAsync(_host);
        await tablet.Tile("s_01").Locator(".open").TapAsync();
        await tablet.Page.Locator("[data-way='page']").TapAsync();

        await SeesAsync(tablet.Page.Locator("#page-address"), await PathAsync("s_01"));
        await SeesAsync(tablet.Page.Locator("#page-picture"));
        await Assertions.Expect(tablet.Page.Locator("#page-picture")).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await tablet.Page.EvaluateAsync<int>("document.querySelector('#page-picture').naturalWidth") > 0);
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public void Codes_differ_by_session_and_key_and_hold_no_letter_that_is_read_wrongly()
    {
        var codes = new ParticipantCodes(new byte[32], TimeProvider.System);
        var made = Enumerable.Range(0, 1000).Select(i => codes.CodeOf($"s_{i}")).ToArray();

        Assert.Equal(1000, made.Distinct().Count());
        Assert.All(made, code => Assert.Matches("^[a-hjkmnp-tv-z0-9]{10}$", code));
        Assert.NotEqual(made[0], new ParticipantCodes([1, .. new byte[31]], TimeProvider.System).CodeOf("s_0"));
        Assert.True(codes.IsOf("s_7", made[7]));
        Assert.False(codes.IsOf("s_8", made[7]));
    }

    private async Task SeesHrAsync(string session)
    {
        var path = await PathAsync(session);
        for (var i = 0; i < 100 && (await ViewAsync(path)).GetProperty("hr").ValueKind == JsonValueKind.Null; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync("/api/v1" + path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<JsonElement> ViewAsync(string path)
    {
        using var client = _host.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/api/v1" + path, TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>Path of the page of a session, as staff get it.</summary>
    private async Task<string> PathAsync(string session)
    {
        using var client = _host.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/sessions/{session}/code", TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("path").GetString()!;
    }
}
