using HeartMonitor.Core.Measurements;
using HeartMonitor.Storage.Straps;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>The straps that are known, on disk.</summary>
public sealed class StrapStoreTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly StrapRecord Whole = new("d_0123456789abcdef")
    {
        Name = "Polar H10 8C2A3B2F",
        Serial = "8C2A3B2F",
        Firmware = "5.0.1",
        Location = BodySensorLocation.Chest,
        Sensor = SensorClass.Chest,
        Owner = "p_07",
        OwnerBy = "staff1",
        FirstSeen = Then,
        LastSeen = Then.AddMicroseconds(1),
        BoundAt = Then.AddHours(1),
        BoundBy = "staff2",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("straps-");

    [Fact]
    public void What_was_saved_is_there_after_the_next_start_and_what_was_forgotten_is_not()
    {
        using (var store = StrapStore.Open(_folder.FullName))
        {
            store.Change([Whole, new("spare"), new("gone") { Name = "Anna Berg" }], []);
            store.Change([Whole with { Owner = null }], ["gone"]);
        }

        using (var again = StrapStore.Open(_folder.FullName)) Assert.Equal([Whole with { Owner = null }, new("spare")], again.All());
        Assert.DoesNotContain("Anna Berg", File.ReadAllText(Path.Combine(_folder.FullName, "straps.db")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_set_aside_and_a_new_one_begun()
    {
        var path = Path.Combine(_folder.FullName, "straps.db");
        File.WriteAllText(path, "this was a list of straps once, and is none any more: " + new string('x', 5_000));

        using (var store = StrapStore.Open(_folder.FullName)) store.Change([new("spare")], []);

        using var again = StrapStore.Open(_folder.FullName);
        Assert.Equal([new("spare")], again.All());
        Assert.True(File.Exists(path + ".corrupt"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
