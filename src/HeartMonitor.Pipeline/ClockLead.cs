namespace HeartMonitor.Pipeline;

/// <summary>How a clock that starts in the past gets to the present.</summary>
/// <param name="Length">How far in the past it starts, above zero.</param>
/// <param name="CatchUp">Real time that it takes at full pace, above zero; longer where the machine does not keep up.</param>
public sealed record ClockLead(TimeSpan Length, TimeSpan CatchUp);
