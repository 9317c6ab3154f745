using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>Every fault of domain-facts 9.4 with its truth through the whole session, on every strap that can have it.</summary>
public sealed class ConfusionTests(ITestOutputHelper output)
{
    private const int People = 12;
    private const double MostFalsePercent = 0.5;

    [Fact]
    public void Chest_straps_are_believed_in_no_more_than_a_few_faulty_seconds_and_refused_in_as_few_clean_ones() => Hold([.. FaultCase.All, FaultCase.Mixed], People);

    [Fact]
    public void On_paced_and_irregular_hearts_too() => Hold(FaultCase.OnOtherHearts, People / 2);

    private void Hold(IReadOnlyList<FaultCase> faults, int people)
    {
        var table = new ConfusionTable();
        foreach (var fault in faults)
            foreach (var strap in fault.Straps)
                for (var person = 0; person < Effort.Of(people); person++)
                    foreach (var second in GateRun.Play(fault, strap, person)) table.Add(fault.Name, strap, second);

        output.WriteLine(table.Print());
        var (faulty, clean) = (table.Faulty(ConfusionTable.IsChest), table.Clean(ConfusionTable.IsChest));
        Assert.True(faulty.Seconds > 1_000 && clean.Seconds > 10_000);
        Assert.InRange(ConfusionTable.Percent(faulty.Wrong, faulty.Seconds), 0, MostFalsePercent);
        Assert.InRange(ConfusionTable.Percent(clean.NotUsable, clean.Seconds), 0, MostFalsePercent);
    }
}
