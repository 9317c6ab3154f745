using System.Globalization;
using System.Text.RegularExpressions;
using HeartMonitor.Ble;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Host.Composition;

/// <summary>Configuration to <see cref="MonitorSettings"/>, or every fault in it in plain words, each naming its key.</summary>
internal sealed partial class SettingsReader(IConfiguration configuration, string configFolder)
{
    private readonly List<string> _faults = [];

    /// <summary>All keys that may be set, for the command line and the check of <c>monitor.json</c>.</summary>
    internal static IReadOnlyList<string> Keys { get; } =
    [
        "Site", "Data", "Http:Urls", "Http:CertificateFile", "Http:KeyFile", "Http:PasswordFile", "Http:Hosts", "Http:PublicUrl", "Source", "People", "TimeZone", "Language", "KeyFile", "Role",
        "Simulator:People", "Simulator:Speed", "Simulator:Seed", "Simulator:Story",
        "Mqtt:Broker", "Mqtt:Port", "Mqtt:TlsPort", "Mqtt:Username", "Mqtt:PasswordFile", "Mqtt:CaFile",
        "Influx:Url", "Influx:Version", "Influx:Database", "Influx:Org", "Influx:Bucket", "Influx:Username", "Influx:PasswordFile", "Influx:TokenFile",
        "Influx:RetentionPolicy", "Influx:SessionTag", "Influx:AuditMinutes", "Influx:Client",
        "Bluetooth:Adapter", "Bluetooth:BusAddress", "Bluetooth:MaxLinks", "Replay:File", "Replay:Speed",
        "Clock:Start", "Clock:Speed", "SignIn:IdleMinutes", "SignIn:ShiftHours", "Session:AutoStart", "Straps:SignIn", "Storage:LowMegabytes", "Storage:BallastMegabytes", "Storage:KeepPacketDays", "Session:ResumeWithinMinutes",
        "Gateway:Name", "Gateway:Straps", "Gateway:QueueMegabytes", "Gateway:QueueHours", "Gateway:BacklogPerSecond",
    ];

    internal (MonitorSettings? Settings, IReadOnlyList<string> Faults) Read()
    {
        var sources = Text("Source", "simulator").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        CheckSources(sources);
        var role = Text("Role", "service");
        if (role is not ("service" or "gateway")) _faults.Add($"Role: there is no role called \"{role}\"; use service or gateway");
        var demo = sources is ["simulator"] || sources.Contains("replay");
        var urls = Urls();
        var settings = new MonitorSettings
        {
            ConfigFolder = configFolder,
            Site = Site(),
            Data = Data(),
            Urls = urls,
            Lan = Lan(urls),
            Sources = sources,
            PeopleFile = Path.GetFullPath(Optional("People") ?? Path.Combine(configFolder, "people.json")),
            KeyFile = Path.GetFullPath(Optional("KeyFile") ?? Path.Combine(Text("Data", "data"), "site.key")),
            TimeZone = Zone(),
            Language = Language(),
            Simulator = Simulator(),
            Mqtt = new(Text("Mqtt:Broker", "embedded"), Whole("Mqtt:Port", 1883, 0, 65535), Optional("Mqtt:Username"), Existing("Mqtt:PasswordFile"), Existing("Mqtt:CaFile")) { TlsPort = Optional("Mqtt:TlsPort") is null ? null : Whole("Mqtt:TlsPort", 8883, 0, 65535) },
            Influx = Influx(),
            Bluetooth = new(Optional("Bluetooth:Adapter"), Optional("Bluetooth:BusAddress"), Whole("Bluetooth:MaxLinks", new BluezOptions().MaxLinks, 1, 64)),
            Replay = new(Existing("Replay:File"), Number("Replay:Speed", 1, 0.1, 100)),
            Clock = new(Instant("Clock:Start"), Number("Clock:Speed", 1, 1, 100)),
            SignIn = new() { Idle = TimeSpan.FromMinutes(Whole("SignIn:IdleMinutes", 30, 1, 24 * 60)), Shift = TimeSpan.FromHours(Whole("SignIn:ShiftHours", 12, 1, 24)) },
            Straps = new(Flag("Straps:SignIn", false)),
            Storage = new(
                Number("Storage:LowMegabytes", 500, 100, 10_000_000), Whole("Storage:BallastMegabytes", 16, 0, 10_000), Whole("Storage:KeepPacketDays", 0, 0, 36_500)),
            Session = new(Flag("Session:AutoStart", demo), Whole("Session:ResumeWithinMinutes", 30, 0, 24 * 60)),
            Gateway = role == "gateway" ? Gateway(sources) : null,
        };
        if (sources.Contains("replay") && settings.Replay.File is null) _faults.Add("Replay:File: missing; --source replay needs a recording");
        if (sources.Contains("bluez") && settings.Bluetooth.BusAddress is null && (settings.Clock.Speed > 1 || (sources.Contains("simulator") && settings.Simulator.Speed > 1)))
            _faults.Add("Source: real straps send in real time; bluez on the system's bus needs Clock:Speed and Simulator:Speed to be 1");
        if (!sources.Contains("simulator") && settings.Simulator.Speed > 1)
            _faults.Add("Simulator:Speed: it speeds the simulator, which is not among the sources; Clock:Speed speeds the service");
        CheckAdapters(settings);
        return _faults.Count == 0 ? (settings, []) : (null, _faults);
    }

