using System.Text;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// Who a client is, as its user name says it: <c>{wallet}</c> for a wallet, <c>{wallet}/{device}</c> for a device of a provider that has no key
/// of its own. A device's name is one topic level.
/// </summary>
public readonly ref struct AccountName
{
    /// <summary>Longest name in bytes: a wallet, a slash and 128 characters of UTF-8.</summary>
    public const int MaxBytes = WalletName.Length + 1 + (4 * 128);

    private AccountName(Address wallet, ReadOnlySpan<byte> device)
    {
        Wallet = wallet;
        Device = device;
    }

    public Address Wallet { get; }

    /// <summary>UTF-8; empty for a wallet.</summary>
    public ReadOnlySpan<byte> Device { get; }

    public bool IsDevice => !Device.IsEmpty;

    public static bool TryParse(ReadOnlySpan<byte> utf8, out AccountName account)
    {
        account = default;
        if (utf8.Length is < WalletName.Length or > MaxBytes || !WalletName.TryParse(utf8[..WalletName.Length], out var wallet)) return false;

        var rest = utf8[WalletName.Length..];
        if (rest.IsEmpty)
        {
            account = new(wallet, device: default);
            return true;
        }

        if (rest[0] != (byte)'/' || rest[1..].Contains((byte)'/') || !TopicFilter.IsTopicName(rest[1..])) return false;

        account = new(wallet, rest[1..]);
        return true;
    }

    public override string ToString() => IsDevice ? $"{Wallet}/{Encoding.UTF8.GetString(Device)}" : Wallet.ToString();
}
