using System.Text;

namespace HeartMonitor.Research.Reports;

/// <summary>
/// How wide a line of Helvetica is: one of the fonts that every PDF reader brings along, so that none is embedded. Thousandths of the size, from the
/// metrics of the standard 14 fonts; a letter with an accent is as wide as without.
/// </summary>
internal static class HelveticaWidths
{
    private const int Other = 556; // most figures and letters; signs beyond ASCII are rare here

    private static readonly int[] Regular =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private static readonly int[] Bold =
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ];

    /// <summary>Points.</summary>
    internal static double Of(string text, double size, bool isBold)
    {
        var (sum, widths) = (0, isBold ? Bold : Regular);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.NonSpacingMark) continue;
            sum += letter is >= ' ' and <= '~' ? widths[letter - ' '] : Other;
        }

        return sum * size / 1000;
    }
}
