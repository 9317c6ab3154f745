using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Composition;

/// <summary>Straps through the package InTheHand.BluetoothLE, where the build has it (<c>-p:WithInTheHand=true</c>).</summary>
internal static class InTheHandSource
{
#if WITH_INTHEHAND
    internal const bool IsBuiltIn = true;

    internal static IHeartRateSource Create(IReadOnlyList<StrapBinding> people, SiteKey key, SteadyScheduler scheduler, TimeProvider time) =>
        new InTheHand.InTheHandHeartRateSource(people.Where(p => p.IsBluetooth).Select(p => p.Strap), key.NameOf, null, scheduler, time);
#else
    internal const bool IsBuiltIn = false;

    /// <exception cref="NotSupportedException">Always: the settings refuse this source in a build without it.</exception>
    internal static IHeartRateSource Create(IReadOnlyList<StrapBinding> people, SiteKey key, SteadyScheduler scheduler, TimeProvider time) =>
        throw new NotSupportedException("This build is without inthehand.");
#endif
}
