namespace HeartMonitor.Simulator.Gym;

/// <summary>A stretch of steady work.</summary>
/// <param name="Seconds">Length.</param>
/// <param name="Fraction">Fraction of reserve that is asked for, 0 to 1.</param>
public readonly record struct WorkStep(int Seconds, double Fraction);
