using HeartMonitor.Research.Artefacts;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;
namespace HeartMonitor.Research.Tests.Reference;
public sealed class Explore(ITestOutputHelper log)
{
    [Fact]
    public void Look()
    {
        foreach (var a in Recordings.Answers)
        {
            var rr = Recordings.Intervals(a.File);
            var r = HrvReport.Of(rr);
            var c = BeatCorrection.Apply(rr, r.Artefacts);
            var ours = new Dictionary<string, IReadOnlyList<int>> { ["ectopic"] = r.Artefacts.Ectopic, ["missed"] = r.Artefacts.Missed, ["extra"] = r.Artefacts.Extra, ["longshort"] = r.Artefacts.LongShort };
            var rawD = new[] { r.Raw.MeanRrMs - a.Raw.MeanRrMs, r.Raw.RmssdMs!.Value - a.Raw.RmssdMs, r.Raw.SdnnMs!.Value - a.Raw.SdnnMs, r.Raw.Pnn50Percent!.Value - a.Raw.Pnn50Percent }.Max(Math.Abs);
            log.WriteLine(FormattableString.Invariant($"{a.File} raw {rawD:F5} pct {r.ArtefactPercent - a.ArtefactPercent:F4} n {c.Length - a.CorrectedCount} corr mean {r.Corrected.MeanRrMs - a.Corrected.MeanRrMs:F4} rmssd {r.Corrected.RmssdMs - a.Corrected.RmssdMs:F4} sdnn {r.Corrected.SdnnMs - a.Corrected.SdnnMs:F4} pnn {r.Corrected.Pnn50Percent - a.Corrected.Pnn50Percent:F4} a1 {r.Raw.DfaAlpha1 - a.RawAlpha1:F5} a1c {r.Corrected.DfaAlpha1 - a.CorrectedAlpha1:F5}"));
            foreach (var k in ReferenceAnswer.Kinds)
            {
                var onlyRef = a.Artefacts[k].Except(ours[k]).ToArray(); var onlyUs = ours[k].Except(a.Artefacts[k]).ToArray();
                if (onlyRef.Length + onlyUs.Length > 0) log.WriteLine($"   {k}: only ref [{string.Join(',', onlyRef)}] only us [{string.Join(',', onlyUs)}]");
            }
        }
    }
}
