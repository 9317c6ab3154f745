namespace HeartMonitor.Core.Patients;

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="Path">JSON path such as <c>$.medications[0].startedOn</c>, or <c>line 3, position 7</c> where the text is not JSON.</param>
/// <param name="Text">One plain sentence.</param>
public sealed record InputFault(string Path, string Text)
{
    public override string ToString() => $"{Path}: {Text}";
}
