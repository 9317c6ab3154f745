using System.Buffers;
using System.Text;

namespace HeartMonitor.Research.Tables;

/// <summary>RFC 4180: UTF-8 without a byte order mark, lines ending in CR LF, cells as <see cref="CsvText"/> writes them.</summary>
public static class CsvTable
{
    private const int BlockBytes = 32 * 1024;

    /// <summary>Writes a header line and the rows, a block at a time.</summary>
    public static async Task WriteAsync(DataTable table, Stream output, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(BlockBytes * 2);
        for (var row = -1; row < table.RowCount; row++)
        {
            WriteRow(table, row, buffer);
            if (buffer.WrittenCount < BlockBytes) continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same at once.</summary>
    internal static byte[] Bytes(DataTable table)
    {
        var buffer = new ArrayBufferWriter<byte>(BlockBytes);
        for (var row = -1; row < table.RowCount; row++) WriteRow(table, row, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRow(DataTable table, int row, ArrayBufferWriter<byte> buffer)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (i > 0) buffer.Write(","u8);
            Encoding.UTF8.GetBytes(row < 0 ? table.Columns[i].Name : CsvText.Cell(table.Columns[i].Cell(row)), buffer);
        }

        buffer.Write("\r\n"u8);
    }
}
