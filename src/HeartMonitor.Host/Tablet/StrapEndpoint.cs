using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary><c>GET /api/v1/straps</c>: how every strap fares that a source spoke of.</summary>
internal static class StrapEndpoint
{
    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/straps", (HttpContext context) =>
        TypedResults.Json(context.RequestServices.GetRequiredService<StrapBoard>().Rows(), TabletJsonContext.Default.IReadOnlyListStrapRow)).WithName("straps").AllowWatching();
}
