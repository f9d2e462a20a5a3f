using System.Text;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>BASIC_AUTH: may this client connect?</summary>
static unsafe class LoginCheck
{
    public static bool IsAccepted(PolicyPlugin plugin, BasicAuthEvent* request)
    {
        var clientId = BrokerFunctions.ClientId(request->Client);
        var answer = plugin.Gate.CheckLogin(new()
        {
            Username = BrokerFunctions.Text(request->Username),
            Password = BrokerFunctions.Text(request->Password),
            ClientId = clientId,
            Certificate = PeerCertificate.Hash(request->Client),
        });
        if (!plugin.Accepts(answer)) return false;

        plugin.CredentialLogins.Set((nint)request->Client, Encoding.UTF8.GetString(clientId), answer.By);
        return true;
    }
}
