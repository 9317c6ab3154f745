using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Storage.Journal;

/// <summary>Receipts as the table <c>command</c> holds them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(CommandReceipt))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    internal static byte[] Write(CommandReceipt receipt) => JsonSerializer.SerializeToUtf8Bytes(receipt, Default.CommandReceipt);

    internal static CommandReceipt? ReadReceipt(string json) => JsonSerializer.Deserialize(json, Default.CommandReceipt);
}
