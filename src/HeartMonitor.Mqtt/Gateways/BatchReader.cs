using System.Buffers;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt.Gateways;

/// <summary>A batch, opened.</summary>
/// <param name="Boot">Start of the gateway; null when it does not say.</param>
/// <param name="SentUs">When it was sent, by the gateway's clock.</param>
/// <param name="Items">In the order of the message.</param>
internal sealed record Batch(string? Boot, long? SentUs, IReadOnlyList<GatewayItem> Items);

/// <summary>
/// Reads <c>hrm.raw</c>: the envelope of contracts 6, or the bare <c>{"boot","items":[{"dev","n","mono_us","b"}]}</c>. All or nothing: a message with
/// one part that cannot be believed is refused whole, as its sender counts wrongly or lies. Total over bytes.
/// </summary>
internal static class BatchReader
{
    /// <summary>More do not fit into 16 KiB anyway: the shortest item has 25 bytes.</summary>
    internal const int MostItems = 1_000;

    /// <summary>The largest attribute value of the Bluetooth specification (Core 5.4, vol. 3 part F 3.2.9).</summary>
    internal const int LongestPacket = 512;

    private const int LongestBoot = 64;
    private const long MostMicroseconds = 1L << 53;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Null when it is not a batch.</summary>
    internal static Batch? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, Strict);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            var draft = new Draft();
            return draft.TryObject(ref reader, mayBeEnvelope: true) && !reader.Read() ? draft.Finish() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or text that is no text
        }
    }

    private sealed class Draft
    {
        private readonly List<GatewayItem> _items = [];
        private string? _boot;
        private string? _device;
        private string? _type;
        private long? _sentUs;
        private bool _hasItems;

        internal Batch? Finish()
        {
            if (!_hasItems || _type is not (null or "hrm.raw")) return null;
            if (_boot is null && _items.Count > 0) return null; // numbers and stamps mean nothing without it
            for (var i = 0; i < _items.Count; i++)
            {
                if (_items[i].Device.Length > 0) continue;
                if (_device is null) return null;
                _items[i] = _items[i] with { Device = _device };
            }

            return new(_boot, _sentUs, _items);
        }

        /// <summary>Members of the envelope and of the data, which have no name in common.</summary>
        internal bool TryObject(ref Utf8JsonReader reader, bool mayBeEnvelope)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKnown = reader.ValueTextEquals("data"u8) && mayBeEnvelope ? TryData(ref reader)
                    : reader.ValueTextEquals("items"u8) ? TryItems(ref reader)
                    : reader.ValueTextEquals("type"u8) && mayBeEnvelope ? TryText(ref reader, LongestBoot, out _type)
                    : reader.ValueTextEquals("boot"u8) ? TryText(ref reader, LongestBoot, out _boot)
                    : reader.ValueTextEquals("dev"u8) ? TryDevice(ref reader, out _device)
                    : reader.ValueTextEquals("sent_us"u8) ? TryWhole(ref reader, out _sentUs)
                    : TrySkip(ref reader);
                if (!isKnown) return false;
            }

            return reader.TokenType == JsonTokenType.EndObject;
        }

        private static bool TrySkip(ref Utf8JsonReader reader) => reader.Read() && reader.TrySkip();

        private static bool TryText(ref Utf8JsonReader reader, int longest, out string? text)
        {
            text = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return text is { Length: > 0 } && text.Length <= longest;
        }

        private static bool TryDevice(ref Utf8JsonReader reader, out string? device) =>
            TryText(ref reader, TopicLevel.MaxLength, out device) && TopicLevel.IsValid(device);

        private static bool TryWhole(ref Utf8JsonReader reader, out long? value)
        {
            value = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var read) && read is >= 0 and < MostMicroseconds ? read : null;
            return value is not null;
        }

        private static bool TryPacket(ref Utf8JsonReader reader, out byte[]? packet)
        {
            packet = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.HasValueSequence) return false;
            var hex = reader.ValueSpan;
            if (hex.Length is 0 or > 2 * LongestPacket || hex.Length % 2 != 0) return false;
            var bytes = new byte[hex.Length / 2];
            if (Convert.FromHexString(hex, bytes, out _, out _) != OperationStatus.Done) return false;
            packet = bytes;
            return true;
        }

        private bool TryData(ref Utf8JsonReader reader) =>
            reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryObject(ref reader, mayBeEnvelope: false);

        private bool TryItems(ref Utf8JsonReader reader)
        {
            if (_hasItems || !reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
            _hasItems = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                if (_items.Count == MostItems || !TryItem(ref reader)) return false;
            return reader.TokenType == JsonTokenType.EndArray;
        }

        private bool TryItem(ref Utf8JsonReader reader)
        {
            string? device = "";
            long? number = null, mono = null;
            byte[]? packet = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKnown = reader.ValueTextEquals("dev"u8) ? TryDevice(ref reader, out device)
                    : reader.ValueTextEquals("n"u8) ? TryWhole(ref reader, out number)
                    : reader.ValueTextEquals("mono_us"u8) ? TryWhole(ref reader, out mono)
                    : reader.ValueTextEquals("b"u8) ? TryPacket(ref reader, out packet)
                    : TrySkip(ref reader);
                if (!isKnown) return false;
            }

            if (reader.TokenType != JsonTokenType.EndObject || packet is null || number is null || mono is null) return false;
            _items.Add(new(device!, packet, number, mono));
            return true;
        }
    }
}
