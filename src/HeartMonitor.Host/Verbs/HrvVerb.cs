using System.Text;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Research.Hrv;

namespace HeartMonitor.Host.Verbs;

/// <summary>Whose intervals they are, as far as somebody said.</summary>
/// <param name="ParticipantFile">Participant file; null when nobody said.</param>
/// <param name="Sensor"><c>chest</c>, <c>optical</c> or a product of <c>straps.json</c>; null when nobody said.</param>
/// <param name="ConfigFolder">Where conditions and products are explained; not read when neither is given.</param>
internal sealed record HrvSubject(string? ParticipantFile = null, string? Sensor = null, string ConfigFolder = "config");

/// <summary><c>monitor hrv FILE</c>: RR intervals to heart-rate variability (contracts 5).</summary>
internal sealed class HrvVerb(TextWriter output, TextWriter error, TimeProvider time)
{
    /// <summary>Prints one JSON object; what is wrong with an input goes to the error writer.</summary>
    /// <returns>0 fine, 1 a file that is empty, unreadable or holds something else, 2 no such file or sensor, 78 configuration refused.</returns>
    internal int Run(string file, HrvSubject subject)
    {
        var (obstacles, code) = ObstaclesOf(subject);
        if (obstacles is null) return code;
        (var text, code) = InputFile.ReadText(file, error);
        if (text is null) return code;
        using var reader = new StringReader(text);
        var series = RrSeriesReader.Read(reader, file);
        if (!series.IsSeries)
        {
            error.WriteLine(series.Fault);
            return ExitCode.Failed;
        }

        output.WriteLine(Encoding.UTF8.GetString(HrvJson.Write(HrvReport.Of(series.IntervalsMs, obstacles.Value))));
        return ExitCode.Fine;
    }

    private (HrvObstacles? Obstacles, int Code) ObstaclesOf(HrvSubject subject)
    {
        if (subject is { ParticipantFile: null, Sensor: null }) return (HrvObstacles.None, ExitCode.Fine);
        var (setup, faults) = ConfigFiles.ReadRules(subject.ConfigFolder, "gym1", "en");
        foreach (var fault in faults) error.WriteLine(fault);
        if (setup is null) return (null, ExitCode.Configuration);

        var (ofSensor, ofHeart, code) = (HrvObstacles.None, (HrvObstacles?)HrvObstacles.None, ExitCode.Fine);
        if (subject.Sensor is { } name)
        {
            var (sensor, unknown) = SensorName.Read(name, setup.Straps);
            if (sensor is not { } known)
            {
                error.WriteLine($"--sensor: {unknown}");
                return (null, ExitCode.Usage);
            }

            if (!setup.Straps.Of(known).IntervalsAreBeats) ofSensor = HrvObstacles.SmoothedIntervals;
        }

        if (subject.ParticipantFile is { } file) (ofHeart, code) = OfHeart(file, setup);
        return (ofHeart | ofSensor, code);
    }

    private (HrvObstacles? Obstacles, int Code) OfHeart(string file, EngineSetup setup)
    {
        var (participant, code) = InputFile.ReadParticipant(file, error);
        if (participant is null) return (null, code);
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var facts = setup.PlanFor(participant, CheckIn.Nothing, today, null).Facts;
        return ((facts.InAtrialFibrillation ? HrvObstacles.IrregularRhythm : HrvObstacles.None)
            | (facts.Paced ? HrvObstacles.Paced : HrvObstacles.None)
            | (facts.Transplanted ? HrvObstacles.Transplanted : HrvObstacles.None), ExitCode.Fine);
    }
}
