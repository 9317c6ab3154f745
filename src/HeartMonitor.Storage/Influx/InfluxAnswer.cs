using System.Net;
using System.Net.Http.Headers;

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
/// <param name="Reason">For people, at most 500 characters.</param>
/// <param name="RetryAfter">The server's wish, at most 5 min; null for none that makes sense.</param>
public sealed record InfluxAnswer(InfluxVerdict Verdict, string Reason, TimeSpan? RetryAfter = null)
{
    private const int LongestReason = 500;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

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

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? header?.Date - now;
        if (wait is null || wait < TimeSpan.Zero) return null;
        return wait < LongestRetryAfter ? wait : LongestRetryAfter;
    }
}
