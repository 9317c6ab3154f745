using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary>Body of <c>POST p/{code}/talk</c>.</summary>
internal sealed record TalkBody(string? Value);

/// <summary>
/// The participant's own page: <c>GET p/{code}</c> what the page may show, <c>POST p/{code}/answer|talk|help</c>. The code is the only key and
/// opens one session, for these four things alone; no name, no alert, no limit is told.
/// </summary>
internal static class ParticipantEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/p/{code}").AllowEverybody(); // the code is the key
        own.MapGet("", Show).WithName("participantPage");
        own.MapPost("/answer", (string code, HttpContext context, SubmitCommand submit, LiveBoard board, ParticipantCodes codes, CancellationToken stop) =>
            RunAsync(code, context, submit, board, codes, AnswerOf, stop)).WithName("participantAnswer");
        own.MapPost("/talk", (string code, HttpContext context, SubmitCommand submit, LiveBoard board, ParticipantCodes codes, CancellationToken stop) =>
            RunAsync(code, context, submit, board, codes, TalkOf, stop)).WithName("participantTalk");
        own.MapPost("/help", (string code, HttpContext context, SubmitCommand submit, LiveBoard board, ParticipantCodes codes, CancellationToken stop) =>
            RunAsync(code, context, submit, board, codes, (view, _) => new(view.Session, new HelpRequested(), null), stop)).WithName("participantHelp");
        own.MapPost("/help-mistake", (string code, HttpContext context, SubmitCommand submit, LiveBoard board, ParticipantCodes codes, TabletOptions options, CancellationToken stop) =>
            RunAsync(code, context, submit, board, codes, (view, _) => new(view.Session, MistakeOf(view, board, options.Language), null), stop)).WithName("participantHelpMistake");
    }

    /// <summary>A call for help is never taken back: staff go and see. That it was a slip is a line at its alert.</summary>
    private static NoteWritten MistakeOf(ParticipantView view, LiveBoard board, string language) =>
        new(language == "de" ? "Die Person sagt: Der Hilferuf war ein Versehen." : "The person says: the call for help was a mistake.", "participant") { Alert = board.CallForHelpOf(view.Session) };

    private static IResult Show(string code, HttpContext context, LiveBoard board, ParticipantCodes codes)
    {
        var (view, refusal) = Find(code, context, board, codes);
        return view is null ? refusal! : Results.Json(view, CardJsonContext.Default.ParticipantView);
    }

    private static CommandEndpoints.Reading AnswerOf(ParticipantView view, JsonElement json) =>
        CommandEndpoints.Bind(json, TabletJsonContext.Default.AnswerBody) is { Value: { } value }
            ? new(view.Session, new RpeAnswered(value) { By = AnsweredBy.Participant, Prompt = view.Prompt }, null)
            : new(null, null, "The body is {value}, a whole number.");

    private static CommandEndpoints.Reading TalkOf(ParticipantView view, JsonElement json) =>
        CommandEndpoints.Bind(json, CardJsonContext.Default.TalkBody) is { Value: "yes" or "equivocal" or "no" } body
            ? new(view.Session, new TalkTestAnswered(body.Value), null)
            : new(null, null, "The talk test is yes, equivocal or no.");

    private static Task<IResult> RunAsync(
        string code,
        HttpContext context,
        SubmitCommand submit,
        LiveBoard board,
        ParticipantCodes codes,
        Func<ParticipantView, JsonElement, CommandEndpoints.Reading> read,
        CancellationToken stop)
    {
        var (view, refusal) = Find(code, context, board, codes);
        if (view is not null && !codes.MayDo(code, context.Request.Path.Value!.EndsWith("/help", StringComparison.Ordinal) ? "help" : "answer"))
        {
            context.Response.Headers.RetryAfter = "60";
            refusal = TypedResults.Problem("Too many at once. Wait a minute, or call staff.", statusCode: StatusCodes.Status429TooManyRequests);
            view = null;
        }

        return view is null
            ? Task.FromResult(refusal!)
            : CommandEndpoints.RunAsync(context, view.Session, submit, board, (_, json) => read(view, json), stop, isAnonymous: true);
    }

    private static (ParticipantView? View, IResult? Refusal) Find(string code, HttpContext context, LiveBoard board, ParticipantCodes codes)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!codes.MayAsk(address, code))
        {
            context.Response.Headers.RetryAfter = "60";
            return (null, TypedResults.Problem("Too many wrong codes. Wait a minute.", statusCode: StatusCodes.Status429TooManyRequests));
        }

        if (board.FindForParticipant(session => codes.IsOf(session, code)) is { } view)
        {
            codes.NoteRight(address, code);
            return (view, null);
        }

        codes.NoteWrong(address);
        return (null, TypedResults.Problem("This code opens nothing. Ask staff for a new one.", statusCode: StatusCodes.Status404NotFound));
    }
}
