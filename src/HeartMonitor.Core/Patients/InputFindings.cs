using System.Text.Json;

namespace HeartMonitor.Core.Patients;

/// <summary>Faults and remarks as they are found while a file is read.</summary>
internal sealed class InputFindings
{
    private const int MostKept = 200;

    private readonly List<JsonPart> _parts = [];
    private readonly List<InputFault> _faults = [];
    private readonly List<InputFault> _remarks = [];

    internal IReadOnlyList<InputFault> Faults => _faults;

    internal IReadOnlyList<InputFault> Remarks => _remarks;

    internal void Add(JsonPart part) => _parts.Add(part);

    /// <summary>To be called when everything was read: names that are almost ours.</summary>
    internal void FaultSlips()
    {
        foreach (var part in _parts) part.FaultSlips();
    }

    /// <summary>To be called when everything was read: members that nobody asked for, of every part.</summary>
    internal IEnumerable<(JsonPart Part, string Name, JsonElement Value)> Strangers() =>
        from part in _parts
        from member in part.Strangers()
        select (part, member.Name, member.Value);

    internal void Fault(string path, string text) => Keep(_faults, path, text);

    internal void Remark(string path, string text) => Keep(_remarks, path, text);

    private static void Keep(List<InputFault> list, string path, string text)
    {
        if (list.Count < MostKept) list.Add(new InputFault(path, text));
        else if (list.Count == MostKept) list.Add(new InputFault("$", $"there are more than {MostKept} findings; the rest is left out"));
    }
}