    private GatewaySettings Gateway(string[] sources)
    {
        if (Array.Exists(Urls(), url => !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))) _faults.Add("Http:Urls: a gateway answers about its health on loopback alone; use http://localhost:PORT");
        if (sources.Contains("mqtt")) _faults.Add("Source: a gateway hears straps itself; mqtt is how it tells them");
        if (Text("Mqtt:Broker", "embedded").Equals("embedded", StringComparison.OrdinalIgnoreCase)) _faults.Add("Mqtt:Broker: a gateway needs its site's broker; set mqtt://host:port or mqtts://host:port");
        var user = Optional("Mqtt:Username");
        var name = Optional("Gateway:Name") ?? user ?? Environment.MachineName.ToLowerInvariant();
        if (!SiteRule().IsMatch(name)) _faults.Add($"Gateway:Name: \"{name}\" is not 1 to 40 of a-z, 0-9, _ and -");
        else if (user is not null && name != user) _faults.Add($"Gateway:Name: \"{name}\" is not the user at the broker; leave it out, or make it the same as Mqtt:Username");
        var straps = Text("Gateway:Straps", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (straps.Length == 0) _faults.Add("Gateway:Straps: missing; name the straps to forward with commas between them, or say all");
        var isAll = straps.Contains("all", StringComparer.OrdinalIgnoreCase);
        if (isAll && sources.Contains("bluez")) _faults.Add("Gateway:Straps: real straps are connected by name in this version; list their addresses or ids");
        if (sources.Contains("inthehand")) _faults.Add("Source: a gateway hears simulator, replay and bluez in this version");
        if (isAll && straps.Length > 1) _faults.Add("Gateway:Straps: say all, or name straps, not both");
        return new(name, isAll ? [] : straps, Number("Gateway:QueueMegabytes", 64, 1, 65_536), Number("Gateway:QueueHours", 24, 0.01, 720), Whole("Gateway:BacklogPerSecond", 400, 10, 5_000));
    }

    private SimulatorSettings Simulator()
    {
        var (story, fault) = GymStoryFile.Read(Text("Simulator:Story", GymStoryFile.Default));
        if (fault is not null) _faults.Add($"Simulator:Story: {fault}");
        var usual = story?.Count ?? story?.People.Count ?? 1;
        return new(Whole("Simulator:People", usual, 1, story is { Count: null } ? usual : GymStoryReader.MostPeople), Number("Simulator:Speed", 1, 1, 100), WholeOrNull("Simulator:Seed"), story);
    }

    /// <summary>The adapters' own checks, save for keys that were found wrong already.</summary>
    private void CheckAdapters(MonitorSettings settings)
    {
        var influx = Sinks.InfluxOptionsOf(settings)?.Faults() ?? [];
        foreach (var fault in Sinks.MqttOptionsOf(settings).Validate().Concat(influx))
            if (!_faults.Exists(known => KeyOf(known) == KeyOf(fault))) _faults.Add(fault);
    }

    private static string KeyOf(string fault) => fault.Split(' ', 2)[0].TrimEnd(':');

    private string Data()
    {
        var folder = Text("Data", "data");
        if (!string.IsNullOrWhiteSpace(folder)) return Path.GetFullPath(folder);
        _faults.Add("Data: empty; name a folder for everything the service writes");
        return "";
    }

    private void CheckSources(string[] sources)
    {
        if (sources.Length == 0) _faults.Add("Source: empty");
        foreach (var source in sources)
        {
            if (source is "inthehand" && !InTheHandSource.IsBuiltIn) _faults.Add("Source: inthehand is not in this build; build it in with -p:WithInTheHand=true, or use simulator, bluez, replay or mqtt");
            else if (source is not ("simulator" or "bluez" or "inthehand" or "replay" or "mqtt")) _faults.Add($"Source: there is no source called \"{source}\"; use simulator, bluez, inthehand, replay or mqtt");
            else if (source is "bluez" && !OperatingSystem.IsLinux()) _faults.Add("Source: bluez is for Linux; use simulator, replay or mqtt here");
        }
    }

