using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;

namespace HeartMonitor.System.Tests.Storage;

public sealed class InfluxTargetContractTests : ForwardTargetContract
{
    protected override async Task<IForwardTargetRig> CreateRig() =>
        new InfluxRig(await InfluxFake.StartAsync(), static options => new InfluxConnection(options, TimeProvider.System));
}
