using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Research.Series;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeartMonitor.Host.Query;

/// <summary>The API's own document at <c>/openapi/v1.json</c> (contracts 7): every endpoint under <c>/api/v1</c>, in words and types.</summary>
internal static class ApiDocument
{
    private const string Prefix = "api/v1/";

    internal static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new KebabCaseEnumConverter<GapReason>()));
        return services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(Prefix, StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new()
                {
                    Title = "HeartMonitor",
                    Version = "v1",
                    Description = "Live monitoring and stored sessions, by pseudonym. Not a medical device. Errors are RFC 9457 problems with one plain sentence in detail; a parameter that is not known is refused, never ignored.",
                };
                (document.Servers, document.Tags) = ([], null);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeAsync);
        });
    }

    internal static void MapApiDocument(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOpenApi().AllowHereOr(RoleConventions.Readers).AddEndpointFilter(new BrowserGuard(endpoints.ServiceProvider.GetRequiredService<TabletOptions>()).ForPage);

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var name = context.Description.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName;
        if (name is null || !ApiNotes.ByName.TryGetValue(name, out var note)) return;
        (operation.Summary, operation.Description, operation.OperationId) = (note.Summary, note.Description, name);
        operation.Tags = new HashSet<OpenApiTagReference>();
        foreach (var path in operation.Parameters?.OfType<OpenApiParameter>() ?? []) path.Description ??= WordsOf(path.Name);
        foreach (var parameter in note.Query) (operation.Parameters ??= []).Add(Of(parameter));
        if (note.IsCommand) operation.Parameters = [.. operation.Parameters ?? [], Key];
        if (note.Body is { } body) AddBody(operation, await context.GetOrCreateSchemaAsync(body, null, cancellation));
        operation.Responses = Answers(note, note.Answer is { } answer ? await context.GetOrCreateSchemaAsync(answer, null, cancellation) : null);
    }

    private static OpenApiParameter Of(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = new OpenApiSchema
        {
            Type = parameter.Type switch { "integer" => JsonSchemaType.Integer, "number" => JsonSchemaType.Number, _ => JsonSchemaType.String },
            Enum = parameter.Choices.Count == 0 ? null : [.. parameter.Choices.Select(c => (JsonNode)c)],
        },
    };

    /// <summary>Commands carry a key of their own, so that a repeat never acts twice.</summary>
    private static OpenApiParameter Key => new()
    {
        Name = "Idempotency-Key",
        In = ParameterLocation.Header,
        Required = true,
        Description = "1 to 100 visible ASCII characters; the same key never acts twice.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static void AddBody(OpenApiOperation operation, OpenApiSchema schema) =>
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };

    private static OpenApiResponses Answers(ApiNote note, OpenApiSchema? schema)
    {
        var answers = new OpenApiResponses
        {
            [note.Status] = new OpenApiResponse { Description = note.Summary, Content = note.MediaTypes.ToDictionary(m => m, _ => new OpenApiMediaType { Schema = schema }) },
            ["400"] = new OpenApiResponse { Description = "The request is not understood; detail says why." },
            ["401"] = new OpenApiResponse { Description = "Sign in first, with the console's cookie or Authorization: Bearer TOKEN; nobody signs in while there are no accounts, on this machine." },
            ["403"] = new OpenApiResponse { Description = "Not for this role, or a host name or an origin that is not served here." },
        };
        foreach (var (status, meaning) in note.Others) answers[status] = new OpenApiResponse { Description = meaning };
        return answers;
    }

    private static string? WordsOf(string? path) => path switch
    {
        "sid" => "Session id, s_ and 12 letters or digits.",
        "participant" => "Pseudonym of a participant.",
        "aid" => "Id of an alert.",
        "pid" => "Id of a prompt.",
        "id" => "Id of what the path names: a strap, an account, a token, a person.",
        "code" => "Code of the participant's page.",
        _ => null,
    };
}
