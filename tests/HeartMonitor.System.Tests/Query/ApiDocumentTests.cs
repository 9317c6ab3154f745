using System.Text.Json;
using HeartMonitor.Host.Query;
using HeartMonitor.System.Tests.SignIn;
using HeartMonitor.System.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>The API's document against what is mapped: nothing is left out, nothing is without words.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private QueryHost _host = null!;
    private JsonElement _paths;

    public async ValueTask InitializeAsync()
    {
        await _folder.Open().DisposeAsync();
        _host = await QueryHost.StartAsync(_folder.Path);
        _paths = (await _host.JsonAsync("/openapi/v1.json")).GetProperty("paths");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Every_endpoint_of_the_program_under_api_v1_is_in_the_document_and_no_other()
    {
        var program = EndpointRoleTests.Table.Keys.Where(e => e.Contains(" /api/v1/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var told = _paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}")).Order(StringComparer.Ordinal);
        Assert.Equal(program, told);
    }

    [Fact]
    public void Every_endpoint_has_a_summary_a_description_its_parameters_in_words_and_its_answers()
    {
        foreach (var path in _paths.EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var what = $"{operation.Name} {path.Name}";
                Assert.True(operation.Value.TryGetProperty("summary", out var summary) && summary.GetString()!.Length > 5, what);
                Assert.True(operation.Value.TryGetProperty("description", out var description) && description.GetString()!.Length > 5, what);
                if (operation.Value.TryGetProperty("parameters", out var parameters))
                    Assert.All(parameters.EnumerateArray(), p => Assert.True(p.TryGetProperty("description", out var words) && words.GetString()!.Length > 5, $"{what}: {p}"));
                if (path.Name is not ("/api/v1/sign-out" or "/api/v1/lock")) Assert.Equal(operation.Name is "post" or "put" or "patch", operation.Value.TryGetProperty("requestBody", out _));
                Assert.True(operation.Value.GetProperty("responses").TryGetProperty("400", out _), what);
            }
        }
    }

    [Fact]
    public void Every_note_belongs_to_an_endpoint() =>
        Assert.Empty(ApiNotes.ByName.Keys.Except(Mapped().Select(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "")));

    [Fact]
    public void Types_are_told_with_the_names_of_the_wire()
    {
        var session = _paths.GetProperty("/api/v1/sessions").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetRawText();
        Assert.Contains("\"openAlerts\"", session, StringComparison.Ordinal);
        Assert.Contains("\"cool-down\"", session, StringComparison.Ordinal);
        var series = _paths.GetProperty("/api/v1/sessions/{sid}/series").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");
        Assert.Equal(["application/json", "application/vnd.apache.arrow.stream", "application/vnd.apache.parquet", "text/csv"], series.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_is_read_without_a_fault_and_no_body_and_no_answer_has_an_empty_form()
    {
        var text = (await _host.JsonAsync("/openapi/v1.json")).GetRawText();
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(_paths.EnumerateObject().Count(), read.Document!.Paths.Count);

        var empty = new List<string>();
        foreach (var operation in Operations())
        {
            if (operation.Value.TryGetProperty("requestBody", out var body)) Look(body.GetProperty("content"), $"{operation.Name} body");
            foreach (var answer in operation.Value.GetProperty("responses").EnumerateObject())
                if (answer.Value.TryGetProperty("content", out var content)) Look(content, $"{operation.Name} {answer.Name}");
        }

        Assert.Empty(empty);

        void Look(JsonElement content, string where)
        {
            foreach (var media in content.EnumerateObject()) Walk(media.Value.TryGetProperty("schema", out var schema) ? schema : default, $"{where} {media.Name}");
        }

        void Walk(JsonElement schema, string where)
        {
            if (schema.ValueKind != JsonValueKind.Object || !Forms.Any(name => schema.TryGetProperty(name, out _))) empty.Add(where);
            if (schema.ValueKind != JsonValueKind.Object) return;
            if (schema.TryGetProperty("properties", out var members)) foreach (var member in members.EnumerateObject()) Walk(member.Value, $"{where}.{member.Name}");
            if (schema.TryGetProperty("items", out var items)) Walk(items, where + "[]");
            foreach (var choice in Forms.Where(f => f.EndsWith("Of", StringComparison.Ordinal)).SelectMany(f => schema.TryGetProperty(f, out var of) ? of.EnumerateArray().ToArray() : [])) Walk(choice, where + "|");
        }
    }

    [Fact]
    public async Task Every_endpoint_that_asks_who_comes_says_how_to_sign_in_and_the_others_say_that_nobody_need()
    {
        var schemes = (await _host.JsonAsync("/openapi/v1.json")).GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal(["bearer", "cookie"], schemes.EnumerateObject().Select(s => s.Name).Order(StringComparer.Ordinal));
        foreach (var operation in Operations())
        {
            var isForAll = EndpointRoleTests.Table[operation.Name] == "everybody";
            var ways = operation.Value.GetProperty("security").EnumerateArray().SelectMany(s => s.EnumerateObject().Select(w => w.Name));
            Assert.Equal((operation.Name, isForAll ? "" : "cookie bearer"), (operation.Name, string.Join(' ', ways)));
        }
    }

    private static readonly string[] Forms = ["type", "$ref", "oneOf", "anyOf", "allOf", "enum"];

    private IEnumerable<(string Name, JsonElement Value)> Operations() =>
        _paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => ($"{m.Name.ToUpperInvariant()} {p.Name}", m.Value)));

    private IEnumerable<RouteEndpoint> Mapped() => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal));
}
