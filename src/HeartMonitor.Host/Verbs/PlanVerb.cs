using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor plan FILE [--on DATE]</c>: a participant file to its monitoring plan (contracts 1 and 3).</summary>
internal static class PlanVerb
{
    private const int Fine = 0;
    private const int CheckFailed = 1;
    private const int WrongUsage = 2;
    private const int ConfigurationRefused = 78;

    /// <summary>Prints the plan as one JSON object; everything else goes to <paramref name="error"/>.</summary>
    /// <param name="file">Participant file.</param>
    /// <param name="on">Day of the plan; null is today. Hours since a dose are not judged (decisions 17).</param>
    /// <param name="configDirectory">Folder of the rules and their words.</param>
    /// <param name="time">Where today comes from: the date in its local time zone.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Faults and remarks.</param>
    /// <param name="language">Language of the reasons.</param>
    /// <returns>0 fine, 1 faults in the file, 2 no such file, 78 configuration refused.</returns>
    public static int Run(
        string file,
        DateOnly? on,
        string configDirectory,
        TimeProvider time,
        TextWriter output,
        TextWriter error,
        string language = "en")
    {
        if (!Path.Exists(file))
        {
            error.WriteLine($"{file}: there is no such file");
            return WrongUsage;
        }

        var (setup, faults) = ConfigFiles.ReadRules(configDirectory, "gym1", language);
        foreach (var fault in faults) error.WriteLine(fault);
        if (setup is null) return ConfigurationRefused;
        if (ReadText(file, error) is not { } text) return CheckFailed;
        var day = on ?? DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var reading = ParticipantReader.Read(text, day);
        Print(file, reading.Faults, "", error);
        if (reading.Participant is not { } participant) return CheckFailed;

        Print(file, reading.Remarks, "please check: ", error);
        var plan = setup.PlanFor(participant, CheckIn.Nothing, day, null);
        output.WriteLine(JsonSerializer.Serialize(plan, MonitorJson.Context.MonitoringPlan));
        return Fine;
    }

    /// <summary>The file's text; null, with a line on <paramref name="error"/>, when it cannot be read.</summary>
    private static string? ReadText(string file, TextWriter error)
    {
        var (text, fault) = BoundedText.Read(file, BoundedText.OfConfiguration);
        if (fault is not null) error.WriteLine($"{file}: line 1: {fault}");
        return text;
    }

    private static void Print(string file, IReadOnlyList<InputFault> findings, string prefix, TextWriter error)
    {
        foreach (var finding in findings)
            error.WriteLine($"{file}: {finding.Path}: {prefix}{finding.Text}");
    }
}
