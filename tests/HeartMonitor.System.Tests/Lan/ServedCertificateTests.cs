using HeartMonitor.Host.Lan;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Lan;

/// <summary>The certificate in force, while its files change.</summary>
public sealed class ServedCertificateTests : IDisposable
{
    private readonly SiteFolder _site = new();
    private readonly JournalClock _clock = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void A_renewed_certificate_is_taken_up_and_half_a_renewal_is_not()
    {
        var first = _site.Issue(30, _clock);
        var served = new ServedCertificate(_site.Source, first, _clock, NullLogger.Instance);
        using var other = new SiteFolder();
        var second = other.Issue(30, _clock, "localhost", "gym-pi.local");

        Replace(other.Key, _site.Key);
        Assert.Equal(first.Leaf.Thumbprint, served.Current.Leaf.Thumbprint);
        Replace(other.Certificate, _site.Certificate);

        Assert.Equal(second.Leaf.Thumbprint, served.Current.Leaf.Thumbprint);
        Assert.True(served.Current.Covers("gym-pi.local"));
        File.WriteAllText(_site.Certificate, "nonsense");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second.Leaf.Thumbprint, served.Current.Leaf.Thumbprint);
    }

    [Fact]
    public void A_certificate_of_the_sites_own_CA_is_renewed_before_anybody_is_told_that_it_ends()
    {
        var first = _site.Issue(90, _clock, "gym-pi.local", "192.168.7.20");
        var served = new ServedCertificate(_site.Source, first, _clock, NullLogger.Instance);
        var keeper = new CertificateKeeper(served, _clock, NullLogger<CertificateKeeper>.Instance);
        Assert.False(keeper.Keep());
        _clock.Advance(TimeSpan.FromDays(40));

        Assert.True(keeper.Keep());

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first.Names, served.Current.Names);
        Assert.True(served.Current.EndsAt > _clock.GetUtcNow().AddDays(390));
        Assert.False(keeper.Keep());
    }

    [Fact]
    public void Without_the_CAs_key_nothing_is_renewed_and_nothing_breaks()
    {
        var served = new ServedCertificate(_site.Source, _site.Issue(10, _clock), _clock, NullLogger.Instance);
        File.Delete(SiteAuthority.AuthorityKey(_site.Folder));
        Assert.False(new CertificateKeeper(served, _clock, NullLogger<CertificateKeeper>.Instance).Keep());
        File.WriteAllText(SiteAuthority.AuthorityKey(_site.Folder), "nonsense");
        Assert.False(new CertificateKeeper(served, _clock, NullLogger<CertificateKeeper>.Instance).Keep());
    }

    /// <summary>As a renewal does it; the time of the file is moved, as two writes within a tick of the file system look the same.</summary>
    private void Replace(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(to).AddSeconds(2));
        _clock.Advance(TimeSpan.FromMinutes(1));
    }
}
