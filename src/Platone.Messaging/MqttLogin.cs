using MQTTnet;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.Messaging;

/// <summary>How a client proves to the broker who it is.</summary>
public abstract record MqttLogin
{
    private MqttLogin()
    {
    }

    internal abstract ValueTask ApplyAsync(MqttClientOptionsBuilder options, string clientId, CancellationToken cancellationToken);

    /// <summary>User name and password.</summary>
    /// <param name="Password">Asked at every connect, because tokens live shortly.</param>
    public sealed record Basic(string Username, Func<CancellationToken, Task<string>> Password) : MqttLogin
    {
        internal override async ValueTask ApplyAsync(MqttClientOptionsBuilder options, string clientId, CancellationToken cancellationToken) =>
            options.WithCredentials(Username, await Password(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The wallet signs the broker's <see cref="WalletChallenge"/> at every connect: nothing else is needed, and nothing can be stolen.</summary>
    /// <param name="Operator">Whose broker it must be: a challenge of another one's is not signed.</param>
    public sealed record Signature(PrivateKey Wallet, Address Operator) : MqttLogin
    {
        internal override ValueTask ApplyAsync(MqttClientOptionsBuilder options, string clientId, CancellationToken cancellationToken)
        {
            options.WithEnhancedAuthentication(WalletChallenge.Method, System.Text.Encoding.ASCII.GetBytes(Wallet.Address.ToString()));
            options.WithEnhancedAuthenticationHandler(new Signing(Wallet, Operator, clientId));
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Signing(PrivateKey wallet, Address @operator, string clientId) : IMqttEnhancedAuthenticationHandler
    {
        public Task HandleEnhancedAuthenticationAsync(MqttEnhancedAuthenticationEventArgs eventArgs)
        {
            if (!WalletChallenge.TryParse(eventArgs.AuthenticationData, out var challenge) || challenge.Operator != @operator || challenge.ClientId != clientId)
                throw new BrokerRefusedException($"login of {clientId}: its challenge is not one of operator {@operator} for this connection");

            var signature = wallet.Sign(Eip191.Hash(eventArgs.AuthenticationData));
            return eventArgs.SendAsync(new() { Data = signature.ToArray() }, eventArgs.CancellationToken);
        }
    }
}
