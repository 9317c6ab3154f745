namespace HeartMonitor.Core.Patients;

/// <summary>An entry of <c>conditions</c>. Any code is kept: the planner names the ones it does not know.</summary>
internal static class ConditionPart
{
    internal static Condition Read(JsonPart part)
    {
        var code = part.Text("code", 60);
        if (!part.Has("code") || string.IsNullOrWhiteSpace(code)) part.Fault("code", "must name the condition");
        return new Condition
        {
            Code = code?.Trim() ?? "",
            Present = part.Flag("present"),
            Mode = part.Text("mode", 40),
            UpperRate = part.Whole("upperRate", PersonBounds.UpperRate),
            DetectionRate = part.Whole("detectionRate", PersonBounds.DetectionRate),
        };
    }
}
