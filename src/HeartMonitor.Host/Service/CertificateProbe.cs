using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Core.Service;

namespace HeartMonitor.Host.Service;

/// <summary>When the certificates end that the service was given; the first to end counts. The files are read again every hour: they are renewed in place.</summary>
/// <param name="files">PEM files; one that holds no certificate says nothing.</param>
/// <param name="machine">The machine's clock: certificates know no other.</param>
/// <param name="served">End of the one that the console and the broker show; null where they show none.</param>
internal sealed class CertificateProbe(IReadOnlyList<string> files, TimeProvider machine, Func<DateTimeOffset?>? served = null)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private Finding? _last;

    internal IEnumerable<Finding> Look()
    {
        var now = machine.GetUtcNow();
        if (now >= _next || _next - now > Every)
        {
            _next = now + Every;
            DateTimeOffset[] ends = [.. files.SelectMany(EndsIn), .. served?.Invoke() is { } end ? [end] : Array.Empty<DateTimeOffset>()];
            _last = ends.Length == 0 ? null : Finding.Of("certificate", new CertificateTold((int)Math.Floor((ends.Min() - now).TotalDays)));
        }

        if (_last is { } told) yield return told;
    }

    private static IEnumerable<DateTimeOffset> EndsIn(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Select(certificate =>
            {
                using (certificate) return new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
            }).ToArray();
        }
        catch (Exception unread) when (unread is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
