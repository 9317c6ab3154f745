using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Reports;

/// <summary>One page about one session, in words, before anybody draws it. A pseudonym and a line for the name by hand; no strap. Staff by the pseudonym that they acknowledged with.</summary>
/// <param name="Language">Code of its language.</param>
/// <param name="Title">Heading.</param>
/// <param name="Head">Who, when, how long, how it was monitored: label and value.</param>
/// <param name="Reasons">Why it was monitored so, one sentence each.</param>
/// <param name="Chart">The curve.</param>
/// <param name="Figures">Every figure with its source.</param>
/// <param name="Week">The week against its target.</param>
/// <param name="Tables">Course, alerts, answers, medicines, symptoms.</param>
/// <param name="Quality">How good the signal was, a line each.</param>
/// <param name="Sign">Labels of the lines that are filled in by hand at the end.</param>
/// <param name="Foot">Versions, and what this is not.</param>
public sealed record SessionReport(
    string Language,
    string Title,
    IReadOnlyList<ReportLine> Head,
    IReadOnlyList<string> Reasons,
    ReportChart Chart,
    ReportTable Figures,
    ReportWeek Week,
    IReadOnlyList<ReportTable> Tables,
    ReportTable Quality,
    IReadOnlyList<string> Sign,
    IReadOnlyList<string> Foot);

/// <summary>A label and its value.</summary>
public sealed record ReportLine(string Label, string Value);

/// <summary>A table in words.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Columns">Names of the columns; empty for none.</param>
/// <param name="Rows">Cells, as many as columns.</param>
/// <param name="Note">A line below; null for none.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? Note = null);

/// <summary>Where the week stands.</summary>
/// <param name="Title">Which week.</param>
/// <param name="Text">In words.</param>
/// <param name="Done">MET-minutes.</param>
/// <param name="From">Lower end of the target.</param>
/// <param name="To">Upper end.</param>
public sealed record ReportWeek(string Title, string Text, double Done, double From, double To);

/// <summary>What the caller knows of the week: other sessions are not this report's to read.</summary>
/// <param name="Name">ISO week, such as <c>2026-W10</c>.</param>
/// <param name="MetMinutes">All that is known.</param>
/// <param name="From">Lower end of the target.</param>
/// <param name="To">Upper end.</param>
/// <param name="Standing"><c>building</c>, <c>in-target</c> or <c>above-target</c>.</param>
/// <param name="Sessions">Sessions of the week.</param>
/// <param name="WithoutDose">Those without a known dose.</param>
public sealed record WeekSoFar(string Name, double MetMinutes, double From, double To, string Standing, int Sessions, int WithoutDose);

/// <summary>The curve in its own units: seconds from the start, beats per minute.</summary>
/// <param name="Seconds">Length of the session.</param>
/// <param name="Low">Lowest rate of the axis.</param>
/// <param name="High">Highest rate of the axis.</param>
/// <param name="Alternative">What it shows, for whoever does not see it.</param>
/// <param name="Good">Believed values, each stretch without a break.</param>
/// <param name="Doubtful">The others, points.</param>
/// <param name="Zones">Zone bands while they were in force.</param>
/// <param name="Ceilings">Alarm ceilings while they were in force.</param>
/// <param name="Phases">Phases with their words.</param>
/// <param name="Pauses">Pauses.</param>
/// <param name="Gaps">Stretches without a reading.</param>
/// <param name="Answers">Answers that stand.</param>
/// <param name="Alerts">Alerts where they were raised.</param>
/// <param name="Words">Words of the axes and the legend.</param>
public sealed record ReportChart(
    double Seconds,
    int Low,
    int High,
    string Alternative,
    IReadOnlyList<IReadOnlyList<(double T, double Bpm)>> Good,
    IReadOnlyList<(double T, double Bpm)> Doubtful,
    IReadOnlyList<(double From, double To, double Low, double High)> Zones,
    IReadOnlyList<(double From, double To, double Bpm)> Ceilings,
    IReadOnlyList<(double From, double To, string Word)> Phases,
    IReadOnlyList<(double From, double To)> Pauses,
    IReadOnlyList<(double From, double To)> Gaps,
    IReadOnlyList<(double T, int Value)> Answers,
    IReadOnlyList<(double T, AlertPriority Priority)> Alerts,
    ReportWords Words);
