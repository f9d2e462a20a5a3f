using System.Net;

namespace Platone.Cli.Hosting;

/// <summary>Interfaces, and how they are reached from this machine.</summary>
static class HostAddress
{
    public static bool IsEvery(IPAddress bind) => bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any);

    public static Uri Url(string scheme, string host, int port) => new(new UriBuilder(scheme, host, port).Uri.GetLeftPart(UriPartial.Authority));

    /// <summary>An address that reaches what listens there.</summary>
    public static string ToReach(IPAddress bind)
    {
        if (bind.Equals(IPAddress.Any)) return IPAddress.Loopback.ToString();
        return (bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bind).ToString();
    }
}