    private string Site()
    {
        var site = Text("Site", "gym1");
        if (!SiteRule().IsMatch(site)) _faults.Add($"Site: \"{site}\" is not 1 to 40 of a-z, 0-9, _ and -");
        return site;
    }

    private TimeZoneInfo Zone()
    {
        if (Optional("TimeZone") is not { } id) return TimeZoneInfo.Local;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) return zone;
        _faults.Add($"TimeZone: there is no time zone called \"{id}\"");
        return TimeZoneInfo.Utc;
    }

    private string Language()
    {
        var language = Text("Language", "en");
        if (ConfigFiles.LanguageFault(configFolder, language) is { } fault) _faults.Add(fault);
        return language;
    }

    private InfluxSettings Influx()
    {
        var url = Text("Influx:Url", "");
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")) _faults.Add($"Influx:Url: \"{url}\" is not an http:// or https:// address");
        var version = Text("Influx:Version", "auto");
        if (version is not ("auto" or "1" or "2" or "3")) _faults.Add($"Influx:Version: \"{version}\" is not auto, 1, 2 or 3");
        return new(url, version, Text("Influx:Database", "heartmonitor"), Text("Influx:Org", ""), Text("Influx:Bucket", "heartmonitor"),
            Optional("Influx:Username"), Existing("Influx:PasswordFile"), Existing("Influx:TokenFile"),
            Optional("Influx:RetentionPolicy"), Flag("Influx:SessionTag", false), Whole("Influx:AuditMinutes", 60, 0, 24 * 60), InfluxClient(version));
    }

    /// <summary>InfluxDB.Client writes to <c>/api/v2/write</c> and nowhere else.</summary>
    private string InfluxClient(string version)
    {
        var client = Text("Influx:Client", InfluxSettings.OwnClient);
        if (client is not (InfluxSettings.OwnClient or InfluxDbClientWireOf.Name)) _faults.Add($"Influx:Client: there is no client called \"{client}\"; use built-in or influxdb-client");
        else if (client == InfluxDbClientWireOf.Name && !InfluxDbClientWireOf.IsBuiltIn) _faults.Add("Influx:Client: influxdb-client is not in this build; build it in with -p:WithInfluxDBClient=true, or use built-in");
        else if (client == InfluxDbClientWireOf.Name && version is not ("auto" or "2")) _faults.Add($"Influx:Client: influxdb-client writes to 2.x, and Influx:Version is {version}; use built-in");
        return client;
    }

    private string Text(string key, string otherwise) => configuration[key] ?? otherwise;

    private string? Optional(string key) => string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key];

    private string? Existing(string key)
    {
        if (Optional(key) is not { } path) return null;
        if (!File.Exists(path)) _faults.Add($"{key}: there is no file \"{path}\"");
        else if (key != "Replay:File" && BoundedText.Read(path, BoundedText.OfConfiguration).Fault is { } fault) _faults.Add($"{key}: \"{path}\" {fault}"); // read again and again: no pipe
        return Path.GetFullPath(path);
    }

    private int Whole(string key, int otherwise, int from, int to)
    {
        if (Optional(key) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to) return value;
        _faults.Add($"{key}: \"{text}\" is not a whole number from {from} to {to}");
        return otherwise;
    }

    private int? WholeOrNull(string key)
    {
        if (Optional(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        _faults.Add($"{key}: \"{text}\" is not a whole number");
        return null;
    }

    private double Number(string key, double otherwise, double from, double to)
    {
        if (Optional(key) is not { } text) return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to) return value;
        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: \"{text}\" is not a number from {from} to {to}"));
        return otherwise;
    }

    private bool Flag(string key, bool otherwise)
    {
        if (Optional(key) is not { } text) return otherwise;
        if (bool.TryParse(text, out var value)) return value;
        _faults.Add($"{key}: \"{text}\" is not true or false");
        return otherwise;
    }

    private DateTimeOffset? Instant(string key)
    {
        if (Optional(key) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value) && value.Year is >= 1970 and < 2200) return value;
        _faults.Add($"{key}: \"{text}\" is not a date and time such as 2026-03-02T09:00:00Z, of the years 1970 to 2199");
        return null;
    }

    [GeneratedRegex("^[a-z0-9_-]{1,40}$")]
    private static partial Regex SiteRule();
}
