using System.Net;
using System.Net.Security;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt;

/// <summary>Settings of the MQTT side (contracts 1, keys <c>Site</c> and <c>Mqtt:*</c>).</summary>
public sealed record MqttOptions
{
    public const string Embedded = "embedded";

    /// <summary>Site id in every topic, <c>[a-z0-9_-]{1,40}</c>.</summary>
    public string Site { get; init; } = "gym1";

    /// <summary><c>embedded</c>, <c>mqtt://host:port</c> or <c>mqtts://host:port</c>. Without a port: 1883, or 8883 with TLS.</summary>
    public string Broker { get; init; } = Embedded;

    /// <summary>TCP port of the embedded broker on 127.0.0.1, 0 to 65535; 0 takes any free one.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>TCP port of the embedded broker with TLS on all of this machine's addresses, 0 to 65535; null: nobody else reaches it.</summary>
    public int? TlsPort { get; init; }

    /// <summary>What is shown there; asked for each connection, so that a renewed certificate counts at once.</summary>
    public Func<SslStreamCertificateContext>? Certificate { get; init; }

    /// <summary>User at the external broker; with the embedded broker, the one user that clients must log in as. Null: anonymous.</summary>
    public string? Username { get; init; }

    /// <summary>File holding the user's password, a final line break is cut off. Read at every connection, so it may be rotated.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM file with the certificate authority of an <c>mqtts</c> broker; null uses the machine's own trust.</summary>
    public string? CaFile { get; init; }

    /// <summary>Gateways are a source: the service listens to their packets at an external broker.</summary>
    public bool TakesPackets { get; init; }

    public bool IsEmbedded => string.Equals(Broker, Embedded, StringComparison.OrdinalIgnoreCase);

    /// <summary>The external broker's address, or null when embedded or malformed.</summary>
    internal Uri? BrokerUri =>
        !IsEmbedded && Uri.TryCreate(Broker, UriKind.Absolute, out var uri) && uri.Scheme is "mqtt" or "mqtts" && uri.Host.Length > 0
            ? uri
            : null;

    /// <summary>All faults at once, one plain sentence each; empty when the settings are fine.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!TopicLevel.IsValid(Site)) faults.Add("Site must be 1 to 40 characters of a-z, 0-9, _ and -; it is a level of every MQTT topic.");
        if (Port is < 0 or > 65535) faults.Add("Mqtt:Port must be from 0 to 65535; 0 takes any free port.");
        if (TlsPort is < 0 or > 65535) faults.Add("Mqtt:TlsPort must be from 0 to 65535; 0 takes any free port.");
        if (TlsPort is not null && !IsEmbedded) faults.Add("Mqtt:TlsPort is a port of the embedded broker, and Mqtt:Broker names another one.");
        if (TlsPort is > 0 && TlsPort == Port) faults.Add("Mqtt:TlsPort is the same port as Mqtt:Port; with TLS 8883 is usual.");
        AddBrokerFaults(faults);
        AddSecretFaults(faults);
        return faults;
    }

    private void AddBrokerFaults(List<string> faults)
    {
        if (IsEmbedded) return;
        if (BrokerUri is not { } uri)
        {
            faults.Add("Mqtt:Broker must be embedded, mqtt://host:port or mqtts://host:port.");
            return;
        }

        if (uri.UserInfo.Length > 0) faults.Add("Mqtt:Broker must not hold a user or password; use Mqtt:Username and Mqtt:PasswordFile.");
        if (uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0) faults.Add("Mqtt:Broker is a host and a port only, nothing after them.");
        if (PasswordFile is not null && uri.Scheme == "mqtt" && !IsLoopback(uri))
            faults.Add("Mqtt:PasswordFile with mqtt:// would send the password in plain text over the network; use mqtts://.");
    }

    private void AddSecretFaults(List<string> faults)
    {
        if (Username is not null && PasswordFile is null) faults.Add("Mqtt:Username is set but Mqtt:PasswordFile is not.");
        if (PasswordFile is not null && Username is null) faults.Add("Mqtt:PasswordFile is set but Mqtt:Username is not.");
        if (Username is not null && IsEmbedded && !TopicLevel.IsValid(Username))
            faults.Add("Mqtt:Username must be 1 to 40 characters of a-z, 0-9, _ and - with the embedded broker; it is a level of the client's topics.");
        if (PasswordFile is not null && !File.Exists(PasswordFile)) faults.Add($"Mqtt:PasswordFile names a file that is not there: {PasswordFile}.");
        if (CaFile is not null && !File.Exists(CaFile)) faults.Add($"Mqtt:CaFile names a file that is not there: {CaFile}.");
        if (CaFile is not null && BrokerUri?.Scheme != "mqtts") faults.Add("Mqtt:CaFile is for an mqtts:// broker only.");
    }

    private static bool IsLoopback(Uri uri) => uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address));
}
