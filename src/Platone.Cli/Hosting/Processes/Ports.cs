using System.Net;
using System.Net.Sockets;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Chooses ports of an interface: the one that was asked for, or the usual one where it is free and any free one where it is not.</summary>
static class Ports
{
    // Linux' ip_local_port_range begins at the second.
    private const int FirstOfOurs = 16_384, FirstOfTheSystem = 32_768;

    /// <param name="asked">Null: the usual one if it can be had. 0: any.</param>
    /// <param name="bind">The interface; the loopback one without it.</param>
    /// <exception cref="PortInUseException">The port that was asked for is taken.</exception>
    public static int Choose(int? asked, int usual, string option, IPAddress? bind = null)
    {
        bind ??= IPAddress.Loopback;
        if (asked is { } port and not 0) return IsFree(port, bind) ? port : throw new PortInUseException(port, option);
        return asked is null && IsFree(usual, bind) ? usual : AnyFree(bind);
    }

    private static bool IsFree(int port, IPAddress bind)
    {
        try
        {
            using var probe = new TcpListener(bind, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// Below the ports that the system gives to outgoing connections: one of those could take it while the framework is started again, and who asks for it
    /// then could not have it.
    /// </summary>
    private static int AnyFree(IPAddress bind)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var port = Random.Shared.Next(FirstOfOurs, FirstOfTheSystem);
            if (IsFree(port, bind)) return port;
        }

        using var probe = new TcpListener(bind, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

public sealed class PortInUseException(int port, string option) : Exception($"{option}: port {port} is in use, expected a free one (0 takes any).");
