using System.Security.Cryptography;
using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>EXT_AUTH_START and EXT_AUTH_CONTINUE: a wallet connects by signing a challenge (MQTT 5, section 4.12). On the broker's thread only.</summary>
sealed unsafe class ChallengeCheck(PolicyPlugin plugin)
{
    /// <summary>So many clients may owe a signature at once. What is sent in a CONNECT costs nothing, so there must be an end to it.</summary>
    private const int MaxOpen = 10_000;

    private readonly Dictionary<nint, (WalletChallenge Challenge, Address Wallet)> _open = [];

    /// <returns>What the broker is to do: go on with the challenge, refuse, or ask another plugin about another method.</returns>
    public int Start(ExtendedAuthEvent* request)
    {
        if (!BrokerFunctions.Text(request->Method).SequenceEqual(Encoding.ASCII.GetBytes(WalletChallenge.Method))) return BrokerResult.Defer;

        var answer = plugin.Gate.BeginLogin(
            DataOf(request), BrokerFunctions.ClientId(request->Client), new(RandomNumberGenerator.GetBytes(Hash256.Length)), out var challenge);
        if (!plugin.Accepts(answer) || challenge is null || !HasRoom()) return BrokerResult.AuthDenied;

        _open[(nint)request->Client] = (challenge, answer.Wallet);
        var text = challenge.ToUtf8();
        request->DataOut = BrokerFunctions.Copy(text);
        request->DataOutLength = (ushort)text.Length;
        return BrokerResult.AuthContinue;
    }

    public int Continue(ExtendedAuthEvent* request)
    {
        if (!_open.Remove((nint)request->Client, out var open)) return BrokerResult.AuthDenied;
        if (!plugin.Accepts(plugin.Gate.CompleteLogin(open.Challenge, open.Wallet, DataOf(request)))) return BrokerResult.AuthDenied;

        plugin.CredentialLogins.Remove((nint)request->Client);
        // Whatever user name the client sent beside it, this is who it is.
        return BrokerFunctions.TrySetUsername(request->Client, open.Wallet.ToString()) ? BrokerResult.Success : BrokerResult.AuthDenied;
    }

    public void Forget(nint client) => _open.Remove(client);

    private bool HasRoom()
    {
        if (_open.Count < MaxOpen) return true;

        // The broker does not say that a client left which never was let in.
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (client, open) in _open.ToArray())
        {
            if (open.Challenge.Until < now) _open.Remove(client);
        }

        return _open.Count < MaxOpen;
    }

    private static ReadOnlySpan<byte> DataOf(ExtendedAuthEvent* request) =>
        request->DataIn is null ? default : new(request->DataIn, request->DataInLength);
}
