using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal;

/// <summary>Single statements on a connection, for everything that is not once a row.</summary>
internal static class SqliteQueries
{
    /// <summary>Runs statements without results. Only constant text comes here.</summary>
    internal static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Query(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>A number, 0 when there is none.</summary>
    internal static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.Query(sql, values);
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>A text, or null when there is none.</summary>
    internal static string? Text(this SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.Query(sql, values);
        return command.ExecuteScalar() as string;
    }

    /// <summary>A command with values for <c>$0</c>, <c>$1</c> and so on. <paramref name="sql"/> is always a constant of ours.</summary>
    internal static SqliteCommand Query(this SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant in this project; values are bound.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue(Names[i], values[i]);
        return command;
    }

    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i}"))];
}
