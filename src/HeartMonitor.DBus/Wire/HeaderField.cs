namespace HeartMonitor.DBus.Wire;

/// <summary>Codes of header fields (specification, "Header Fields"). Others are to be ignored.</summary>
internal enum HeaderField
{
    Path = 1,
    Interface = 2,
    Member = 3,
    ErrorName = 4,
    ReplySerial = 5,
    Destination = 6,
    Sender = 7,
    Signature = 8,
    UnixFds = 9,
}
