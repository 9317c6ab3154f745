using System.Text.Json;
using HeartMonitor.Core;

namespace HeartMonitor.Host.Tablet;

/// <summary>Reads a small JSON body; every fault of the sender is an answer.</summary>
internal static class RequestBody
{
    /// <summary>The largest body, in bytes (as on MQTT: contracts 6).</summary>
    internal const int MaxBytes = 16 * 1024;

    /// <summary>The body's JSON, or the answer that refuses it. At most <paramref name="most"/> bytes are read; <paramref name="orType"/> is a media type of JSON that will do too.</summary>
    internal static async Task<(JsonElement Json, IResult? Refusal)> ReadJson(HttpRequest request, CancellationToken cancellation, int most = MaxBytes, string? orType = null)
    {
        if (!IsJson(request.ContentType, orType)) return Refuse(StatusCodes.Status415UnsupportedMediaType, "Send application/json in UTF-8.");
        if (request.ContentLength > most) return TooLarge(most);

        var buffer = new byte[most + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            if (length > most) return TooLarge(most);
            if (HalfPairs.FaultOf(buffer.AsSpan(0, length)) is not null) return Refuse(StatusCodes.Status400BadRequest, "The body holds text that is not UTF-8, or half a character.");
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException)
        {
            return Refuse(StatusCodes.Status400BadRequest, "The body is not JSON.");
        }
        catch (BadHttpRequestException broken)
        {
            return Refuse(broken.StatusCode, "The body could not be read.");
        }
    }

    private static bool IsJson(string? contentType, string? orType) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || (orType is not null && type.MediaType.Equals(orType, StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static (JsonElement, IResult?) TooLarge(int most) => Refuse(StatusCodes.Status413PayloadTooLarge, $"The body is over {most / 1024} KiB.");

    private static (JsonElement, IResult?) Refuse(int status, string detail) =>
        (default, TypedResults.Problem(detail, statusCode: status));
}
