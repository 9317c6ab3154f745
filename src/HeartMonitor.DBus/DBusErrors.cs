namespace HeartMonitor.DBus;

/// <summary>Error names of the bus itself (specification, "Message Bus Messages", and the reference implementation).</summary>
public static class DBusErrors
{
    private const string Prefix = "org.freedesktop.DBus.Error.";

    public const string AccessDenied = Prefix + "AccessDenied";
    public const string Failed = Prefix + "Failed";
    public const string InvalidArgs = Prefix + "InvalidArgs";
    public const string LimitsExceeded = Prefix + "LimitsExceeded";
    public const string MatchRuleInvalid = Prefix + "MatchRuleInvalid";
    public const string MatchRuleNotFound = Prefix + "MatchRuleNotFound";
    public const string NameHasNoOwner = Prefix + "NameHasNoOwner";

    /// <summary>Also ours: no answer within the call's own time.</summary>
    public const string NoReply = Prefix + "NoReply";
    public const string ServiceUnknown = Prefix + "ServiceUnknown";
    public const string UnknownInterface = Prefix + "UnknownInterface";
    public const string UnknownMethod = Prefix + "UnknownMethod";
    public const string UnknownObject = Prefix + "UnknownObject";
    public const string UnknownProperty = Prefix + "UnknownProperty";
    public const string PropertyReadOnly = Prefix + "PropertyReadOnly";
}
