using HeartMonitor.Core.Recordings;
using Xunit;

namespace HeartMonitor.Core.Tests.Recordings;

public sealed class TcxRecordingTests
{
    /// <summary>Written by hand for these tests, after the published schema; nobody's activity.</summary>
    private const string HandMade = """
        <?xml version="1.0" encoding="UTF-8"?>
        <TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
                                xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">
          <Activities>
            <Activity Sport="Other">
              <Lap StartTime="2026-03-02T08:00:00Z"><Track>
                <Trackpoint><Time>2026-03-02T08:00:00Z</Time></Trackpoint>
              </Track></Lap>
            </Activity>
            <Activity Sport="Biking">
              <Id>2026-03-02T09:00:00Z</Id>
              <Lap StartTime="2026-03-02T09:00:00Z">
                <AverageHeartRateBpm><Value>199</Value></AverageHeartRateBpm>
                <MaximumSpeed>9</MaximumSpeed>
                <Track>
                  <Trackpoint>
                    <Time>2026-03-02T10:00:00.500+01:00</Time>
                    <Position><LatitudeDegrees>1</LatitudeDegrees></Position>
                    <HeartRateBpm><Value>101</Value></HeartRateBpm>
                    <Extensions><ns3:TPX><ns3:Speed>2.5</ns3:Speed><ns3:Watts>120</ns3:Watts></ns3:TPX></Extensions>
                  </Trackpoint>
                  <Trackpoint><Time>2026-03-02T09:00:01.500Z</Time><Cadence>80</Cadence></Trackpoint>
                </Track>
              </Lap>
              <Lap StartTime="2026-03-02T09:01:00Z"><Track>
                <Trackpoint><Time>2026-03-02T09:00:00</Time><HeartRateBpm xmlns:x="y"><Value> 0 </Value></HeartRateBpm></Trackpoint>
                <Trackpoint><Time>2026-03-02T09:01:00.500Z</Time><HeartRateBpm><Value>103</Value></HeartRateBpm></Trackpoint>
              </Track></Lap>
            </Activity>
            <Activity Sport="Running"><Lap><Track>
              <Trackpoint><Time>2026-03-02T11:00:00Z</Time><HeartRateBpm><Value>150</Value></HeartRateBpm></Trackpoint>
            </Track></Lap></Activity>
          </Activities>
        </TrainingCenterDatabase>
        """;

    [Fact]
    public void The_first_activity_with_heart_rate_is_read_over_all_its_laps()
    {
        var recording = RecordingReader.Read(new StringReader("\uFEFF\n" + HandMade.Replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", StringComparison.Ordinal)), "a.csv").Recording!;

        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 0, 0, 500, TimeSpan.Zero), recording.Start);
        Assert.Equal([0.0, 1.0, -0.5, 60.0], recording.Rows.Select(row => row.Offset.TotalSeconds));
        Assert.Equal([101, null, 0, 103], recording.Rows.Select(row => row.HeartRateBpm));
        Assert.Equal((120.0, 2.5), (recording.Rows[0].PowerW, recording.Rows[0].SpeedMps));
        Assert.Equal(TimeSpan.FromMinutes(1), recording.Length);
    }

    [Fact]
    public void An_XML_declaration_is_welcome()
    {
        Assert.True(RecordingReader.Read(new StringReader(HandMade), "a.tcx").IsRecording);
    }

    [Theory]
    [InlineData("<Value>101</Value>", "<Value>fast</Value>", 19, "HeartRateBpm is 'fast'")]
    [InlineData("<ns3:Watts>120", "<ns3:Watts>-5", 20, "Watts is '-5'")]
    [InlineData("2026-03-02T09:00:01.500Z", "yesterday", 22, "Time is 'yesterday'")]
    [InlineData("<Time>2026-03-02T09:00:01.500Z</Time>", "", 22, "no Time")]
    [InlineData("2026-03-02T09:01:00.500Z", "2027-03-02T09:01:00.500Z", 27, "31 days")]
    [InlineData("</Position>", "</Location>", 18, "XML is broken")]
    public void A_fault_names_its_line(string found, string replacement, int line, string says)
    {
        var fault = RecordingReader.Read(new StringReader(HandMade.Replace(found, replacement, StringComparison.Ordinal)), "a.tcx").Fault;

        Assert.NotNull(fault);
        Assert.Contains(says, fault.Text, StringComparison.Ordinal);
        Assert.Equal(line, fault.Line);
    }

    [Theory]
    [InlineData("<gpx/>", "The root element is gpx")]
    [InlineData("<TrainingCenterDatabase/>", "no activity with a trackpoint")]
    [InlineData("<TrainingCenterDatabase><Activities><Activity><Trackpoint/></Activity></Activities></TrainingCenterDatabase>", "no Time")]
    [InlineData("<TrainingCenterDatabase>", "XML is broken")]
    [InlineData("<", "XML is broken")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><TrainingCenterDatabase>&a;</TrainingCenterDatabase>", "XML is broken")]
    public void What_is_not_a_training_file_is_said_in_one_sentence(string text, string says)
    {
        var fault = RecordingReader.Read(new StringReader(text), "a.tcx").Fault;

        Assert.Contains(says, fault!.Text, StringComparison.Ordinal);
        Assert.Equal(1, fault.Line);
    }
}
