using System.Globalization;
using System.Text.Json.Serialization;

namespace HeartMonitor.Host.SignIn;

/// <summary>Why somebody was not let in, or an account was not changed: a problem of RFC 9457 with a word that programs read.</summary>
/// <param name="Code"><c>sign-in locked role token foreign no-accounts wrong wait busy form taken last-admin</c>, and those of the people's endpoints.</param>
/// <param name="WaitSeconds">With <c>wait</c>: no secret is looked at before.</param>
internal sealed record SignInProblem(int Status, string Code, string Detail, int? WaitSeconds = null)
{
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
