using System.Text.Json.Serialization;
using HeartMonitor.Core;

namespace HeartMonitor.Research.Tables;

/// <summary>What a column holds.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ColumnKind>))]
public enum ColumnKind
{
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An instant in UTC, whole microseconds.</summary>
    Instant,
}

/// <summary>One column.</summary>
/// <param name="Name">As it is asked for and written.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Unit">Its unit; null where it has none.</param>
/// <param name="Meaning">One plain sentence.</param>
/// <param name="Cell">Its value in a row: a string, long, double, bool or DateTimeOffset as the kind says; null where it is missing.</param>
public sealed record DataColumn(string Name, ColumnKind Kind, string? Unit, string Meaning, Func<int, object?> Cell);

/// <summary>Rows and columns that are made as they are written, and what must be known to read them.</summary>
/// <param name="Columns">In their order.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="Facts">Whose they are, versions in force, gaps: a JSON text by name, written where the format has room for it.</param>
public sealed record DataTable(IReadOnlyList<DataColumn> Columns, int RowCount, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>The same with some of its columns, in the table's order.</summary>
    public DataTable Only(IReadOnlySet<string> names) => this with { Columns = [.. Columns.Where(c => names.Contains(c.Name))] };
}
