using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Patients;

/// <summary>
/// One JSON object of a file under check. Members are taken by name and type; whatever is wrong becomes a fault with its path and the value
/// becomes null, so that one pass finds every fault. Members nobody takes are ignored, save for slips of the pen.
/// </summary>
internal sealed class JsonPart
{
    /// <summary>A date before this is a slip of the pen.</summary>
    private const int EarliestYear = 1850;

    /// <summary>And so is one after this.</summary>
    private const int LatestYear = 2150;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly InputFindings _findings;

    private JsonPart(JsonElement element, string path, InputFindings findings)
    {
        (Path, _findings) = (path, findings);
        foreach (var member in element.EnumerateObject())
            Keep(member);
        findings.Add(this);
    }

    internal string Path { get; }

    /// <summary>Names of all members, in the file's order.</summary>
    internal IEnumerable<string> Names => _members.Keys;

    internal static JsonPart? Of(JsonElement element, string path, InputFindings findings)
    {
        if (element.ValueKind == JsonValueKind.Object) return new JsonPart(element, path, findings);
        findings.Fault(path, $"must be an object, not {Kind(element)}");
        return null;
    }

    internal bool Has(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>
    /// A member that nobody took but that is almost the name of one somebody asked for is a slip of the pen, and a slip may hide a
    /// medicine: it is a fault. Members that are like none of ours are ignored, as the contract wants.
    /// </summary>
    internal void FaultSlips()
    {
        foreach (var name in _members.Keys.Where(name => !_asked.Contains(name)))
            if (_asked.FirstOrDefault(known => NearMiss.Is(name, known)) is { } meant) Fault(name, $"is not known; {meant} is meant?");
    }

    /// <summary>For files whose members are all ours: any other is a fault.</summary>
    internal void FaultUnknown(IReadOnlyCollection<string> known)
    {
        foreach (var name in _members.Keys.Where(name => !known.Contains(name)))
            Fault(name, known.FirstOrDefault(k => NearMiss.Is(name, k)) is { } meant ? $"is not known; {meant} is meant?" : "is not known");
    }

    /// <summary>Members nobody asked for, slips of the pen left out.</summary>
    internal IEnumerable<(string Name, JsonElement Value)> Strangers() =>
        from member in _members
        where !_asked.Contains(member.Key) && !_asked.Any(known => NearMiss.Is(member.Key, known))
        select (member.Key, member.Value);

    internal void Fault(string name, string text) => _findings.Fault(At(name), text);

    internal void Remark(string name, string text) => _findings.Remark(At(name), text);

    internal string? Text(string name, int longest = 200)
    {
        if (Take(name, JsonValueKind.String, "text") is not { } value) return null;
        var text = Decoded(value);
        if (text is null) Fault(name, "is not readable text");
        else if (text.Length > longest) Fault(name, $"is longer than {longest} characters");
        else return text;
        return null;
    }

    internal bool? Flag(string name)
    {
        if (!Has(name)) return null;
        var value = _members[name];
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(name, $"must be true or false, not {Kind(value)}");
        return null;
    }

    internal double? Number(string name, Guardrail guardrail)
    {
        if (Take(name, JsonValueKind.Number, "a number") is not { } value) return null;
        var number = value.GetDouble();
        if (guardrail.Refuses(number))
        {
            var (from, to) = (guardrail.AbsoluteFrom, guardrail.AbsoluteTo);
            Fault(name, FormattableString.Invariant($"must lie between {from} and {to} {guardrail.Unit}"));
            return null;
        }

        if (guardrail.Remarks(number))
            Remark(name, FormattableString.Invariant($"{number} {guardrail.Unit} is unusual"));
        return number;
    }

    internal int? Whole(string name, Guardrail guardrail)
    {
        if (Number(name, guardrail) is not { } number) return null;
        if (number == Math.Truncate(number)) return (int)number;
        Fault(name, "must be a whole number");
        return null;
    }

    internal DateOnly? Date(string name)
    {
        if (Text(name, 40) is not { } text) return null;
        var isDate = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (isDate && date.Year is >= EarliestYear and <= LatestYear) return date;
        Fault(name, "must be a date such as 2026-03-02");
        return null;
    }

    internal DateTimeOffset? Instant(string name)
    {
        if (Text(name, 40) is not { } text) return null;
        var isInstant = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant);
        if (isInstant && NamesItsZone(text) && instant.Year is >= EarliestYear and <= LatestYear) return instant;
        Fault(name, "must be an instant with its time zone, such as 2026-03-02T07:00:00Z");
        return null;
    }

    /// <summary>The objects of a list; none when it is missing.</summary>
    internal List<JsonPart> Objects(string name, int most)
    {
        var parts = new List<JsonPart>();
        foreach (var (element, path) in Items(name, most))
            if (Of(element, path, _findings) is { } part) parts.Add(part);
        return parts;
    }

    internal JsonPart? Object(string name) => Has(name) ? Of(_members[name], At(name), _findings) : null;

    internal List<string> Texts(string name, int most)
    {
        var texts = new List<string>();
        foreach (var (element, path) in Items(name, most))
            if (element.ValueKind == JsonValueKind.String && Decoded(element) is { Length: > 0 and <= 200 } text) texts.Add(text);
            else _findings.Fault(path, "must be a short text");
        return texts;
    }

    /// <summary>The numbers of a list; none when it is missing.</summary>
    internal List<double> Numbers(string name, int most)
    {
        var numbers = new List<double>();
        foreach (var (element, path) in Items(name, most))
            if (element.ValueKind == JsonValueKind.Number && double.IsFinite(element.GetDouble())) numbers.Add(element.GetDouble());
            else _findings.Fault(path, $"must be a number, not {Kind(element)}");
        return numbers;
    }

    private static bool NamesItsZone(string text) =>
        text.Length > 11 && text[10] == 'T' && (text[^1] == 'Z' || text.AsSpan(11).IndexOfAny('+', '-') > 0);

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
    };

    /// <summary>Null for text with half a surrogate pair, which the parser lets through.</summary>
    private static string? Decoded(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private IEnumerable<(JsonElement Element, string Path)> Items(string name, int most)
    {
        if (Take(name, JsonValueKind.Array, "a list") is not { } list) yield break;
        if (list.GetArrayLength() > most) Fault(name, $"has more than {most} entries");
        var index = 0;
        foreach (var element in list.EnumerateArray().Take(most))
            yield return (element, $"{At(name)}[{index++}]");
    }

    private JsonElement? Take(string name, JsonValueKind kind, string expected)
    {
        if (!Has(name)) return null;
        var value = _members[name];
        if (value.ValueKind == kind) return value;
        Fault(name, $"must be {expected}, not {Kind(value)}");
        return null;
    }

    private void Keep(JsonProperty member)
    {
        string name;
        try
        {
            name = member.Name;
        }
        catch (InvalidOperationException)
        {
            _findings.Fault(Path, "has a member whose name is not readable text");
            return;
        }

        if (!_members.TryAdd(name, member.Value)) Fault(name, "is written twice");
    }

    private string At(string name) => $"{Path}.{Quoted.Path(name)}";
}
