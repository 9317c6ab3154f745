using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Lan;

namespace HeartMonitor.Host.Verbs;

/// <summary>What was asked of <c>monitor cert</c>.</summary>
/// <param name="Hosts">Names and addresses; empty for this machine's.</param>
/// <param name="Folder">Where the files are.</param>
/// <param name="IsUsual">It is where a service looks by itself.</param>
/// <param name="Days">How long the certificate lasts.</param>
/// <param name="Anew">A new CA, whatever is there.</param>
internal sealed record CertRequest(IReadOnlyList<string> Hosts, string Folder, bool IsUsual, int Days, bool Anew);

/// <summary><c>monitor cert</c>: a CA for the site, once, and the console's certificate by it, again and again.</summary>
internal sealed class CertVerb(TextWriter output, TextWriter error, TimeProvider time)
{
    /// <summary>Ours: 5080 is the console in plain text, this one its neighbour with TLS.</summary>
    private const int UsualPort = 5443;

    internal int Run(CertRequest request)
    {
        foreach (var host in request.Hosts.Where(h => !LanNames.IsDnsName(h) && !System.Net.IPAddress.TryParse(h, out _)))
        {
            error.WriteLine($"--host: \"{host}\" is no name of a host and no address; say it without scheme and port");
            return ExitCode.Usage;
        }

        string[] names = [.. (request.Hosts.Count > 0 ? request.Hosts : [.. LanNames.OfThisMachine(), "localhost", "127.0.0.1"]).Distinct(StringComparer.OrdinalIgnoreCase)];
        try
        {
            var authority = SiteAuthority.Open(request.Folder, names, request.Anew, time);
            Tell(request, authority, authority.Issue(names, request.Days, time));
            return ExitCode.Fine;
        }
        catch (DataRefusedException refused)
        {
            error.WriteLine(refused.Message);
            return ExitCode.Failed;
        }
    }

    private void Tell(CertRequest request, SiteAuthority authority, ServerCertificate made)
    {
        var (folder, host) = (request.Folder, LanNames.InUrl(made.Names.FirstOrDefault(n => System.Net.IPAddress.TryParse(n, out var a) && !System.Net.IPAddress.IsLoopback(a)) ?? made.Names[0]));
        output.WriteLine($"Site CA:      {SiteAuthority.AuthorityFile(folder)}, {(authority.IsNew ? "made now" : "kept")}, until {authority.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        output.WriteLine($"Fingerprint:  {SiteAuthority.FingerprintOf(authority.Certificate)}");
        output.WriteLine($"Certificate:  {SiteAuthority.CertificateFile(folder)}, until {made.EndsAt:yyyy-MM-dd}");
        output.WriteLine($"For:          {string.Join(", ", made.Names)}");
        output.WriteLine();
        if (!authority.IsNew)
        {
            output.WriteLine("Renewed by the same CA: tablets need nothing, and a service that runs takes it up by itself.");
            return;
        }

        var files = request.IsUsual ? "" : $" --Http:CertificateFile \"{SiteAuthority.CertificateFile(folder)}\" --Http:KeyFile \"{SiteAuthority.CertificateKey(folder)}\"";
        output.WriteLine($"1. Start the service:  monitor run --urls \"http://localhost:5080;https://0.0.0.0:{UsualPort}\"{files}");
        output.WriteLine($"   or in monitor.json: {Setting(request)}");
        output.WriteLine($"2. On each tablet open https://{host}:{UsualPort}/install (the QR code is at http://localhost:5080/install). The browser warns this once;");
        output.WriteLine("   install the CA as the page says and compare its fingerprint with the one above.");
        output.WriteLine($"3. Make the first account with the code that the service prints: https://{host}:{UsualPort}/signin.html");
        output.WriteLine($"Keep {SiteAuthority.AuthorityKey(folder)} to yourself: whoever has it can pose as the console.");
    }

    private static string Setting(CertRequest request)
    {
        var http = new System.Text.Json.Nodes.JsonObject { ["Urls"] = $"http://localhost:5080;https://0.0.0.0:{UsualPort}" };
        if (!request.IsUsual) (http["CertificateFile"], http["KeyFile"]) = (SiteAuthority.CertificateFile(request.Folder), SiteAuthority.CertificateKey(request.Folder));
        return $"\"Http\": {http.ToJsonString(Plain)}";
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
