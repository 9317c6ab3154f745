using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Alarms;
using Xunit;

namespace HeartMonitor.Core.Tests.Architecture;

/// <summary>House rules that a reader can rely on because they are checked (aesthetics 1.0, 1.3, B6).</summary>
public sealed partial class ConventionTests
{
    private const int MostLines = 400;

    /// <summary>Files over the limit, each with the reason why it is not split. Remove an entry when its file has shrunk.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines()
    {
        var tooLong = SourceFiles().Where(path => LineCount(path) > MostLines);
        Assert.Equal(LongFiles.Keys.Order(StringComparer.Ordinal), tooLong.Order(StringComparer.Ordinal));
        Assert.All(LongFiles.Values, Assert.NotEmpty);
    }

    [Fact]
    public void Namespaces_are_file_scoped_and_equal_the_folders() =>
        Repository.AssertNone(Repository.Files(".cs").Select(path => NamespaceFault(path, Repository.Read(path))).OfType<string>());

    [Theory]
    [InlineData("src/HeartMonitor.Core/Alarms/X.cs", "namespace HeartMonitor.Core;\npublic sealed class X;")]
    [InlineData("src/HeartMonitor.Core/Alarms/X.cs", "namespace HeartMonitor.Core.Alarms\n{\n}")]
    [InlineData("src/HeartMonitor.Core/Alarms/X.cs", "public sealed class X;")]
    public void A_namespace_elsewhere_is_seen(string path, string source) => Assert.NotNull(NamespaceFault(path, source));

    [Fact]
    public void Concrete_classes_in_core_are_sealed() => Repository.AssertNone(Unsealed(typeof(AlertCode).Assembly.GetTypes()).Select(type => type.FullName!));

    [Fact]
    public void An_unsealed_class_is_seen() => Assert.Single(Unsealed([typeof(LeftOpen), typeof(ConventionTests)]));

    /// <summary>The contract's list; of our own we added <c>start-gate</c> (the contract only grows).</summary>
    [Fact]
    public void Alert_codes_are_spelt_as_the_contract_lists_them() =>
        Assert.Equal(
            """
            zone-high zone-low
            hr-ceiling-warning hr-ceiling hr-low hr-unexpectedly-high hr-falls-while-work-rises hr-fails-to-rise hr-rise-without-work
            hr-step-change drift-and-rpe-up rest-gate irregular-rr
            rpe-below-target rpe-above-target rpe-reduce rpe-stop rpe-talk-disagree rpe-scale-check rpe-unanswered rpe-not-responding
            symptom-stop symptom-review help-requested
            medication-unknown medication-interaction medication-recent-stop medication-test-stale start-gate sensor-optical
            contact-lost signal-lost signal-doubtful sensor-not-worn battery-low identity-conflict
            monitoring-stopped sink-down storage-low clock-step config-rejected journal-corrupt many-signals-lost adapter-lost
            certificate-expiring
            """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
            Enum.GetValues<AlertCode>().Select(KebabCase.Of));

    [Fact]
    public void Alert_codes_are_read_back_from_their_spelling() =>
        Assert.All(Enum.GetValues<AlertCode>(), code => Assert.Equal(code, KebabCase.Parse<AlertCode>(KebabCase.Of(code))));

    private static IEnumerable<Type> Unsealed(IEnumerable<Type> types) =>
        types.Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false }
            && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    private static IEnumerable<string> SourceFiles() =>
        Repository.Files(".cs", ".js", ".mjs", ".css", ".html", ".sh")
            .Where(path => !path.Contains("/lib/", StringComparison.Ordinal) && !path.Contains("/vendor/", StringComparison.Ordinal));

    private static int LineCount(string path) => File.ReadLines(Path.Combine(Repository.Root, path)).Count();

    private static string? NamespaceFault(string path, string source)
    {
        var folders = path.Split('/')[1..^1];
        var found = FileScopedNamespace().Match(source);
        if (found.Success) return found.Groups[1].Value == string.Join('.', folders) ? null : $"{path} is in {found.Groups[1].Value}";

        // The entry point has top-level statements, and a file of assembly attributes or global usings declares nothing.
        return folders.Length == 1 && (path.EndsWith("/Program.cs", StringComparison.Ordinal) || !Declaration().IsMatch(source))
            ? null
            : path + " has no file-scoped namespace";
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();

    [GeneratedRegex(@"^\s*(\w+ )*(class|struct|record|enum|interface|namespace)\b", RegexOptions.Multiline)]
    private static partial Regex Declaration();

#pragma warning disable CA1852 // It stands open on purpose: the check must see it.
    private class LeftOpen;
#pragma warning restore CA1852
}
