namespace HeartMonitor.Core.Patients;

/// <summary>An entry of <c>medications</c>.</summary>
internal static class MedicationPart
{
    internal static MedicationEntry Read(JsonPart part)
    {
        var entry = new MedicationEntry
        {
            Atc = NullIfBlank(part.Text("atc", 40)),
            Name = NullIfBlank(part.Text("name")),
            DoseMg = part.Number("doseMg", PersonBounds.DoseMg),
            StartedOn = part.Date("startedOn"),
            ChangedOn = part.Date("changedOn"),
            StoppedOn = part.Date("stoppedOn"),
            AsNeeded = part.Flag("asNeeded") ?? false,
            TakenToday = part.Flag("takenToday"),
            LastTaken = part.Instant("lastTaken"),
        };
        if (!part.Has("atc") && !part.Has("name")) part.Fault("atc", "is missing: an ATC code or a name is needed");
        if (entry is { StartedOn: { } start, StoppedOn: { } stop } && stop < start)
            part.Remark("stoppedOn", "lies before startedOn: the medicine counts as taken again");
        return entry;
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
