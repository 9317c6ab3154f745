using HeartMonitor.Host.Lan;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Simulator.Gym;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// Everything that can be set, after checking (contracts 1). From <c>monitor.json</c> in the configuration folder, then the environment
/// (<c>HEARTMONITOR__SECTION__KEY</c>), then the command line; the last one wins.
/// </summary>
internal sealed record MonitorSettings
{
    /// <summary>Folder that the settings, catalogues and people were read from.</summary>
    public required string ConfigFolder { get; init; }

    /// <summary>Site id in topics and tags, <c>[a-z0-9_-]{1,40}</c>.</summary>
    public required string Site { get; init; }

    /// <summary>Folder for everything the service writes.</summary>
    public required string Data { get; init; }

    /// <summary>Addresses of the console: loopback, or <c>https</c>.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>How others than this machine reach it.</summary>
    public LanSettings Lan { get; init; } = LanSettings.None;

    /// <summary><c>simulator</c>, <c>replay</c> and <c>mqtt</c> in this version.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required string PeopleFile { get; init; }

    /// <summary>File with the key for pseudonyms of devices; made when absent.</summary>
    public required string KeyFile { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>One that the configuration folder has words in: <c>en</c>, <c>de</c>.</summary>
    public required string Language { get; init; }

    public required SimulatorSettings Simulator { get; init; }

    public required MqttSettings Mqtt { get; init; }

    public required InfluxSettings Influx { get; init; }

    public required BluetoothSettings Bluetooth { get; init; }

    public required ReplaySettings Replay { get; init; }

    public required ClockSettings Clock { get; init; }

    public required SessionSettings Session { get; init; }

    public required StrapSettings Straps { get; init; }

    public required StorageSettings Storage { get; init; }

    public required SignInOptions SignIn { get; init; }

    /// <summary>Not null in the role of a gateway, and only then.</summary>
    public GatewaySettings? Gateway { get; init; }
}

/// <param name="Name">The gateway's own in topics.</param>
/// <param name="Straps">Those that it forwards; empty for all that it hears.</param>
/// <param name="QueueMegabytes">Most that waits for the broker, 1 to 65,536; the oldest beyond it is dropped.</param>
/// <param name="QueueHours">Longest that a packet waits, 0.01 to 720.</param>
/// <param name="BacklogPerSecond">Packets of a backlog sent in a second, 10 to 5,000.</param>
internal sealed record GatewaySettings(string Name, IReadOnlyList<string> Straps, double QueueMegabytes, double QueueHours, int BacklogPerSecond);

/// <param name="People">Straps, 1 to 500; as many as the story says where nobody else did. A people file may hold more.</param>
/// <param name="Speed">How many times faster than life the whole service runs, 1 to 100.</param>
/// <param name="Seed">Seed of everything random in the simulator; null means random, and it is printed.</param>
/// <param name="Story">What happens; null when the file was refused.</param>
internal sealed record SimulatorSettings(int People, double Speed, int? Seed, GymStory? Story);

/// <param name="Broker"><c>embedded</c>, or <c>mqtt://host:port</c>, <c>mqtts://host:port</c>.</param>
/// <param name="Port">Port of the embedded broker; 0 takes a free one.</param>
internal sealed record MqttSettings(string Broker, int Port, string? Username, string? PasswordFile, string? CaFile)
{
    /// <summary>Port of the embedded broker with TLS for the network; null for none.</summary>
    public int? TlsPort { get; init; }
}

/// <param name="Url">Empty means no forwarding.</param>
/// <param name="Version"><c>auto</c>, <c>1</c>, <c>2</c> or <c>3</c>.</param>
/// <param name="RetentionPolicy">Of 1.x; null for the database's default.</param>
/// <param name="SessionTag">The session id is a tag and not a field.</param>
/// <param name="AuditMinutes">Between two counts of what arrived, 0 for never.</param>
/// <param name="Client">Who speaks to it: <see cref="OwnClient"/>, or the package InfluxDB.Client where the build has it.</param>
internal sealed record InfluxSettings(
    string Url, string Version, string Database, string Org, string Bucket, string? Username, string? PasswordFile, string? TokenFile,
    string? RetentionPolicy, bool SessionTag, int AuditMinutes, string Client)
{
    internal const string OwnClient = "built-in";
}

/// <param name="Adapter">The one adapter to use, <c>hci0</c> or its address; null takes all.</param>
/// <param name="BusAddress">D-Bus address; null for the system bus.</param>
/// <param name="MaxLinks">Connections at once on one adapter.</param>
internal sealed record BluetoothSettings(string? Adapter, string? BusAddress, int MaxLinks);

internal sealed record ReplaySettings(string? File, double Speed);

/// <param name="Start">Instant the clock starts at; null means now.</param>
/// <param name="Speed">How many times faster than life it runs.</param>
internal sealed record ClockSettings(DateTimeOffset? Start, double Speed);

/// <param name="SignIn">A strap that comes onto skin opens a session for its owner, in check-in.</param>
internal sealed record StrapSettings(bool SignIn);

/// <param name="LowMegabytes">Room on the journal's disk below which staff are told, in units of 1,000,000 bytes.</param>
/// <param name="BallastMegabytes">Room that is let go when the disk is full; 0 for none.</param>
/// <param name="KeepPacketDays">Packets of ended sessions are deleted after so many days, once every sink has them; 0 keeps them for ever.</param>
internal sealed record StorageSettings(double LowMegabytes, int BallastMegabytes, int KeepPacketDays)
{
    internal JournalOptions Journal(string folder) => new()
    {
        Folder = folder,
        BallastBytes = BallastMegabytes * 1_000_000L,
        KeepPackets = KeepPacketDays == 0 ? null : TimeSpan.FromDays(KeepPacketDays),
    };
}

/// <param name="AutoStart">Everybody in the people file starts at once, in work.</param>
/// <param name="ResumeWithinMinutes">Sessions found open after a restart go on when the service was away for at most this long, else they end.</param>
internal sealed record SessionSettings(bool AutoStart, int ResumeWithinMinutes);
