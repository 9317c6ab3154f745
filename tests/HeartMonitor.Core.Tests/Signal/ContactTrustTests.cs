using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;
using static HeartMonitor.Core.Tests.Signal.TestStrap;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Contact bits may be stuck at one value (domain-facts 1.5); half a minute of living beats proves it.</summary>
public sealed class ContactTrustTests
{
    private readonly ContactTrust _trust = new(new RuleOptions());

    [Fact]
    public void Thirty_seconds_of_living_beats_prove_a_denial_wrong()
    {
        for (var second = 0; second < 30; second++) Assert.True(Denies(second));
        Assert.False(_trust.IsStuck);
        Assert.False(Denies(30)); // 30 steps of a second
        Assert.True(_trust.IsStuck);
    }

    [Fact]
    public void A_strap_that_was_proved_wrong_is_believed_again_where_nothing_lives()
    {
        for (var second = 0; second <= 30; second++) Denies(second);
        Assert.True(_trust.IsBelieved(alive: false, proves: false, At(31)));
        Assert.False(Denies(32));
    }

    [Fact]
    public void Packets_far_apart_prove_two_seconds_at_most()
    {
        for (var i = 0; i < 15; i++) Assert.True(Denies(i * 10)); // 14 steps
        Assert.False(Denies(150));
    }

    [Fact]
    public void Only_packets_that_bring_living_intervals_prove_anything()
    {
        for (var second = 0; second < 100; second++) Assert.True(_trust.IsBelieved(alive: true, proves: false, At(second)));
        Assert.False(_trust.IsStuck);
    }

    [Fact]
    public void Time_with_contact_is_no_proof()
    {
        for (var i = 0; i < 29; i++) Denies(i);
        for (var second = 29; second < 100; second++) _trust.Touches(At(second));
        Assert.True(Denies(100)); // 29 s
        Assert.False(Denies(101));
    }

    private bool Denies(double second) => _trust.IsBelieved(alive: true, proves: true, At(second));
}
