using System.Net.Http.Headers;
using HeartMonitor.Storage.Influx;

namespace HeartMonitor.InfluxDbClient;

/// <summary>
/// Stands between the library and the network and hears the server's answer as it is, before the library makes an exception of it. Takes
/// <c>Retry-After</c> away from it: on a date or nonsense the library fails and hides the status.
/// </summary>
internal sealed class Overhear(TimeProvider time) : DelegatingHandler(NewHandler())
{
    /// <summary>More of an answer than this is not read.</summary>
    private const int LongestBody = 2_048;

    /// <summary>The answer to the last request; null while there is none.</summary>
    internal InfluxAnswer? Heard { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var buffer = new byte[LongestBody];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var text = response.IsSuccessStatusCode ? "" : System.Text.Encoding.UTF8.GetString(buffer, 0, length);
        Heard = InfluxAnswer.OfWrite(response, text, time.GetUtcNow());
        response.Headers.Remove("Retry-After");
        var type = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = new ByteArrayContent(buffer, 0, length) { Headers = { ContentType = type } };
        return response;
    }

    /// <summary>As our own HTTP: no redirect is followed, or the token would go to another host.</summary>
    private static SocketsHttpHandler NewHandler() => new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
}
