using System.Net;
using System.Net.Sockets;

namespace Todo.Api.DevServices;

/// <summary>Looks for a port. Between the look and the server's start somebody else may take it.</summary>
internal static class LoopbackPort
{
    internal static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    internal static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
