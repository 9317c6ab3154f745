namespace HeartMonitor.Core.Patients;

/// <summary>Part of a participant file.</summary>
public enum OtherPlace
{
    Person,
    Medicine,
    Condition,
    Test,
    Prescription,
}

/// <summary>A member of a participant file that is none of ours and has something in it. What it means is for the planner to find out.</summary>
/// <param name="Place">The part it stands in.</param>
/// <param name="Index">Which entry of the list; 0 where there is one only.</param>
/// <param name="Name">As written.</param>
/// <param name="Values">What it holds, with everything inside of it.</param>
public sealed record OtherMember(OtherPlace Place, int Index, string Name, IReadOnlyList<OtherValue> Values);

/// <summary>One value of a member that is none of ours.</summary>
/// <param name="Names">Names of the members on the way to it, the outermost first.</param>
/// <param name="Text">The text; null for a number, for yes, and for text that cannot be read.</param>
public sealed record OtherValue(IReadOnlyList<string> Names, string? Text);
