using System.Text;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// Client ids belong to wallets: a broker hands a session to whoever connects with its client id, so without this rule anybody could
/// take over (or just end) anybody's session.
/// </summary>
public static class ClientId
{
    /// <summary>Whether the client id starts with the wallet's lower-case address.</summary>
    public static bool Belongs(ReadOnlySpan<byte> clientId, Address wallet) =>
        clientId.Length >= WalletName.Length && WalletName.TryParse(clientId[..WalletName.Length], out var owner) && owner == wallet;

    public static bool Belongs(string clientId, Address wallet)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        return Belongs(Encoding.UTF8.GetBytes(clientId), wallet);
    }
}
