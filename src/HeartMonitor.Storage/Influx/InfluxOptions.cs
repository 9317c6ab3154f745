namespace HeartMonitor.Storage.Influx;

/// <summary>Which write interface the server has.</summary>
public enum InfluxVersion
{
    /// <summary>Ask the server (<c>/ping</c>, <c>/health</c>).</summary>
    Auto = 0,
    V1 = 1,
    V2 = 2,
    V3 = 3,
}

/// <summary>Whether string fields are written.</summary>
public enum StringFields
{
    /// <summary>On, unless the server is VictoriaMetrics, which stores a string as the number 0.</summary>
    Auto,

    /// <summary>On: session and alert ids are fields, as suits InfluxDB.</summary>
    On,

    /// <summary>
    /// Off, as suits VictoriaMetrics: an alert's priority and its state are tags, session and alert ids are left out, and stamps are
    /// whole milliseconds.
    /// </summary>
    Off,
}

/// <summary>Where and how series are written (contracts 1, <c>Influx:*</c>). Databases and buckets are never created by us.</summary>
public sealed record InfluxOptions
{
    /// <summary>Base address, such as <c>http://localhost:8086</c>. A path before the write path is kept.</summary>
    public required Uri Url { get; init; }

    public InfluxVersion Version { get; init; } = InfluxVersion.Auto;

    /// <summary>1.x and 3.x. Default <c>heartmonitor</c> (contracts 8).</summary>
    public string Database { get; init; } = "heartmonitor";

    /// <summary>1.x; null for the database's default.</summary>
    public string? RetentionPolicy { get; init; }

    /// <summary>2.x; ignored by the others.</summary>
    public string Org { get; init; } = "";

    /// <summary>2.x. Default <c>heartmonitor</c>.</summary>
    public string Bucket { get; init; } = "heartmonitor";

    /// <summary>1.x, Basic authentication; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>File with the password of <see cref="Username"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>File with the token of 2.x or 3.x.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Site id, the tag <c>site</c>.</summary>
    public string Site { get; init; } = "gym1";

    /// <summary>The tag <c>src</c>. Default <c>strap</c>.</summary>
    public string Source { get; init; } = "strap";

    public StringFields StringFields { get; init; } = StringFields.Auto;

    /// <summary>
    /// The session id is the tag <c>sid</c> instead of a string field. Off: an id in a tag makes new series with every session, for ever.
    /// On 3.x it costs little, and VictoriaMetrics keeps the id no other way.
    /// </summary>
    public bool SessionTag { get; init; }

    /// <summary>A request without an answer is given up after this. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Lines in one request, at most 5,000, which is the default. Halved when the server says 413.</summary>
    public int LinesPerRequest { get; init; } = 5_000;

    /// <summary>Bytes of lines in one request before compression, at most 500,000, which is the default.</summary>
    public int BytesPerRequest { get; init; } = 500_000;

    /// <summary>Everything that is wrong with these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttp && Url.Scheme != Uri.UriSchemeHttps))
            faults.Add("Influx:Url should be an absolute http or https address.");
        else if (Url.UserInfo.Length > 0)
            faults.Add("Influx:Url should hold no user or password; use Influx:Username and Influx:PasswordFile.");
        if (Username is not null && PasswordFile is null) faults.Add("Influx:Username needs Influx:PasswordFile.");
        if (!IsReadable(PasswordFile)) faults.Add("Influx:PasswordFile cannot be read.");
        if (!IsReadable(TokenFile)) faults.Add("Influx:TokenFile cannot be read.");
        if (Version == InfluxVersion.V2 && Org.Length == 0) faults.Add("Influx:Org is needed for version 2.");
        if (Timeout <= TimeSpan.Zero) faults.Add("Influx:Timeout should be over 0 s.");
        if (LinesPerRequest is < 1 or > 5_000) faults.Add("Influx:LinesPerRequest should be in range [1-5000].");
        if (BytesPerRequest is < 1_000 or > 500_000) faults.Add("Influx:BytesPerRequest should be in range [1000-500000].");
        return faults;
    }

    private static bool IsReadable(string? file) => file is null || File.Exists(file);
}
