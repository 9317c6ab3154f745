using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HeartMonitor.DBus.Transport;

/// <summary>Who is at the ends of a unix socket.</summary>
internal static class Credentials
{
    // Linux: SOL_SOCKET and SO_PEERCRED of asm-generic/socket.h; struct ucred is pid, uid, gid, four bytes each.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int UidAt = 4;

    /// <summary>The user of this process.</summary>
    internal static uint OwnUid() => EffectiveUid();

    /// <summary>The user that connected, as the kernel says. Linux only.</summary>
    internal static uint PeerUid(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[UidAt..])
            : BinaryPrimitives.ReadUInt32BigEndian(credentials[UidAt..]);
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUid();
}
