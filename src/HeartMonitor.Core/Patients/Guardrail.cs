namespace HeartMonitor.Core.Patients;

/// <summary>
/// Bounds in two rings, both ends in: outside the absolute ring a value is refused, outside the recommended ring it is accepted with a
/// remark.
/// </summary>
internal sealed record Guardrail(double AbsoluteFrom, double AbsoluteTo, double RecommendedFrom, double RecommendedTo, string Unit)
{
    internal Guardrail(double from, double to, string unit)
        : this(from, to, from, to, unit)
    {
    }

    internal bool Refuses(double value) => !(value >= AbsoluteFrom && value <= AbsoluteTo);

    internal bool Remarks(double value) => !(value >= RecommendedFrom && value <= RecommendedTo);
}
