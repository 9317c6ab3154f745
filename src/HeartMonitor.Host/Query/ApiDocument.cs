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
    private const string Cookie = "cookie";
    private const string Bearer = "bearer";

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
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Cookie] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "hrm", Description = "What POST sign-in sets; __Host-hrm with TLS. For browsers on a page of this service." },
                    [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that an admin made for a script or a gateway." },
                };
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(System.Text.Json.JsonElement)) Loosen(schema);
                return Task.CompletedTask;
            });
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
        if (context.Description.HttpMethod is "PUT" or "PATCH" or "DELETE" && context.Description.RelativePath!.StartsWith(Prefix + "people/", StringComparison.Ordinal)) operation.Parameters = [.. operation.Parameters ?? [], Revision];
        if (note.Body is { } body) AddBody(operation, note, await context.GetOrCreateSchemaAsync(body, null, cancellation));
        var problem = await context.GetOrCreateSchemaAsync(typeof(ApiShapes.Problem), null, cancellation);
        operation.Responses = Answers(note, note.Answer is { } answer ? await context.GetOrCreateSchemaAsync(answer, null, cancellation) : null, problem);
        var allowed = context.Description.ActionDescriptor.EndpointMetadata.OfType<AllowedRoles>().LastOrDefault();
        Secure(operation, allowed ?? new([]), context.Document!);
    }

    /// <summary>Who may come, for programs and in words.</summary>
    private static void Secure(OpenApiOperation operation, AllowedRoles allowed, OpenApiDocument document)
    {
        operation.Security = allowed.Everybody ? [] : [new() { [new OpenApiSecuritySchemeReference(Cookie, document)] = [] }, new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        if (!allowed.Everybody) operation.Description += $" Roles: {string.Join(", ", allowed.Roles.Select(r => KebabCase.Of(r)))}.";
    }

    /// <summary>A value that may be of any type: what it is, hangs on what it belongs to.</summary>
    private static void Loosen(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object | JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Null;
        schema.Description ??= "An object or a plain value, in the form of the stream or of contracts 4.";
    }

    /// <summary>What was seen, so that nobody writes over what they have not seen.</summary>
    private static OpenApiParameter Revision => new()
    {
        Name = "If-Match",
        In = ParameterLocation.Header,
        Required = true,
        Description = "The revision that was seen, in quotation marks as ETag gave it: \"1\".",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

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

    private static void AddBody(OpenApiOperation operation, ApiNote note, OpenApiSchema schema) =>
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = note.BodyTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema }) };

    /// <summary>JSON has the type's form; what is text or bytes is that.</summary>
    private static OpenApiSchema SchemaOf(string mediaType, OpenApiSchema? schema) => mediaType switch
    {
        "application/json" => schema ?? new() { Type = JsonSchemaType.Object },
        _ when mediaType.StartsWith("text/", StringComparison.Ordinal) || mediaType.EndsWith("+xml", StringComparison.Ordinal) => new() { Type = JsonSchemaType.String },
        _ => new() { Type = JsonSchemaType.String, Format = "binary" },
    };

    private static OpenApiResponses Answers(ApiNote note, OpenApiSchema? schema, OpenApiSchema problem)
    {
        OpenApiResponse Problem(string words) => new() { Description = words, Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } } };
        OpenApiResponse Reply(string words) => new() { Description = words, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema }, ["application/problem+json"] = new() { Schema = problem } } };

        var answers = new OpenApiResponses
        {
            [note.Status] = new OpenApiResponse { Description = note.Summary, Content = note.MediaTypes.ToDictionary(m => m, m => new OpenApiMediaType { Schema = SchemaOf(m, schema) }) },
            ["400"] = Problem("The request is not understood; detail says why."),
            ["401"] = Problem("Sign in first, with the console's cookie or Authorization: Bearer TOKEN; nobody signs in while there are no accounts, on this machine."),
            ["403"] = Problem("Not for this role, or a host name or an origin that is not served here."),
        };
        foreach (var (status, meaning) in note.Others) answers[status] = status == "304" ? new OpenApiResponse { Description = meaning } : note.Answer == typeof(CommandReply) && status is "404" or "409" or "422" or "503" ? Reply(meaning) : Problem(meaning);
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
