using System.Text.Json;
using HeartMonitor.Host.Query;
using HeartMonitor.System.Tests.SignIn;
using HeartMonitor.System.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
                if (!path.Name.EndsWith("/sign-out", StringComparison.Ordinal)) Assert.Equal(operation.Name is "post" or "put" or "patch", operation.Value.TryGetProperty("requestBody", out _));
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

    private IEnumerable<RouteEndpoint> Mapped() => _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal));
}
