using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HeartMonitor.Host.Lan;

/// <summary>A certificate with its key, ready for connections.</summary>
internal sealed class ServerCertificate
{
    internal ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection others)
    {
        Leaf = leaf;
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        Names = names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(a => a.ToString())];
        EndsAt = new(leaf.NotAfter.ToUniversalTime());
        FirstEndsAt = others.Select(c => new DateTimeOffset(c.NotAfter.ToUniversalTime())).Append(EndsAt).Min();
        Context = new(() => SslStreamCertificateContext.Create(leaf, others, offline: true));
    }

    internal X509Certificate2 Leaf { get; }

    /// <summary>DNS names, then addresses.</summary>
    internal IReadOnlyList<string> Names { get; }

    internal DateTimeOffset EndsAt { get; }

    /// <summary>The first to end of it and those that vouch for it.</summary>
    internal DateTimeOffset FirstEndsAt { get; }

    /// <summary>One for all connections, so that clients may resume their sessions.</summary>
    internal Lazy<SslStreamCertificateContext> Context { get; }

    /// <summary>Whether it is for that host, as a Host header names it.</summary>
    internal bool Covers(string host) => Names.Any(name => Fits(name, host));

    private static bool Fits(string name, string host) => name.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && name.AsSpan(1).Equals(host.AsSpan(dot), StringComparison.OrdinalIgnoreCase)
        : LanNames.InUrl(name).Equals(host, StringComparison.OrdinalIgnoreCase);
}
