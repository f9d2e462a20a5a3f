using System.Security.Cryptography;
using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>EXT_AUTH_START and EXT_AUTH_CONTINUE: a wallet connects by signing a challenge (MQTT 5, section 4.12). On the broker's thread only.</summary>
sealed unsafe class ChallengeCheck(PolicyPlugin plugin)
{
    /// <summary>
    /// So many clients may owe a signature at once; one more takes the place of the one that owes longest. The broker does not say that a client
    /// left which never was let in, so places are not given back, and who asks for many must not keep others out.
    /// </summary>
    private const int MaxOpen = 10_000;

    private readonly Dictionary<nint, (WalletChallenge Challenge, Address Wallet)> _open = [];
    private readonly Queue<(nint Client, WalletChallenge Challenge)> _oldestFirst = [];

    /// <returns>What the broker is to do: go on with the challenge, refuse, or ask another plugin about another method.</returns>
    public int Start(ExtendedAuthEvent* request)
    {
        if (!BrokerFunctions.Text(request->Method).SequenceEqual(Encoding.ASCII.GetBytes(WalletChallenge.Method))) return BrokerResult.Defer;

        var answer = plugin.Gate.BeginLogin(
            DataOf(request), BrokerFunctions.ClientId(request->Client), new(RandomNumberGenerator.GetBytes(Hash256.Length)), out var challenge);
        if (!plugin.Accepts(answer) || challenge is null) return BrokerResult.AuthDenied;

        Open((nint)request->Client, challenge, answer.Wallet);
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
        plugin.AccessCheck.BeginsSession((nint)request->Client);
        // Whatever user name the client sent beside it, this is who it is.
        return BrokerFunctions.TrySetUsername(request->Client, open.Wallet.ToString()) ? BrokerResult.Success : BrokerResult.AuthDenied;
    }

    public void Forget(nint client) => _open.Remove(client);

    private void Open(nint client, WalletChallenge challenge, Address wallet)
    {
        while (_oldestFirst.Count >= MaxOpen)
        {
            var oldest = _oldestFirst.Dequeue();
            if (_open.TryGetValue(oldest.Client, out var open) && open.Challenge == oldest.Challenge) _open.Remove(oldest.Client);
        }

        _open[client] = (challenge, wallet);
        _oldestFirst.Enqueue((client, challenge));
    }

    private static ReadOnlySpan<byte> DataOf(ExtendedAuthEvent* request) =>
        request->DataIn is null ? default : new(request->DataIn, request->DataInLength);
}
