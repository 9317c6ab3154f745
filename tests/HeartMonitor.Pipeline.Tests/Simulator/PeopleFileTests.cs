using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Patients;
using HeartMonitor.Simulator.Gym;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

public sealed class PeopleFileTests
{
    [Fact]
    public void The_shipped_people_file_holds_the_people_of_the_demo()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "config", "people.json")));

        var entries = file.RootElement.EnumerateArray().ToArray();

        Assert.Equal(GymPeople.Default.Select(binding => binding.Strap), entries.Select(entry => entry.GetProperty("strap").GetString()));
        Assert.All(GymPeople.Default.Zip(entries), pair => Assert.Equal(
            Json(pair.First.Participant),
            Json(ParticipantReader.Read(pair.Second.GetProperty("participant"), "$").Participant!)));
    }

    private static string Json(Participant participant) => JsonSerializer.Serialize(participant, MonitorJson.Context.Participant);
}
