using System.Globalization;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Reference;

/// <summary>
/// A ride of three hours whose computer wrote most intervals twice and more: 72 % of the differences are zero. It is the hardest case for
/// thresholds and boxes of zero, and no figure of it is to be used.
/// </summary>
public sealed class SessionReferenceTests(ITestOutputHelper log)
{
    private static readonly ReferenceAnswer Answer = Recordings.Session;
    private static readonly HrvReport Report = HrvReport.Of(Recordings.Intervals(Answer.File));

    [Fact]
    public void Its_raw_figures_are_those_of_the_reference()
    {
        Assert.Equal(Answer.Raw.MeanRrMs, Report.Raw.MeanRrMs!.Value, 0.01);
        Assert.Equal(Answer.Raw.RmssdMs, Report.Raw.RmssdMs!.Value, 0.01);
        Assert.Equal(Answer.Raw.SdnnMs, Report.Raw.SdnnMs!.Value, 0.01);
        Assert.Equal(Answer.Raw.Pnn50Percent, Report.Raw.Pnn50Percent!.Value, 0.01);
    }

    /// <summary>The difference is over a tenth: the reference leaves out boxes without residual, of which this ride is full.</summary>
    [Fact]
    public void Its_alpha1_differs_by_the_boxes_without_residual_alone()
    {
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Report.Raw.DfaAlpha1:F4} against {Answer.RawAlpha1}"));
        Assert.Equal(Answer.RawAlpha1!.Value, Alpha1ReferenceTests.WithoutEmptyBoxes(Recordings.Intervals(Answer.File)), 0.0001);
    }

    [Fact]
    public void Its_artefacts_differ_only_where_a_threshold_is_zero()
    {
        var (ours, theirs) = (Found.Of(Report.Artefacts), Found.Of(Answer));
        log.WriteLine($"{theirs.Count} in the reference, {ours.Count} here, {ours.Intersect(theirs).Count()} both");
        ArtefactReferenceTests.AssertZeroThresholds(Answer);
    }

    [Fact]
    public void Its_figures_are_not_to_be_used() => Assert.Contains("use none", Report.Reasons["artefacts"], StringComparison.Ordinal);
}
