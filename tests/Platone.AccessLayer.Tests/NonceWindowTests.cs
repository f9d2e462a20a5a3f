using Platone.Cryptography;
using Platone.ServiceDefaults;

namespace Platone.AccessLayer.Tests;

public sealed class NonceWindowTests
{
    private static readonly Address One = Address.Parse("0x0000000000000000000000000000000000000001");
    private static readonly Address Two = Address.Parse("0x0000000000000000000000000000000000000002");

    private readonly NonceWindow _window = new();

    [Fact]
    public void A_nonce_is_used_once_by_a_wallet()
    {
        Assert.True(_window.TryUse(One, Nonce(1), 1000));
        Assert.False(_window.TryUse(One, Nonce(1), 1000));
        Assert.True(_window.TryUse(One, Nonce(2), 1000));
        Assert.True(_window.TryUse(Two, Nonce(1), 1000));
    }

    [Fact]
    public void A_nonce_is_remembered_as_long_as_its_request_could_come_again()
    {
        // A request may be dated a minute ahead, and is then taken until a minute after its date.
        Assert.True(_window.TryUse(One, Nonce(1), 1000));
        Assert.False(_window.TryUse(One, Nonce(1), 1120));
        Assert.True(_window.TryUse(One, Nonce(1), 1121));
    }

    private static Hash256 Nonce(byte number) => Keccak256.Hash([number]);
}
