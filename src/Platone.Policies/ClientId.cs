namespace Platone.Policies;

/// <summary>
/// Client ids belong to accounts: a broker hands a session to whoever connects with its client id, so without this rule anybody could
/// take over (or just end) anybody's session.
/// </summary>
public static class ClientId
{
    /// <summary>
    /// A wallet's starts with its address, and no slash comes next; a device's is its user name. So a client id alone tells the account.
    /// Control characters belong to nobody.
    /// </summary>
    /// <param name="clientId">UTF-8.</param>
    /// <param name="account">UTF-8, as <see cref="AccountName"/> takes it.</param>
    public static bool Belongs(ReadOnlySpan<byte> clientId, ReadOnlySpan<byte> account) =>
        AccountOf(clientId).SequenceEqual(account) && clientId.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;

    /// <summary>Whose client id it is where it belongs to anybody: that part of it which names the account.</summary>
    public static ReadOnlySpan<byte> AccountOf(ReadOnlySpan<byte> clientId) =>
        clientId.Length <= WalletName.Length || clientId[WalletName.Length] == (byte)'/' ? clientId : clientId[..WalletName.Length];

    /// <inheritdoc cref="AccountOf(ReadOnlySpan{byte})"/>
    public static ReadOnlySpan<char> AccountOf(ReadOnlySpan<char> clientId) =>
        clientId.Length <= WalletName.Length || clientId[WalletName.Length] == '/' ? clientId : clientId[..WalletName.Length];
}
