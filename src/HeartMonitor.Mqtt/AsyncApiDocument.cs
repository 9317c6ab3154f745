using System.Text;

namespace HeartMonitor.Mqtt;

/// <summary>The MQTT contract: an AsyncAPI 3 document of exactly the messages that are implemented.</summary>
public static class AsyncApiDocument
{
    private static readonly Lazy<string> Read = new(() =>
    {
        using var stream = typeof(AsyncApiDocument).Assembly.GetManifestResourceStream("asyncapi.yaml")
            ?? throw new InvalidOperationException("asyncapi.yaml is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    /// <summary>YAML, for <c>/contract/asyncapi.yaml</c>; media type <c>application/yaml</c>.</summary>
    public static string Text => Read.Value;
}
