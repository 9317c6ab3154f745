using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>The live check of a binding by the strap's own contact, and the label that a doubt about the strap leaves in the store.</summary>
public sealed class ContactToggleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("++--+", true)]
    [InlineData("++---+", true)]
    [InlineData("++-+", false)]
    [InlineData("--+++", false)]
    [InlineData("??--+", false)] // it cannot tell: nothing is known of before
    [InlineData("++--?+", true)]
    [InlineData("++-+-+-+", false)]
    public void It_goes_on_off_for_two_seconds_and_on(string contacts, bool shows)
    {
        var toggle = new ContactToggle(Shipped.Setup.Alarms.Rules);
        toggle.Ask(Start);

        Assert.Equal(shows, contacts.Select((c, i) => toggle.Take(Contact(c), Start.AddSeconds(i))).Any(shown => shown));
    }

    [Fact]
    public void Nobody_asked_and_nothing_is_shown()
    {
        var toggle = new ContactToggle(Shipped.Setup.Alarms.Rules);

        Assert.DoesNotContain(true, "++--+".Select((c, i) => toggle.Take(Contact(c), Start.AddSeconds(i))).ToList());
    }

    [Theory]
    [InlineData(SignalReasons.Identity)]
    [InlineData(SignalReasons.Identity | SignalReasons.RrArtefacts | SignalReasons.Undecodable)]
    [InlineData(SignalReasons.RrArtefacts)]
    [InlineData(SignalReasons.None)]
    public void The_store_gives_every_reason_back(SignalReasons reasons)
    {
        foreach (var quality in Enum.GetValues<SignalQuality>())
        {
            Assert.True(SampleBody.TryRead(SampleBody.Write(new(quality, reasons), [0x06, 0x50]), out var label, out var packet));
            Assert.Equal((new SignalLabel(quality, reasons), "0650"), (label, Convert.ToHexString(packet.Span)));
        }
    }

    private static SensorContact Contact(char sign) => sign switch { '+' => SensorContact.Detected, '-' => SensorContact.NotDetected, _ => SensorContact.NotSupported };
}
