namespace HeartMonitor.Storage.People;

/// <summary>The people store cannot be used as it is; the message is one plain sentence for the operator. Nothing on disk was changed.</summary>
public sealed class PeopleRefusedException(string message, Exception? inner = null) : Exception(message, inner);
