using System.Collections.Frozen;

namespace HeartMonitor.Core.Dose;

/// <summary>Which equation the figures of a machine go through in an activity.</summary>
public enum MachineEquation
{
    /// <summary>None: the table's METs count.</summary>
    None,
    Walk,
    Run,

    /// <summary>Walking or running as the speed says.</summary>
    BySpeed,
    LegCycle,
    ArmCycle,
    Step,
}

/// <summary>A row of the Adult Compendium (domain-facts 6.1).</summary>
/// <param name="Code">Code of 2024: five digits, the leading zero included.</param>
/// <param name="Code2011">Code of 2011 where the activity has moved; null where it has not.</param>
/// <param name="Name">What is done.</param>
/// <param name="Mets2024">Gross METs in the list of 2024.</param>
/// <param name="Mets2011">Gross METs in the list of 2011; null where it has none.</param>
/// <param name="Equation">What a machine's figures mean in it.</param>
/// <param name="Source"><c>verified</c> or <c>knowledge</c>.</param>
public sealed record Activity(string Code, string? Code2011, string Name, double Mets2024, double? Mets2011, MachineEquation Equation, string Source);

/// <summary>The activities of <c>config/activities.json</c> after checking, and the numbers of the dose.</summary>
public sealed class ActivityTable
{
    private readonly FrozenDictionary<string, Activity> _byCode;

    internal ActivityTable(string version, int compendiumYear, DoseOptions options, IReadOnlyList<Activity> activities)
    {
        (Version, CompendiumYear, Options, Activities) = (version, compendiumYear, options, activities);
        _byCode = activities
            .SelectMany(a => a.Code2011 is { } old ? (IEnumerable<(string, Activity)>)[(a.Code, a), (old, a)] : [(a.Code, a)])
            .ToFrozenDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);
    }

    /// <summary>No activity at all: equations and stated METs only.</summary>
    public static ActivityTable Empty { get; } = new("none", 2024, new(), []);

    /// <summary>The file's version, a plus sign and 8 hex digits of its content's hash.</summary>
    public string Version { get; }

    /// <summary>2024 or 2011: whose METs count where both are known.</summary>
    public int CompendiumYear { get; }

    public DoseOptions Options { get; }

    public IReadOnlyList<Activity> Activities { get; }

    /// <summary>The activity of a code of 2024, or of a code of 2011 that has moved; null when there is none.</summary>
    public Activity? Find(string code) => _byCode.GetValueOrDefault(code.Trim());

    /// <summary>A known code that was probably meant by an unknown one: a leading zero forgotten, or one digit off. Null when none is near.</summary>
    public string? Meant(string code)
    {
        var written = code.Trim();
        if (written.Length is 0 or > 8) return null;
        var padded = written.PadLeft(5, '0');
        return padded != written && _byCode.ContainsKey(padded)
            ? padded
            : _byCode.Keys.Order(StringComparer.Ordinal).FirstOrDefault(known => NearMiss.Is(written, known));
    }

    /// <summary>METs of a code that <see cref="Find"/> knows, and the year they are of: a code of 2011 has the METs of 2011.</summary>
    internal (double Mets, int Year) MetsOf(Activity activity, string code) =>
        (CompendiumYear == 2011 || activity.Code2011 == code.Trim()) && activity.Mets2011 is { } then ? (then, 2011) : (activity.Mets2024, 2024);
}
