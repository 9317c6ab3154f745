using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// Which consoles would be heard: each tells every 20 s whether its sound is on, by an id that it drew for itself. Nothing is decided by it; whoever looks after the way of the
/// alarms sees at <c>/health/alarm-path</c> that a floor is mute. Safe to call from any thread.
/// </summary>
/// <param name="time">The machine's clock.</param>
internal sealed class TabletPresence(TimeProvider time)
{
    /// <summary>Ours: three tellings may be lost.</summary>
    internal static readonly TimeSpan Counts = TimeSpan.FromSeconds(70);

    private const int Most = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (bool HasSound, long At)> _tablets = new(StringComparer.Ordinal);

    /// <summary>Consoles with their sound on that told so lately.</summary>
    internal int WithSound
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _tablets.Values.Count(t => t.HasSound);
            }
        }
    }

    internal void Tell(string tablet, bool hasSound)
    {
        lock (_gate)
        {
            Forget();
            if (_tablets.Count < Most || _tablets.ContainsKey(tablet)) _tablets[tablet] = (hasSound, time.GetTimestamp());
        }
    }

    internal static void Map(IEndpointRouteBuilder api) => api.MapPost("/tablet", TellAsync).WithName("tablet").AllowWatching();

    private static async Task<IResult> TellAsync(HttpContext context, TabletPresence presence, CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return refusal;
        if (CommandEndpoints.Bind(json, CardJsonContext.Default.TabletBody) is not { Tablet: { Length: > 0 and <= 40 } tablet, Sound: { } sound })
            return TypedResults.Problem("The body is {tablet, sound}: an id of up to 40 characters, and true or false.", statusCode: StatusCodes.Status422UnprocessableEntity);
        presence.Tell(tablet, sound);
        return TypedResults.NoContent();
    }

    private void Forget()
    {
        foreach (var gone in _tablets.Where(t => time.GetElapsedTime(t.Value.At) > Counts).Select(t => t.Key).ToArray()) _tablets.Remove(gone);
    }
}

/// <summary>Body of <c>POST tablet</c>.</summary>
/// <param name="Tablet">What the page calls itself until it is loaded again.</param>
/// <param name="Sound">An alert would be heard there.</param>
internal sealed record TabletBody(string? Tablet, bool? Sound);
