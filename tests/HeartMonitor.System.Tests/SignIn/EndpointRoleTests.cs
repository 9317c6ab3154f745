using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.People;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace HeartMonitor.System.Tests.SignIn;

/// <summary>Every endpoint of the program and who may come to it. A new one belongs into this table, or this test fails.</summary>
public sealed class EndpointRoleTests
{
    private const string Floor = "Staff Clinician Admin";
    private const string Readers = "Staff Clinician Researcher Admin";
    private const string People = "everybody";

    internal static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        ["GET /"] = Floor,
        ["GET /index.html"] = Floor,
        ["GET /sessions.html"] = Readers,
        ["GET /people/index.html"] = Floor,
        ["GET /people/person.html"] = Floor,
        ["GET /people/check-in.html"] = Floor,
        ["GET /people/accounts.html"] = "Admin",
        ["GET /health/live"] = People,
        ["GET /health/alarm-path"] = Readers + " or here",
        ["POST /api/v1/tablet"] = Floor + " watching",
        ["GET /health/ready"] = Readers + " or here",
        ["GET /contract/asyncapi.yaml"] = Readers + " or here",
        ["GET /openapi/{documentName}.json"] = Readers + " or here",
        ["* /metrics"] = Readers + " or here",
        ["GET /install"] = People,
        ["GET /ca.crt"] = People,
        ["GET /api/v1/install"] = People,
        ["* /mqtt"] = People,
        ["GET /api/v1/stream"] = Floor + " watching",
        ["GET /api/v1/participants"] = Readers + " watching",
        ["GET /api/v1/participants/names"] = Floor + " watching",
        ["GET /api/v1/sessions"] = Readers + " watching",
        ["GET /api/v1/sessions/{sid}"] = Readers,
        ["GET /api/v1/sessions/{sid}/series"] = Readers,
        ["GET /api/v1/sessions/{sid}/events"] = Readers,
        ["GET /api/v1/sessions/{sid}/chart"] = Readers + " watching",
        ["GET /api/v1/sessions/{sid}/report"] = Floor,
        ["GET /api/v1/dictionary"] = Readers,
        ["GET /api/v1/participants/{participant}/week"] = Readers,
        ["GET /api/v1/sessions/{sid}/card"] = Floor + " watching",
        ["GET /api/v1/sessions/{sid}/code"] = Floor,
        ["GET /api/v1/sessions/{sid}/code.svg"] = Floor,
        ["GET /p/{code}"] = People,
        ["GET /api/v1/p/{code}"] = People,
        ["POST /api/v1/p/{code}/answer"] = People,
        ["POST /api/v1/p/{code}/talk"] = People,
        ["POST /api/v1/p/{code}/help"] = People,
        ["POST /api/v1/p/{code}/help-mistake"] = People,
        ["GET /api/v1/straps"] = Floor + " watching",
        ["GET /api/v1/straps/known"] = Floor + " watching",
        ["GET /api/v1/alert-burden"] = Readers + " watching",
        ["POST /api/v1/alerts/{aid}/ack"] = Floor,
        ["POST /api/v1/prompts/{pid}/answer"] = Floor,
        ["POST /api/v1/sessions"] = Floor,
        ["POST /api/v1/sessions/{sid}/events"] = Floor,
        ["POST /api/v1/straps/{id}/owner"] = Floor,
        ["POST /api/v1/straps/{id}/forget"] = Floor,
        ["POST /api/v1/sign-in"] = People,
        ["POST /api/v1/sign-out"] = People,
        ["POST /api/v1/lock"] = Readers + " watching account",
        ["POST /api/v1/unlock"] = People,
        ["POST /api/v1/first-run"] = People,
        ["GET /api/v1/me"] = People,
        ["POST /api/v1/me/secret"] = Readers + " account",
        ["GET /api/v1/accounts"] = "Admin account",
        ["POST /api/v1/accounts"] = "Admin account",
        ["PUT /api/v1/accounts/{id}"] = "Admin account",
        ["GET /api/v1/tokens"] = "Admin account",
        ["POST /api/v1/tokens"] = "Admin account",
        ["DELETE /api/v1/tokens/{id}"] = "Admin account",
        ["GET /api/v1/audit"] = "Admin account",
        ["GET /api/v1/people"] = Floor,
        ["POST /api/v1/people"] = Floor,
        ["GET /api/v1/people/{id}"] = Floor,
        ["PUT /api/v1/people/{id}"] = Floor,
        ["PATCH /api/v1/people/{id}"] = Floor,
        ["GET /api/v1/people/{id}/session"] = Floor + " watching",
        ["POST /api/v1/people/{id}/apply"] = Floor,
        ["DELETE /api/v1/people/{id}"] = "Admin account",
        ["GET /api/v1/people/{id}/history"] = Floor,
        ["PUT /api/v1/people/{id}/medications"] = "Clinician",
        ["PUT /api/v1/people/{id}/conditions"] = "Clinician",
        ["PUT /api/v1/people/{id}/tests"] = "Clinician",
        ["PUT /api/v1/people/{id}/prescription"] = "Clinician",
        ["GET /api/v1/roster"] = Floor,
        ["PUT /api/v1/roster"] = Floor,
        ["POST /api/v1/plan"] = Floor,
        ["GET /api/v1/catalogue/medicines"] = Floor,
        ["GET /api/v1/catalogue/conditions"] = Floor,
        ["GET /api/v1/programmes"] = Readers,
        ["POST /api/v1/check-in"] = Floor,
    };

    [Fact]
    public async Task Every_endpoint_says_who_may_come_and_the_table_knows_it()
    {
        var folder = Directory.CreateTempSubdirectory("hrm-roles-");
        try
        {
            var config = Path.Combine(AppContext.BaseDirectory, "config");
            var (settings, faults) = ConfigFiles.ReadSettings(config, new Dictionary<string, string?> { ["Data"] = folder.FullName, ["Mqtt:Port"] = "0" });
            Assert.Empty(faults);
            var setup = ConfigFiles.ReadRules(config, settings!.Site, "en").Setup!;
            var people = PeopleFile.Read(settings.PeopleFile, setup.Straps).People;
            await using var monitor = MonitorHost.Open(settings, setup, people);
            await using var app = RunVerb.Build(monitor, settings, new(monitor.Journal, settings.TimeZone, setup.Alarms.Rules), new(monitor.People, setup.Straps, settings.TimeZone, monitor.Clock, monitor.NameOf, monitor.Know), new(monitor.SignIn, monitor.People, setup, ProgrammeFile.Empty, monitor.Today, monitor.Clock));
            RunVerb.MapAll(app);

            var found = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToDictionary(NameOf, Allowed, StringComparer.Ordinal);
            var pages = found.Where(e => IsPart(e.Key)).ToArray();
            Assert.All(pages, e => Assert.Equal("everybody", e.Value));
            Assert.Equal(
                Table.Select(e => $"{e.Key}: {e.Value}").Order(StringComparer.Ordinal),
                found.Except(pages).Select(e => $"{e.Key}: {(e.Key is "GET /" or "GET /index.html" ? e.Value.Replace(" watching", "", StringComparison.Ordinal) : e.Value)}").Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Parts of pages: they hold nothing of anybody.</summary>
    private static bool IsPart(string name) => name.StartsWith("GET /", StringComparison.Ordinal) && Path.GetExtension(name) is ".css" or ".js" or ".json" or ".svg" or ".webmanifest" or ".html"
        && name is not ("GET /index.html" or "GET /sessions.html") && !name.StartsWith("GET /openapi/", StringComparison.Ordinal) && !name.StartsWith("GET /api/", StringComparison.Ordinal) && !(name.StartsWith("GET /people/", StringComparison.Ordinal) && name.EndsWith(".html", StringComparison.Ordinal));

    private static string NameOf(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])} /{endpoint.RoutePattern.RawText!.Trim('/')}";

    private static string Allowed(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<AllowedRoles>()?.ToString() ?? "nobody")
        + (endpoint.Metadata.GetMetadata<Watching>() is null ? "" : " watching") + (endpoint.Metadata.GetMetadata<AccountsOnly>() is null ? "" : " account");
}
