using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Uplink;

/// <summary>A gateway's clock goes on over its starts, whatever its date says.</summary>
public sealed class QueueAnchorTests
{
    private static readonly QueueAnchor Last = new(1_000_000, "m1", 50_000_000, 1_700_000_000_000_000);

    [Theory]
    [InlineData("m1", 60_000_000, -900_000_000, 1, 11_000_000)] // the same start of the machine: its clock counts, not its date
    [InlineData("m1", 60_000_000, 0, 10, 101_000_000)] // at speed
    [InlineData("m2", 3_000_000, 7_000_000, 1, 8_000_000)] // started anew: the date went on by 7 s
    [InlineData("m2", 3_000_000, -7_000_000, 1, 2_000_000)] // started anew with a date that went back: a second
    [InlineData("m2", 3_000_000, 90_000_000_000_000, 1, 2_000_000)] // three years on: no date to believe
    [InlineData("m1", 49_000_000, 7_000_000, 1, 8_000_000)] // a system that does not name its starts, and its clock went back
    public void It_goes_on_where_it_should(string machine, long machineUs, long wallMovedUs, double speed, long expected) =>
        Assert.Equal(expected, Last.GoesOnAt(new(0, machine, machineUs, Last.WallUs + wallMovedUs), speed));
}
