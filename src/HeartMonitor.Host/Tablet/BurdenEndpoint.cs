using System.Globalization;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeartMonitor.Host.Tablet;

/// <summary><c>GET /api/v1/alert-burden?hours=&amp;staff=</c>: how much the alerts ask of staff, today or in the last hours.</summary>
internal static class BurdenEndpoint
{
    private const double LongestHours = 31 * 24;
    private const int MostStaff = 100;

    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/alert-burden", Answer).WithName("alert-burden").RequireRole(RoleConventions.Readers).AllowWatching(); // numbers and codes, nobody in them

    private static IResult Answer(HttpContext context)
    {
        var query = context.Request.Query;
        if (!TryNumber(query["hours"], LongestHours, out var hours)) return Refused($"hours is a number above 0, at most {LongestHours}.");
        if (!TryNumber(query["staff"], MostStaff, out var staff) || staff is { } people && people != Math.Floor(people))
            return Refused($"staff is a whole number from 1 to {MostStaff}.");
        var now = (context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        var report = context.RequestServices.GetRequiredService<BurdenReport>();
        return TypedResults.Json(report.Of(hours, (int)(staff ?? 1), now), TabletJsonContext.Default.AlertBurden);
    }

    private static bool TryNumber(string? text, double most, out double? number)
    {
        number = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) || !(read > 0 && read <= most)) return false;
        number = read;
        return true;
    }

    private static ProblemHttpResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status400BadRequest);
}
