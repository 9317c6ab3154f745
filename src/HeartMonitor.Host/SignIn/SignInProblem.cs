using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace HeartMonitor.Host.SignIn;

/// <summary>Why somebody was not let in, or an account was not changed: a problem of RFC 9457 with a word that programs read.</summary>
/// <param name="Code"><c>sign-in locked role token foreign no-accounts wrong wait busy form taken last-admin</c>, and those of the people's endpoints.</param>
/// <param name="WaitSeconds">With <c>wait</c>: no secret is looked at before.</param>
internal sealed record SignInProblem(int Status, string Code, string Detail, int? WaitSeconds = null)
{
    /// <summary>Where the status is explained, as every other problem of the API has it; which one of its kind it is, says <see cref="Code"/>.</summary>
    public string Type => TypeOf(Status);

    /// <summary>The status in words.</summary>
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>The same as an object that may hold more.</summary>
    internal static JsonObject Body(int status, string code, string detail) => new()
    {
        ["type"] = TypeOf(status),
        ["title"] = ReasonPhrases.GetReasonPhrase(status),
        ["status"] = status,
        ["code"] = code,
        ["detail"] = detail,
    };

    private static string TypeOf(int status) => status switch
    {
        400 => "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        401 => "https://tools.ietf.org/html/rfc9110#section-15.5.2",
        403 => "https://tools.ietf.org/html/rfc9110#section-15.5.4",
        404 => "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        409 => "https://tools.ietf.org/html/rfc9110#section-15.5.10",
        412 => "https://tools.ietf.org/html/rfc9110#section-15.5.13",
        422 => "https://tools.ietf.org/html/rfc4918#section-11.2",
        428 => "https://tools.ietf.org/html/rfc6585#section-3",
        429 => "https://tools.ietf.org/html/rfc6585#section-4",
        503 => "https://tools.ietf.org/html/rfc9110#section-15.6.4",
        _ => "about:blank",
    };

    internal static IResult Of(int status, string code, string detail) =>
        Results.Json(new(status, code, detail), SignInJsonContext.Default.SignInProblem, "application/problem+json", status);

    internal static IResult Form(string detail) => Of(StatusCodes.Status422UnprocessableEntity, "form", detail);

    internal static IResult Wait(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Results.Json(
            new(StatusCodes.Status429TooManyRequests, "wait", $"Too many wrong tries. Wait {seconds} s, then try again.", seconds),
            SignInJsonContext.Default.SignInProblem, "application/problem+json", StatusCodes.Status429TooManyRequests);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SignInProblem))]
[JsonSerializable(typeof(MeRow))]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(UnlockBody))]
[JsonSerializable(typeof(NewSecretBody))]
[JsonSerializable(typeof(FirstRunBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(MadeToken))]
[JsonSerializable(typeof(AccountRow))]
[JsonSerializable(typeof(IReadOnlyList<AccountRow>))]
[JsonSerializable(typeof(IReadOnlyList<TokenRow>))]
[JsonSerializable(typeof(IReadOnlyList<AuditLine>))]
internal sealed partial class SignInJsonContext : JsonSerializerContext;
