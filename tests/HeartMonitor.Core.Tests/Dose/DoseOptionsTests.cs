using System.Globalization;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Dose;

/// <summary>Numbers of the dose are taken up to their bounds and refused beyond them.</summary>
public sealed class DoseOptionsTests
{
    private static readonly string Table = Shipped.Text("activities.json");

    [Theory]
    [InlineData("fastestWalkKmh", 4.99, "rules.fastestWalkKmh: 4.99 is outside 5 to 8")]
    [InlineData("fastestWalkKmh", 5, null)]
    [InlineData("fastestWalkKmh", 8, null)]
    [InlineData("fastestWalkKmh", 8.01, "rules.fastestWalkKmh: 8.01 is outside 5 to 8")]
    [InlineData("stepHeightM", 0, null)]
    [InlineData("stepHeightM", 0.04, "rules.stepHeightM: 0.04 is outside 0.05 to 0.6")]
    [InlineData("stepHeightM", 0.05, null)]
    [InlineData("stepHeightM", 0.6, null)]
    [InlineData("stepHeightM", 0.61, "rules.stepHeightM: 0.61 is outside 0.05 to 0.6")]
    [InlineData("moderateFromMets", 2.4, "rules.moderateFromMets: 2.4 is outside 2.5 to 4")]
    [InlineData("moderateFromMets", 2.5, null)]
    [InlineData("moderateFromMets", 4, null)]
    [InlineData("moderateFromMets", 4.1, "rules.moderateFromMets: 4.1 is outside 2.5 to 4")]
    [InlineData("rpeLightMets", 0.9, "rules.rpeLightMets: 0.9 is outside 1 to 4")]
    [InlineData("rpeLightMets", 1, null)]
    [InlineData("rpeLightMets", 4, null)]
    [InlineData("rpeLightMets", 4.1, "rules.rpeLightMets: 4.1 is outside 1 to 4; rules.rpeModerateMets: 4 is outside 4.1 to 6")]
    [InlineData("rpeModerateMets", 2.4, "rules.rpeModerateMets: 2.4 is outside 2.5 to 6")]
    [InlineData("rpeModerateMets", 2.5, null)]
    [InlineData("rpeModerateMets", 6, null)]
    [InlineData("rpeModerateMets", 6.1, "rules.rpeModerateMets: 6.1 is outside 2.5 to 6")]
    [InlineData("rpeVigorousMets", 3.9, "rules.rpeVigorousMets: 3.9 is outside 4 to 9")]
    [InlineData("rpeVigorousMets", 4, null)]
    [InlineData("rpeVigorousMets", 9, null)]
    [InlineData("rpeVigorousMets", 9.1, "rules.rpeVigorousMets: 9.1 is outside 4 to 9")]
    [InlineData("rpeStandsSeconds", -1, "rules.rpeStandsSeconds: -1 is outside 0 to 900")]
    [InlineData("rpeStandsSeconds", 0, null)]
    [InlineData("rpeStandsSeconds", 900, null)]
    [InlineData("rpeStandsSeconds", 901, "rules.rpeStandsSeconds: 901 is outside 0 to 900")]
    [InlineData("weekFromMetMinutes", 99, "rules.weekFromMetMinutes: 99 is outside 100 to 2000")]
    [InlineData("weekFromMetMinutes", 100, null)]
    [InlineData("weekFromMetMinutes", 1000, null)]
    [InlineData("weekToMetMinutes", 499, "rules.weekToMetMinutes: 499 is outside 500 to 5000")]
    [InlineData("weekToMetMinutes", 500, null)]
    [InlineData("weekToMetMinutes", 5000, null)]
    [InlineData("weekToMetMinutes", 5001, "rules.weekToMetMinutes: 5001 is outside 500 to 5000")]
    public void A_number_is_taken_up_to_its_bound(string name, double value, string? faults)
    {
        var rule = string.Create(CultureInfo.InvariantCulture, $"\"rules\": {{ \"{name}\": {value} }}");
        Assert.Contains("\"rules\": {}", Table, StringComparison.Ordinal);
        var reading = ActivityTableReader.Read(Table.Replace("\"rules\": {}", rule, StringComparison.Ordinal));

        Assert.Equal(faults?.Split("; ").Select(f => "activities.rules: " + f) ?? [], reading.Faults);
    }

    [Fact]
    public void Every_number_reaches_its_option()
    {
        var rules = """
            "rules": { "fastestWalkKmh": 7, "stepHeightM": 0.2, "moderateFromMets": 3.5, "rpeLightMets": 2, "rpeModerateMets": 4.5, "rpeVigorousMets": 7,
              "rpeStandsSeconds": 300, "weekFromMetMinutes": 600, "weekToMetMinutes": 1200 }
            """;
        var table = ActivityTableReader.Read(Table.Replace("\"rules\": {}", rules, StringComparison.Ordinal)).Table!;

        Assert.Equal(
            new DoseOptions
            {
                FastestWalkKmh = 7,
                StepHeightM = 0.2,
                ModerateFromMets = 3.5,
                RpeLightMets = 2,
                RpeModerateMets = 4.5,
                RpeVigorousMets = 7,
                RpeStandsSeconds = 300,
                WeekFromMetMinutes = 600,
                WeekToMetMinutes = 1200,
            },
            table.Options);
    }

    [Theory]
    [InlineData(""" "code": "1234", "name": "n", "mets2024": 3, "source": "verified" """, "code: must be five digits in quotes, the leading zero included")]
    [InlineData(""" "code": "1234a", "name": "n", "mets2024": 3, "source": "verified" """, "code: must be five digits in quotes, the leading zero included")]
    [InlineData(""" "code": "12345", "name": "", "mets2024": 3, "source": "verified" """, "name: is empty")]
    [InlineData(""" "code": "12345", "mets2024": 3, "source": "verified" """, "name: is missing")]
    [InlineData(""" "code": "12345", "name": "n", "source": "verified" """, "mets2024: is missing")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 3, "source": "heard" """, "source: must be verified or knowledge")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 3, "source": "verified", "code2011": "12346" """, "code2011: has no mets2011")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 3, "source": "verified", "equation": "none" """, "equation: must be one of walk, run, by-speed, leg-cycle, arm-cycle, step")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 0.8, "source": "verified" """, "mets2024: must lie between 0.9 and 25 METs")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 25.1, "source": "verified" """, "mets2024: must lie between 0.9 and 25 METs")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 3, "source": "verified", "colour": 1 """, "colour: is not known")]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 0.9, "source": "verified" """)]
    [InlineData(""" "code": "12345", "name": "n", "mets2024": 25, "mets2011": 3, "code2011": "12346", "source": "knowledge", "equation": "step" """)]
    public void A_row_has_only_the_faults_it_has(string row, params string[] faults)
    {
        var reading = ActivityTableReader.Read($$"""{ "version": "1", "compendiumYear": 2024, "activities": [ { {{row}} } ] }""");

        Assert.Equal(faults.Select(f => "activities.activities[0]." + f), reading.Faults);
        Assert.Equal(faults.Length == 0, reading.Table is not null);
    }
}
