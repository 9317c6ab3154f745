using HeartMonitor.Core.Alarms;

namespace HeartMonitor.Core.Intensity;

/// <summary>One rule about a person. Called once a second and after every answer. A rule that cannot judge says why; it never says "fine".</summary>
public interface IIntensityRule : IAlarmRule<JudgedMoment>;
