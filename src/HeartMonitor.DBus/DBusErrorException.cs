namespace HeartMonitor.DBus;

/// <summary>A call was answered with an error, or not in time (<see cref="DBusErrors.NoReply"/>).</summary>
/// <param name="name">As <c>org.bluez.Error.NotReady</c>.</param>
/// <param name="text">The words that came with it; may be empty.</param>
public sealed class DBusErrorException(string name, string text = "") : DBusException(text.Length == 0 ? name : $"{name}: {text}")
{
    public string Name { get; } = name;

    public string Text { get; } = text;
}
