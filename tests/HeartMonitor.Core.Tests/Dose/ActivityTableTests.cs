using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Tests.Medications;
using Xunit;
using Shipped = HeartMonitor.Core.Tests.Support.Shipped;

namespace HeartMonitor.Core.Tests.Dose;

public sealed class ActivityTableTests
{
    /// <summary>Domain-facts 6.1, row by row: code of 2024, METs of 2024, METs of 2011 (- for none), code of 2011 where it moved.</summary>
    private const string Sheet = """
        17151 2.3 2.0, 17152 2.8 2.8, 17170 3.0 3.0, 17190 3.8 3.5, 17200 4.8 4.3, 17220 5.5 5.0, 17034 5.3 5.3 17210, 17035 7.0 8.0 17211,
        17302 4.3 4.8, 17133 4.5 4.0, 12010 6.0 6.0, 12020 7.5 7.0, 01210 3.5 3.5 02011, 01214 4.0 -, 01216 5.0 -, 01218 5.8 -,
        01220 6.0 6.8 02012, 01224 6.8 -, 01228 8.0 -, 01200 6.8 7.0 02010, 02048 5.0 5.0, 02049 9.0 -, 02071 5.0 4.8, 02072 7.5 7.0,
        02065 9.3 9.0, 02117 2.8 -, 02054 3.5 3.5, 02052 5.0 5.0, 02056 3.0 -, 02034 3.5 -, 02035 5.0 4.3, 02032 6.0 -, 02024 2.8 2.8,
        02022 3.8 3.8, 02340 2.8 -, 02344 4.0 -, 02005 4.8 5.0 03020, 02001 5.5 5.5, 02310 6.5 -, 02101 2.3 2.3, 02105 2.8 3.0, 02150 2.3 2.5,
        02175 2.3 2.5, 02185 2.7 -, 02180 3.5 3.3, 02160 4.0 4.0, 15670 3.3 3.0, 03040 3.0 3.0, 03025 4.5 4.5, 02120 5.3 5.3
        """;

    [Fact]
    public void Every_row_of_the_sheet_is_in_the_table_and_nothing_else_is()
    {
        var rows = Sheet.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(row => row.Split(' ')).ToList();

        Assert.Equal(rows.Select(r => string.Join(' ', r)), Shipped.Activities.Activities.Select(AsRow));
        Assert.Equal(50, rows.Count);
    }

    [Theory]
    [InlineData("01214", 4.0, 2024)]
    [InlineData("17200", 4.8, 2024)]
    [InlineData("02012", 6.8, 2011)] // a code of 2011 means the list of 2011
    public void A_code_gives_the_mets_of_its_year(string code, double mets, int year) =>
        Assert.Equal((mets, year), Shipped.Activities.MetsOf(Shipped.Activities.Find(code)!, code));

    [Theory]
    [InlineData("17200", 4.3, 2011)]
    [InlineData("01214", 4.0, 2024)] // the list of 2011 has none: the other one is used, and named
    public void The_list_of_2011_can_be_chosen(string code, double mets, int year)
    {
        var table = Read(Shipped.Text("activities.json").Replace("\"compendiumYear\": 2024", "\"compendiumYear\": 2011", StringComparison.Ordinal));

        Assert.Equal((mets, year), table.MetsOf(table.Find(code)!, code));
    }

    [Theory]
    [InlineData("1214", "01214"), InlineData("2071", "02071"), InlineData("17201", "17200"), InlineData("99999", null), InlineData("01214", null), InlineData("", null)]
    public void A_code_that_is_not_there_comes_with_the_one_that_is_meant(string written, string? meant)
    {
        if (written != "01214") Assert.Null(Shipped.Activities.Find(written));
        if (written != "01214") Assert.Equal(meant, Shipped.Activities.Meant(written));
        else Assert.NotNull(Shipped.Activities.Find(written));
    }

    [Theory]
    [InlineData("\"compendiumYear\": 2024", "\"compendiumYear\": 2012", "must be 2024 or 2011")]
    [InlineData("\"compendiumYear\"", "\"compendiumYaer\"", "compendiumYear is meant?")]
    [InlineData("\"rules\": {}", "\"rules\": { \"rpeLigthMets\": 2 }", "rpeLightMets is meant?")]
    [InlineData("\"rules\": {}", "\"rules\": { \"fastestWalkKmh\": 12 }", "rules.fastestWalkKmh: 12 is outside 5 to 8")]
    [InlineData("\"code\": \"01214\"", "\"code\": \"1214\"", "five digits")]
    [InlineData("\"code\": \"01214\"", "\"code\": 1214", "must be text")]
    [InlineData("\"code\": \"01214\"", "\"code\": \"01216\"", "the code 01216 is there twice")]
    [InlineData("\"code2011\": \"02011\"", "\"code2011\": \"01220\"", "the code 01220 is there twice")]
    [InlineData("\"mets2024\": 4.0, \"equation\"", "\"mets2024\": 400, \"equation\"", "must lie between 0.9 and 25")]
    [InlineData("\"mets2024\": 4.0, \"equation\"", "\"mets\": 4.0, \"equation\"", "mets2024")]
    [InlineData("\"equation\": \"arm-cycle\"", "\"equation\": \"rowing\"", "must be one of walk")]
    [InlineData("\"source\": \"knowledge\"", "\"source\": \"hearsay\"", "must be verified or knowledge")]
    public void A_slip_is_a_fault_that_says_what_is_wrong(string right, string wrong, string expected)
    {
        var text = Shipped.Text("activities.json");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var (table, faults) = ActivityTableReader.Read(ReplaceFirst(text, right, wrong));

        Assert.Null(table);
        Assert.Contains(faults, f => f.Contains(expected, StringComparison.Ordinal) && !f.Contains("HeartMonitor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("{ \"version\": \"1\", \"compendiumYear\": 2024, \"activities\": [ 3 ] }")]
    public void Text_that_is_no_table_is_a_fault_and_never_an_exception(string text) => Assert.NotEmpty(ActivityTableReader.Read(text).Faults);

    [Fact]
    public void A_changed_number_is_another_version()
    {
        var text = Shipped.Text("activities.json");

        Assert.NotEqual(Read(text).Version, Read(ReplaceFirst(text, "4.8", "4.9")).Version);
        Assert.Equal(Read(text).Version, Read(text.ReplaceLineEndings("\r\n")).Version);
    }

    [Fact]
    public void The_shipped_table_keeps_to_its_schema()
    {
        using var instance = JsonDocument.Parse(Shipped.Text("activities.json"));
        using var schema = JsonDocument.Parse(Shipped.Text("activities.schema.json"));

        Assert.Empty(SchemaCheck.Faults(instance.RootElement, schema.RootElement, schema.RootElement, "$"));
    }

    private static ActivityTable Read(string text) => ActivityTableReader.Read(text).Table!;

    private static string ReplaceFirst(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        return text[..at] + wrong + text[(at + right.Length)..];
    }

    private static string AsRow(Activity activity) => string.Create(CultureInfo.InvariantCulture,
        $"{activity.Code} {activity.Mets2024:0.0} {activity.Mets2011?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-"} {activity.Code2011}").Trim();
}
