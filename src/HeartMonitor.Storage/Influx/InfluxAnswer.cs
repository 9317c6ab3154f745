using System.Net;
using System.Net.Http.Headers;
using HeartMonitor.Core;

namespace HeartMonitor.Storage.Influx;

/// <summary>What a status code means for the lines that were sent (the table of ecosystem-reliability 1b).</summary>
public enum InfluxVerdict
{
    /// <summary>2xx.</summary>
    Stored,

    /// <summary>400, 422: something in it cannot be taken; halves are sent to find out what.</summary>
    Refused,

    /// <summary>413: less at a time.</summary>
    TooLarge,

    /// <summary>401, 403, 404 and redirects: somebody has to put it right; nothing is dropped.</summary>
    Misconfigured,

    /// <summary>429, 5xx, no answer: later.</summary>
    Busy,
}

/// <summary>An answer of the server, or the lack of one.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Reason">For people, at most 500 characters and a sentence of ours; what a terminal would take for a command is a space.</param>
/// <param name="RetryAfter">The server's wish, at most 5 min; null for none that makes sense.</param>
public sealed record InfluxAnswer(InfluxVerdict Verdict, string Reason, TimeSpan? RetryAfter = null)
{
    private const int LongestReason = 500;
    private const int LongestAddress = 200;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    public string Reason { get; init; } = PlainText.Of(Reason);

    /// <summary>The text of the server never decides, only its status.</summary>
    public static InfluxVerdict Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => InfluxVerdict.Stored,
        400 or 422 => InfluxVerdict.Refused,
        413 => InfluxVerdict.TooLarge,
        429 or >= 500 => InfluxVerdict.Busy,
        _ => InfluxVerdict.Misconfigured,
    };

    /// <param name="status">Decides.</param>
    /// <param name="body">The server's words.</param>
    /// <param name="retryAfter">Its wish; nonsense counts as none.</param>
    /// <param name="now">What a date in the wish is compared with.</param>
    public static InfluxAnswer Of(HttpStatusCode status, string body, RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var reason = $"{(int)status} {body.ReplaceLineEndings(" ").Trim()}".TrimEnd();
        return new(Judge(status), reason.Length > LongestReason ? reason[..LongestReason] : reason, Wait(retryAfter, now));
    }

    /// <summary>
    /// What became of a write. InfluxDB 1.x and 2.x and VictoriaMetrics answer 204 to what is stored, and 3.x the same or, as its first builds, 200 without a word. Any
    /// other success is somebody else's: a proxy, a page to log in on, a dashboard at the wrong port. Where a redirect points is told; it is never followed.
    /// </summary>
    /// <param name="response">Status and headers decide.</param>
    /// <param name="body">The start of the server's words.</param>
    /// <param name="now">What a date in the wish is compared with.</param>
    public static InfluxAnswer OfWrite(HttpResponseMessage response, string body, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            return new(InfluxVerdict.Misconfigured, $"{status}: whoever answers points to {Shown(response.Headers.Location)}, and that is not followed; Influx:Url is to name the store itself");
        var answer = Of(response.StatusCode, body, response.Headers.RetryAfter, now);
        return answer.Verdict != InfluxVerdict.Stored || status == (int)HttpStatusCode.NoContent || (body.Length == 0 && IsVersion3(response))
            ? answer
            : new(InfluxVerdict.Misconfigured, $"{status} to a write, where a store answers 204: whoever answers at Influx:Url is none, and nothing counts as stored");
    }

    private static bool IsVersion3(HttpResponseMessage response) => response.RequestMessage?.RequestUri?.AbsolutePath.Contains("/api/v3/", StringComparison.Ordinal) == true;

    /// <summary>Without what may hold a secret.</summary>
    private static string Shown(Uri? location)
    {
        if (location is null) return "nowhere";
        var text = location.IsAbsoluteUri ? location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : location.OriginalString.Split('?', '#')[0];
        return text.Length > LongestAddress ? text[..LongestAddress] : text;
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? header?.Date - now;
        if (wait is null || wait < TimeSpan.Zero) return null;
        return wait < LongestRetryAfter ? wait : LongestRetryAfter;
    }
}
