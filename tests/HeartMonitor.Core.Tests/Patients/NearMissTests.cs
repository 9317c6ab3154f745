using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Patients;

public sealed class NearMissTests
{
    [Theory]
    [InlineData("medication")]
    [InlineData("Medications")]
    [InlineData("medicationz")]
    [InlineData("medicatons")]
    public void A_misspelt_list_of_medicines_is_a_fault_and_never_a_person_without_medicines(string slip)
    {
        var reading = ParticipantReader.Read(
            $$"""{ "id": "p_1", "age": 50, "restingHr": 60, "{{slip}}": [ { "atc": "C07AB02", "name": "metoprolol" } ] }""");

        Assert.Null(reading.Participant);
        Assert.Contains(reading.Faults, f => f.Path.Contains(slip, StringComparison.Ordinal) && f.Text.Contains("medications", StringComparison.Ordinal));
    }

    [Fact]
    public void A_misspelt_member_inside_a_medicine_is_a_fault_too()
    {
        var reading = ParticipantReader.Read("""{ "id": "p_1", "age": 50, "medications": [ { "atc": "C07AB02", "stopedOn": "2026-01-01" } ] }""");

        Assert.Contains(reading.Faults, f => f.Text.Contains("stoppedOn", StringComparison.Ordinal));
    }

    [Fact]
    public void Members_that_are_like_none_of_ours_are_ignored()
    {
        var reading = ParticipantReader.Read("""{ "id": "p_1", "age": 50, "restingHr": 60, "favouriteColour": "blue", "x": 1, "_note": "tall" }""");

        Assert.NotNull(reading.Participant);
    }
}
