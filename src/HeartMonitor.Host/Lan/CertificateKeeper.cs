using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Lan;

/// <summary>
/// Renews the certificate that the site's own CA made, long before it ends, with the same names: nobody remembers a command after 13 months. Where the CA's key was taken
/// away, or the CA itself ends, the alert <c>certificate-expiring</c> says so in time.
/// </summary>
internal sealed partial class CertificateKeeper(ServedCertificate served, TimeProvider time, ILogger<CertificateKeeper> log) : BackgroundService
{
    /// <summary>Ours: a month before the alert would say so.</summary>
    internal static readonly TimeSpan Ahead = TimeSpan.FromDays(60);

    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do Keep();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // an ordinary stop
        }
    }

    /// <summary>True when it was renewed.</summary>
    internal bool Keep()
    {
        var current = served.Current;
        var folder = Path.GetDirectoryName(served.Source.File)!;
        if (current.EndsAt - time.GetUtcNow() > Ahead || !File.Exists(SiteAuthority.AuthorityKey(folder))) return false;
        try
        {
            var authority = SiteAuthority.Open(folder, [], anew: false, time);
            if (authority.Certificate.NotAfter.ToUniversalTime() <= current.EndsAt) return false; // the CA itself ends
            LogRenewed(authority.Issue(current.Names, SiteAuthority.LongestDays, time).EndsAt);
            return true;
        }
        catch (Exception refused) when (refused is DataRefusedException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            LogNotRenewed(refused.Message);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The console's certificate was renewed, until {Ends:u}")]
    private partial void LogRenewed(DateTimeOffset ends);

    [LoggerMessage(2, LogLevel.Warning, "The console's certificate ends soon and cannot be renewed: {Reason}")]
    private partial void LogNotRenewed(string reason);
}
