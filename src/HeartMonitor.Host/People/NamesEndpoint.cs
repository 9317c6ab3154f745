using System.Text.Json.Nodes;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.People;

/// <summary>
/// <c>GET /api/v1/participants/names</c>: what everybody is called on the floor, for people, not for scripts, and for no locked browser: whoever walks by
/// sees codes. Asked again and again while a tablet watches, so it is no sign that somebody is there.
/// </summary>
internal static class NamesEndpoint
{
    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/participants/names", Names).WithName("names").AllowWatching();

    private static IResult Names(HttpContext context) => context.Asker() switch
    {
        { IsLocked: true } => SignInProblem.Of(StatusCodes.Status401Unauthorized, "locked", "Names are shown when you have entered your PIN or password."),
        { Account: null } => SignInProblem.Of(StatusCodes.Status403Forbidden, "role", "Names are for people who are signed in, not for a token."),
        _ => PeopleProblem.Json(new JsonObject(Aliases(context).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)))),
    };

    private static SortedDictionary<string, string> Aliases(HttpContext context) => PersonAliases.Of(context.RequestServices.GetService<PeopleDesk>()?.All() ?? []);
}
