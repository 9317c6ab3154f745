using System.Globalization;
using System.Text.Json;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor hrv</c> as contracts 1 and 5 promise it.</summary>
public sealed class HrvVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrv");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Intervals_give_one_json_object_on_one_line()
    {
        Assert.Equal(0, Run("800\n810\n790\n820\n805\n"));

        Assert.Empty(_error.ToString());
        Assert.Equal(1, _output.ToString().Count(c => c == '\n'));
        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(
            ["beats", "meanRrMs", "rmssdMs", "sdnnMs", "pnn50Percent", "dfaAlpha1", "artefacts", "corrected", "reasons"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(20.1556, json.RootElement.GetProperty("rmssdMs").GetDouble());
    }

    [Fact]
    public void A_decimal_comma_in_the_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(0, Run("rr_ms\n800.5\n810\n790\n"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("\"meanRrMs\":800.1667,", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("\n \n", "line 1")]
    [InlineData("time_s,hr_bpm\n0,80\n", "line 1")]
    [InlineData("800\n0\n", "line 2")]
    [InlineData("0.8\n0.9\n", "line 1")]
    public void A_file_with_something_else_fails_and_names_file_and_line(string text, string line)
    {
        Assert.Equal(1, Run(text));

        Assert.Empty(_output.ToString());
        Assert.Contains("rest.csv, " + line, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_wrong_usage()
    {
        Assert.Equal(2, HrvVerb.Run(Path.Combine(_folder.FullName, "none.csv"), _output, _error));
        Assert.Contains("none.csv: there is no such file", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file() => Assert.Equal(1, HrvVerb.Run(_folder.FullName, _output, _error));

    private int Run(string text)
    {
        var file = Path.Combine(_folder.FullName, "rest.csv");
        File.WriteAllText(file, text);
        return HrvVerb.Run(file, _output, _error);
    }
}
