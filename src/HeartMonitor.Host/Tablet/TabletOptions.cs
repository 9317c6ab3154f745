namespace HeartMonitor.Host.Tablet;

/// <summary>How the tablets are served. The host fills it from its configuration.</summary>
public sealed record TabletOptions
{
    /// <summary>Who speaks in the envelopes.</summary>
    public string Source { get; init; } = "hrm/gym1/svc";

    /// <summary>Number of the service's start; a new one makes every page drop what it had. From 1.</summary>
    public long Epoch { get; init; } = 1;

    /// <summary>
    /// Host names under which the page may be asked for, without port. A page elsewhere that points its own name at this machine
    /// (DNS rebinding) is turned away. Default: the names of loopback.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Further names, by whoever knows them; asked with every request.</summary>
    public Func<string, bool> AlsoServes { get; init; } = _ => false;

    /// <summary>Messages a slow tablet may be behind before it is cut off to take a new snapshot. Default 4096, at least 16.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>
    /// Age at which a message that still waits for a slow tablet cuts it off. Default 5 s: a value that old is dashes on the page anyway.
    /// </summary>
    public TimeSpan QueueAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Streams open at once; the next is answered 503. Default 100.</summary>
    public int MaxClients { get; init; } = 100;

    /// <summary>Of these, streams of one account or token, or of one address where nobody signs in; the next is answered 503. Default 12: all tablets of a floor on one account.</summary>
    public int MaxPerHolder { get; init; } = 12;

    /// <summary>Streams of this machine where nobody signs in: everybody there has the same address. Default 60, which leaves room for others.</summary>
    public int MaxOfThisMachine { get; init; } = 60;

    /// <summary>How long an ended session stays on the board; covers the session RPE 20 to 30 min later (domain-facts 4.3). Default 60 min.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long an ended session stays that still has an open alert. Default 12 h.</summary>
    public TimeSpan KeepUnanswered { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Folder of the page's files. Default: <c>wwwroot</c> beside the executable.</summary>
    public string PageFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Folder of the texts in every language, <c>texts.*.json</c>. Default: <c>config</c> beside the executable.</summary>
    public string TextsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "config");

    /// <summary>Language of a tablet that has not chosen one.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Words in other languages than the service's; null for none.</summary>
    internal AlertLanguages? Languages { get; init; }

    /// <summary>Key that the codes of the participants' pages are made with; the default holds until the service ends.</summary>
    public IReadOnlyList<byte> CodeKey { get; init; } = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether the page may be asked for under this host name, without port.</summary>
    internal bool Serves(string host) => Hosts.Contains(host, StringComparer.OrdinalIgnoreCase) || AlsoServes(host);

    /// <summary>All faults at once; empty when there are none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Source)) faults.Add("Tablet: the source is empty.");
        if (Epoch < 1) faults.Add("Tablet: the epoch is under 1.");
        if (Hosts.Count == 0) faults.Add("Tablet: no host name is allowed, so no tablet could connect.");
        if (QueueLength < 16) faults.Add("Tablet: a queue under 16 messages would cut off every tablet.");
        if (QueueAge <= TimeSpan.Zero) faults.Add("Tablet: the queue age is not positive.");
        if (MaxPerHolder < 1 || MaxOfThisMachine < 1) faults.Add("Tablet: nobody may hold a stream.");
        if (MaxClients < 1) faults.Add("Tablet: no client is allowed.");
        return faults;
    }
}
