using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>BASIC_AUTH: may this client connect?</summary>
static class LoginCheck
{
    public static bool IsAccepted(PolicyPlugin plugin, ReadOnlySpan<byte> username, ReadOnlySpan<byte> password, ReadOnlySpan<byte> clientId)
    {
        var result = plugin.Gate.CheckLogin(username, password, clientId, out var wallet);
        if (result == LoginResult.Accepted) return true;

        // Nothing that the client made up goes into the log: no token, and no name unless it is a wallet's.
        plugin.Log(BrokerLogLevel.Notice, $"login refused: {result}, wallet {(wallet.IsZero ? "unknown" : wallet)}");
        return false;
    }
}
