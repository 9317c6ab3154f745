namespace HeartMonitor.Research.Tables;

/// <summary>Type of a column, the same in every format; formats without types write what reads back as it.</summary>
public enum ColumnKind
{
    /// <summary>An instant in UTC, whole microseconds: a <see cref="DateTimeOffset"/>.</summary>
    Time,

    /// <summary>A double.</summary>
    Real,

    /// <summary>A whole number of 0 to 65,535: an <see cref="int"/>.</summary>
    Small,

    /// <summary>A whole number of 32 bits.</summary>
    Whole,

    /// <summary>A whole number of 64 bits.</summary>
    Large,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A word out of few, or an id.</summary>
    Text,
}

/// <summary>One column.</summary>
/// <param name="Name">Snake case, as it is asked for and written.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Unit">Its unit (UCUM where that has one); null where it has none.</param>
/// <param name="Values">The values that it may have, blanks between; null where there is no such list.</param>
/// <param name="Meaning">One plain sentence.</param>
/// <param name="Cell">Its value in a row, of the type that <paramref name="Kind"/> names; null where it is missing.</param>
public sealed record DataColumn(string Name, ColumnKind Kind, string? Unit, string? Values, string Meaning, Func<int, object?> Cell)
{
    /// <summary>Name of its type: <c>timestamp double uint16 int32 int64 boolean text</c>.</summary>
    public string Type => Kind switch
    {
        ColumnKind.Time => "timestamp",
        ColumnKind.Real => "double",
        ColumnKind.Small => "uint16",
        ColumnKind.Whole => "int32",
        ColumnKind.Large => "int64",
        ColumnKind.Flag => "boolean",
        ColumnKind.Text => "text",
    };
}

/// <summary>Rows and columns that are made as they are written, and what must be known to read them.</summary>
/// <param name="Name">What the table is called, in files and in the dictionary.</param>
/// <param name="Columns">In their order.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="Facts">Whose they are, versions in force, gaps: a JSON text by name, written where the format has room for it.</param>
public sealed record DataTable(string Name, IReadOnlyList<DataColumn> Columns, int RowCount, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>The same with some of its columns, in the table's order.</summary>
    public DataTable Only(IReadOnlySet<string> names) => this with { Columns = [.. Columns.Where(c => names.Contains(c.Name))] };
}

/// <summary>A column by what it takes from a row.</summary>
internal sealed record Column<TRow>(string Name, ColumnKind Kind, string? Unit, string? Values, string Meaning, Func<TRow, object?> Of);

/// <summary>A table before it has rows.</summary>
internal sealed record TableForm<TRow>(string Name, IReadOnlyList<Column<TRow>> Columns)
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    internal DataTable Over(IReadOnlyList<TRow> rows, IReadOnlyDictionary<string, string>? facts = null) =>
        new(Name, [.. Columns.Select(c => new DataColumn(c.Name, c.Kind, c.Unit, c.Values, c.Meaning, row => c.Of(rows[row])))], rows.Count, facts ?? NoFacts);
}
