using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Ages the equations were not made for, and ages that contradict the date of birth.</summary>
public sealed class AgeTests
{
    private static readonly ExerciseTest Measured = new() { Date = People.Monday.AddDays(-20), PeakHr = 188, RestingHr = 70, SignedBy = "dr_a" };

    [Theory]
    [InlineData(0), InlineData(1), InlineData(5), InlineData(121)]
    public void An_impossible_age_is_refused_by_name(int age)
    {
        var reading = ParticipantReader.Read($$"""{ "id": "p_1", "age": {{age}}, "restingHr": 70 }""", People.Monday);

        Assert.Equal("$.age", Assert.Single(reading.Faults).Path);
    }

    [Theory]
    [InlineData(6), InlineData(12), InlineData(17), InlineData(91), InlineData(104), InlineData(120)]
    public void An_age_no_equation_was_made_for_is_RPE_and_a_measured_maximum_needs_no_equation(int age)
    {
        var plan = People.Someone(age, 70).Plan();

        Assert.Equal((MonitoringMode.Rpe, "reserve-too-small"), (plan.Mode, Assert.Single(plan.Reasons).Code));
        Assert.Contains("equation", plan.Reasons[0].Text, StringComparison.Ordinal);
        Assert.NotNull(plan.Ceiling);
        if (age < 18) Assert.Equal("measured", (People.Someone(age, 70) with { Tests = [Measured] }).Plan().Zone?.MaximalHr.Equation);
    }

    [Theory]
    [InlineData(18), InlineData(90)]
    public void The_first_and_the_last_age_of_the_equations_have_zones(int age) => Assert.Equal(MonitoringMode.Zones, People.Someone(age, 60).Plan().Mode);

    [Theory]
    [InlineData(40, "1986-03-02", MonitoringMode.Zones)]
    [InlineData(39, "1986-03-02", MonitoringMode.Zones)]
    [InlineData(41, "1986-03-02", MonitoringMode.Zones)]
    [InlineData(38, "1986-03-02", MonitoringMode.Rpe)]
    [InlineData(42, "1986-03-02", MonitoringMode.Rpe)]
    [InlineData(68, "1986-03-02", MonitoringMode.Rpe)]
    [InlineData(40, "2026-03-03", MonitoringMode.Rpe)]
    public void Age_and_date_of_birth_more_than_a_year_apart_make_no_zones(int age, string born, MonitoringMode mode)
    {
        var person = People.Someone(age, 60) with { Born = DateOnly.ParseExact(born, "yyyy-MM-dd"), Tests = [Measured with { RestingHr = 60, PeakHr = 170 }] };

        Assert.Equal(mode, person.Plan().Mode);
        Assert.Equal(mode == MonitoringMode.Rpe, person.Plan().Reasons.Any(r => r.Text.StartsWith("age and date of birth do not fit", StringComparison.Ordinal)));
    }

    [Fact]
    public void In_doubt_about_the_age_the_older_one_bounds_the_ceiling()
    {
        var plan = (People.Someone(30, 60) with { Born = new(1956, 1, 1) }).Plan();
        var twin = (People.Someone(70, 60) with { Born = new(1996, 1, 1) }).Plan();

        Assert.Equal((People.Someone(70, 60).Plan().Ceiling, plan.Ceiling), (plan.Ceiling, twin.Ceiling));
    }

    [Fact]
    public void The_reader_says_that_age_and_date_of_birth_do_not_fit()
    {
        var reading = ParticipantReader.Read("""{ "id": "p_1", "age": 30, "born": "1956-01-01", "restingHr": 70 }""", People.Monday);

        Assert.NotNull(reading.Participant);
        Assert.Contains(reading.Remarks, r => r is { Path: "$.age", Text: "does not fit born: no zones until one of them is corrected" });
    }
}
