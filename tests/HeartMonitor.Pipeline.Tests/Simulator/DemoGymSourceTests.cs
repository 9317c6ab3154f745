using System.Reactive.Concurrency;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>The demo's source, losses of contact and of the link included, against the contract.</summary>
public sealed class DemoGymSourceTests : HeartRateSourceContract
{
    protected override bool Ends => false;

    protected override IHeartRateSource Create(IScheduler scheduler) => GymPlay.Floor(GymPlay.Story("demo"), seed: 1).CreateSource(scheduler);
}
