using System.Globalization;
using System.Text;

namespace HeartMonitor.DBus.Bus;

/// <summary>A rule as a client gave it to AddMatch (specification, "Match Rules"), judged by the bus. Equal when its text was read as the same keys.</summary>
internal sealed class MatchRule
{
    /// <summary>Ours, as the reference implementation: a rule is no longer than that.</summary>
    private const int MostChars = 1024;

    /// <summary>Highest argument that a rule may name ("arg[0, 1, 2, 3, ...]").</summary>
    private const int LastArgument = 63;

    private readonly SortedDictionary<string, string> _keys = new(StringComparer.Ordinal);

    /// <summary>The rule in one spelling, to find it again in RemoveMatch.</summary>
    internal string Text => string.Join('\n', _keys.Select(key => $"{key.Key}={key.Value}"));

    /// <exception cref="DBusErrorException"><see cref="DBusErrors.MatchRuleInvalid"/>.</exception>
    internal static MatchRule Parse(string text)
    {
        if (text.Length > MostChars) throw Invalid("it is too long");
        var rule = new MatchRule();
        for (var at = 0; at < text.Length;)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0) throw Invalid("a key has no value");
            var key = text[at..equals].Trim();
            at = equals + 1;
            var value = Value(text, ref at);
            if (!IsKey(key) || !rule._keys.TryAdd(key, value)) throw Invalid($"'{key}' is no key, or came before");
        }

        return rule;
    }

    /// <param name="message">With its true sender.</param>
    /// <param name="isOwner">Whether the connection of that unique name owns that name.</param>
    internal bool Fits(DBusMessage message, Func<string, string, bool> isOwner) => _keys.All(key => Fits(key.Key, key.Value, message, isOwner));

    private static bool Fits(string key, string wanted, DBusMessage message, Func<string, string, bool> isOwner) => key switch
    {
        "type" => wanted == TypeOf(message.Kind),
        "sender" => message.Sender is { } sender && (sender == wanted || isOwner(sender, wanted)),
        "destination" => message.Destination == wanted,
        "interface" => message.Interface == wanted,
        "member" => message.Member == wanted,
        "path" => message.Path?.Value == wanted,
        "path_namespace" => message.Path is { } path && ObjectPath.IsValid(wanted) && path.IsAtOrUnder(new(wanted)),
        "eavesdrop" => true,
        "arg0namespace" => Argument(message, 0, "s") is { } name && (name == wanted || name.StartsWith(wanted + ".", StringComparison.Ordinal)),
        _ when key.EndsWith("path", StringComparison.Ordinal) => (Argument(message, Number(key), "s") ?? Argument(message, Number(key), "o")) is { } path && Meets(path, wanted),
        _ => Argument(message, Number(key), "s") == wanted,
    };

    /// <summary>argNpath: equal, or one is an ancestor of the other that ends with a slash.</summary>
    private static bool Meets(string path, string wanted) =>
        path == wanted
        || (path.EndsWith('/') && wanted.StartsWith(path, StringComparison.Ordinal))
        || (wanted.EndsWith('/') && path.StartsWith(wanted, StringComparison.Ordinal));

    private static string? Argument(DBusMessage message, int number, string type) =>
        number < message.Body.Count && message.Body[number].Signature == type ? message.Body[number].Text : null;

    private static string TypeOf(DBusMessageKind kind) => kind switch
    {
        DBusMessageKind.MethodCall => "method_call",
        DBusMessageKind.MethodReturn => "method_return",
        DBusMessageKind.Error => "error",
        DBusMessageKind.Signal => "signal",
    };

    private static bool IsKey(string key) =>
        key is "type" or "sender" or "destination" or "interface" or "member" or "path" or "path_namespace" or "eavesdrop" or "arg0namespace"
        || (key.StartsWith("arg", StringComparison.Ordinal) && Number(key) is >= 0 and <= LastArgument);

    /// <summary>N of argN and argNpath; -1 for anything else.</summary>
    private static int Number(string key)
    {
        var digits = key.EndsWith("path", StringComparison.Ordinal) ? key[3..^4] : key[3..];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    /// <summary>Up to the next comma; within apostrophes everything stands for itself, outside <c>\'</c> is one.</summary>
    private static string Value(string text, ref int at)
    {
        var value = new StringBuilder();
        var quoted = false;
        for (; at < text.Length && (quoted || text[at] != ','); at++)
        {
            if (text[at] == '\'') quoted = !quoted;
            else if (!quoted && text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\'') value.Append(text[++at]);
            else value.Append(text[at]);
        }

        if (quoted) throw Invalid("an apostrophe is missing");
        at++;
        return value.ToString();
    }

    private static DBusErrorException Invalid(string why) => new(DBusErrors.MatchRuleInvalid, why);
}
