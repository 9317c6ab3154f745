namespace HeartMonitor.Mqtt.Brokers;

/// <summary>Reads secrets where they are used, so that none is held or logged.</summary>
internal static class Secrets
{
    /// <summary>Null without a password file, and when it cannot be read.</summary>
    internal static string? ReadPassword(MqttOptions options)
    {
        try
        {
            return options.PasswordFile is null ? null : File.ReadAllText(options.PasswordFile).TrimEnd('\r', '\n');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
