namespace HeartMonitor.DBus.Wire;

/// <summary>
/// One single complete type of a signature as a tree (specification, "Type System"). Immutable. File descriptors (<c>h</c>) are refused: no
/// connection of ours negotiates them.
/// </summary>
internal sealed class DBusType
{
    private const string Basics = "ybnqiuxtdsog";

    private static readonly DBusType[] BasicTypes = [.. Basics.Select(code => new DBusType(code, code.ToString(), []))];

    internal static readonly DBusType Variant = new('v', "v", []);

    private DBusType(char code, string text, DBusType[] children)
    {
        Code = code;
        Text = text;
        Children = children;
    }

    /// <summary>A type code; <c>(</c> for a struct, <c>{</c> for a dictionary entry.</summary>
    internal char Code { get; }

    /// <summary>Its signature.</summary>
    internal string Text { get; }

    /// <summary>The element of an array, the fields of a struct, key and value of an entry; else none.</summary>
    internal DBusType[] Children { get; }

    /// <summary>Bytes to whose multiple the value is padded ("Marshaling (Wire Format)", summary table).</summary>
    internal int Alignment => Code switch
    {
        'y' or 'g' or 'v' => 1,
        'n' or 'q' => 2,
        'b' or 'i' or 'u' or 's' or 'o' or 'a' => 4,
        _ => 8,
    };

    internal bool IsBasic => Children.Length == 0 && Code != 'v';

    internal static DBusType Basic(char code) => BasicTypes[Basics.IndexOf(code, StringComparison.Ordinal)];

    internal static DBusType ArrayOf(DBusType element) => Checked(new('a', "a" + element.Text, [element]));

    internal static DBusType StructOf(DBusType[] fields) =>
        fields.Length == 0
            ? throw new DBusProtocolException("A struct has at least one field.")
            : Checked(new('(', $"({string.Concat(fields.Select(field => field.Text))})", fields));

    internal static DBusType EntryOf(DBusType key, DBusType value) =>
        key.IsBasic ? new('{', $"{{{key.Text}{value.Text}}}", [key, value]) : throw new DBusProtocolException($"A key has a basic type, not {key.Text}.");

    /// <summary>The types of a signature of at most 255 bytes; none for an empty one.</summary>
    internal static DBusType[] ParseAll(string signature)
    {
        if (signature.Length > DBusLimits.MostNameBytes) throw new DBusProtocolException($"A signature has {signature.Length} bytes; 255 is the most.");
        if (signature.Length == 0) return [];

        var types = new List<DBusType>();
        for (var at = 0; at < signature.Length;) types.Add(Next(signature, ref at, arrays: 0, structs: 0));
        return [.. types];
    }

    /// <summary>A signature that is exactly one complete type.</summary>
    internal static DBusType Parse(string signature)
    {
        if (signature.Length == 1 && Basics.IndexOf(signature[0], StringComparison.Ordinal) is >= 0 and var basic) return BasicTypes[basic];

        return ParseAll(signature) is [var only] ? only : throw new DBusProtocolException($"'{signature}' is not one complete type.");
    }

    private static DBusType Next(string signature, ref int at, int arrays, int structs)
    {
        if (at >= signature.Length) throw Broken(signature);

        var code = signature[at++];
        if (code == 'v') return Variant;
        if (code == 'a') return Array(signature, ref at, arrays + 1, structs);
        if (code == '(') return Struct(signature, ref at, arrays, structs + 1);
        if (code == 'h') throw new DBusProtocolException("File descriptors are not taken.");
        return Basics.Contains(code, StringComparison.Ordinal) ? Basic(code) : throw Broken(signature);
    }

    private static DBusType Array(string signature, ref int at, int arrays, int structs)
    {
        if (arrays > DBusLimits.DeepestOfAKind) throw TooDeep();
        var isMap = at < signature.Length && signature[at] == '{';
        var element = isMap ? Entry(signature, ref at, arrays, structs + 1) : Next(signature, ref at, arrays, structs);
        return new('a', "a" + element.Text, [element]);
    }

    private static DBusType Struct(string signature, ref int at, int arrays, int structs)
    {
        if (structs > DBusLimits.DeepestOfAKind) throw TooDeep();
        var fields = new List<DBusType>();
        while (at < signature.Length && signature[at] != ')') fields.Add(Next(signature, ref at, arrays, structs));
        if (at++ >= signature.Length || fields.Count == 0) throw Broken(signature);
        return new('(', $"({string.Concat(fields.Select(field => field.Text))})", [.. fields]);
    }

    private static DBusType Entry(string signature, ref int at, int arrays, int structs)
    {
        if (structs > DBusLimits.DeepestOfAKind) throw TooDeep();
        at++;
        var key = Next(signature, ref at, arrays, structs);
        var value = Next(signature, ref at, arrays, structs);
        if (at >= signature.Length || signature[at++] != '}') throw Broken(signature);
        return EntryOf(key, value);
    }

    /// <summary>What was put together in code obeys the same bounds as what was read.</summary>
    private static DBusType Checked(DBusType type)
    {
        _ = ParseAll(type.Text);
        return type;
    }

    private static DBusProtocolException Broken(string signature) => new($"'{signature}' is no signature.");

    private static DBusProtocolException TooDeep() => new("A signature nests deeper than 32.");
}
