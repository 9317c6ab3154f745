namespace HeartMonitor.Research.Exports;

/// <summary>Type of a column.</summary>
internal enum ColumnKind
{
    /// <summary>An instant, microseconds, UTC.</summary>
    Time,

    /// <summary>A double.</summary>
    Real,

    /// <summary>A whole number of 0 to 65,535.</summary>
    Small,

    /// <summary>A whole number of 32 bits.</summary>
    Whole,

    /// <summary>A whole number of 64 bits.</summary>
    Long,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A word out of few, or an id.</summary>
    Text,
}

/// <summary>A column of a table: what it is called, in which unit, what it means, and where it comes from.</summary>
/// <param name="Name">Snake case, the unit at its end where it has one.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Unit">Unit or set of values.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Of">The value of a row: of <paramref name="Kind"/>'s type, or null for missing.</param>
internal sealed record Column<TRow>(string Name, ColumnKind Kind, string Unit, string Meaning, Func<TRow, object?> Of);

/// <summary>A table of an export, whatever it is written as.</summary>
internal interface ITable
{
    string Name { get; }

    int Rows { get; }

    IReadOnlyList<ColumnFacts> Columns { get; }

    /// <summary>The value in a cell; null for missing.</summary>
    object? Cell(int row, int column);
}

/// <summary>A column without its rows.</summary>
internal sealed record ColumnFacts(string Name, ColumnKind Kind, string Unit, string Meaning);

/// <summary>Rows under columns.</summary>
internal sealed class Table<TRow>(string name, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows) : ITable
{
    public string Name => name;

    public int Rows => rows.Count;

    public IReadOnlyList<ColumnFacts> Columns { get; } = [.. columns.Select(c => new ColumnFacts(c.Name, c.Kind, c.Unit, c.Meaning))];

    public object? Cell(int row, int column) => columns[column].Of(rows[row]);
}
