using System.Globalization;

namespace HeartMonitor.DBus;

/// <summary>A value in words.</summary>
internal static class DBusValueText
{
    private const int MostItems = 32;

    internal static string Of(DBusValue value) => value.Type.Code switch
    {
        'b' => value.AsBoolean() ? "true" : "false",
        'y' or 'q' or 'u' or 't' => value.Bits.ToString(CultureInfo.InvariantCulture),
        'n' or 'i' or 'x' => unchecked((long)value.Bits).ToString(CultureInfo.InvariantCulture),
        'd' => value.AsDouble().ToString("R", CultureInfo.InvariantCulture),
        's' or 'g' or 'o' => $"\"{value.Text}\"",
        'v' => $"<{Of(value.RawVariant)}>",
        '{' => $"{Of(value.RawItems[0])}: {Of(value.RawItems[1])}",
        '(' => $"({List(value.RawItems)})",
        _ when value.Signature == "ay" => $"0x{Convert.ToHexString(value.RawBytes.AsSpan(0, Math.Min(MostItems, value.RawBytes.Length)))}{Cut(value.RawBytes.Length)}",
        _ => $"[{List(value.RawItems)}]",
    };

    private static string List(DBusValue[] items) => string.Join(", ", items.Take(MostItems).Select(Of)) + Cut(items.Length);

    private static string Cut(int length) => length > MostItems ? $"... ({length})" : "";
}
