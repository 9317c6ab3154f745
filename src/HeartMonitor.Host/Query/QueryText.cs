using System.Globalization;

namespace HeartMonitor.Host.Query;

/// <summary>
/// The query of a request, read strictly: a name that means nothing, a name twice, a value that is too long or of another kind is one sentence for
/// whoever asked. Nothing is guessed.
/// </summary>
internal sealed class QueryText
{
    private const int LongestValue = 400;

    private readonly IQueryCollection _query;

    private QueryText(IQueryCollection query) => _query = query;

    /// <summary>What is wrong, told once: the first thing found.</summary>
    internal string? Fault { get; private set; }

    /// <summary>The query, which may hold these names and no others.</summary>
    internal static QueryText Of(HttpContext context, params ReadOnlySpan<string> names)
    {
        var text = new QueryText(context.Request.Query);
        foreach (var (name, values) in context.Request.Query)
        {
            if (!names.Contains(name)) text.Refuse($"There is no parameter \"{Short(name)}\" here; there {(names.Length == 0 ? "is none" : $"are {string.Join(", ", names.ToArray())}")}.");
            else if (values.Count != 1 || string.IsNullOrEmpty(values[0])) text.Refuse($"{name} is given once, with a value.");
            else if (values[0]!.Length > LongestValue) text.Refuse($"{name} is longer than {LongestValue} characters.");
            else if (values[0]!.Any(char.IsControl)) text.Refuse($"{name} holds a control character.");
        }

        return text;
    }

    /// <summary>A text, or null when it is not there.</summary>
    internal string? Text(string name) => Fault is null && _query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>One of some words; <paramref name="otherwise"/> when it is not there.</summary>
    internal string Choice(string name, string otherwise, params ReadOnlySpan<string> choices)
    {
        if (Text(name) is not { } text) return otherwise;
        if (choices.Contains(text)) return text;
        Refuse($"{name} is one of {string.Join(", ", choices.ToArray())}; \"{Short(text)}\" is none of them.");
        return otherwise;
    }

    /// <summary>A whole number; <paramref name="otherwise"/> when it is not there.</summary>
    internal int Whole(string name, int otherwise, int from, int to)
    {
        if (Text(name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to) return value;
        Refuse(string.Create(CultureInfo.InvariantCulture, $"{name} is a whole number from {from} to {to}; \"{Short(text)}\" is none."));
        return otherwise;
    }

    /// <summary>An instant such as 2026-03-02T09:00:00Z, or a date: its beginning in the clinic's time zone.</summary>
    internal DateTimeOffset? Instant(string name, TimeZoneInfo zone)
    {
        if (Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && IsNear(day.Year))
        {
            var midnight = day.ToDateTime(TimeOnly.MinValue);
            while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15); // a day may begin later than midnight
            return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        }

        if (text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && IsNear(at.Year)) return at;
        Refuse($"{name} is an instant such as 2026-03-02T09:00:00Z or a date such as 2026-03-02, of the years 1970 to 2199; \"{Short(text)}\" is neither.");
        return null;
    }

    /// <summary>Names with commas between them, each one of the known; null when it is not there.</summary>
    internal IReadOnlySet<string>? Names(string name, IReadOnlyCollection<string> known)
    {
        if (Text(name) is not { } text) return null;
        var names = text.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(n => !known.Contains(n)) is not { } unknown) return names;
        Refuse($"{name}: there is no \"{Short(unknown)}\"; there are {string.Join(", ", known)}.");
        return null;
    }

    /// <summary>Remembers the first fault.</summary>
    internal void Refuse(string sentence) => Fault ??= sentence;

    /// <summary>The refusal of what is wrong.</summary>
    internal IResult Refusal() => TypedResults.Problem(Fault, statusCode: StatusCodes.Status400BadRequest);

    private static bool IsNear(int year) => year is >= 1970 and < 2200;

    private static string Short(string text) => string.Concat((text.Length <= 40 ? text : text[..40] + "...").Select(c => char.IsControl(c) ? '?' : c));
}
