using QRCoder;

namespace HeartMonitor.Host.Lan;

/// <summary>An address as a picture to be photographed.</summary>
internal static class QrPicture
{
    /// <summary>An SVG, black on white with its quiet zone, whatever the theme of the page.</summary>
    internal static string Of(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(new System.Drawing.Size(320, 320), "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
