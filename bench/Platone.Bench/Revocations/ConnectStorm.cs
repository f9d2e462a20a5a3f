using System.Diagnostics;
using Platone.Bench.Brokers;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.Bench.Revocations;

/// <summary>Very many logins at the same moment, each of a wallet of its own, which leaves as soon as it is let in.</summary>
static class ConnectStorm
{
    /// <returns>When it began, and when the last one was in, by the stop watch.</returns>
    public static async Task<(long From, long To)> RunAsync(int port, BrokerKey key, int logins, CancellationToken cancellationToken)
    {
        var wallets = Enumerable.Range(0, logins).Select(i => new Address(Keccak256.Hash(BitConverter.GetBytes(i)).ToArray().AsSpan(12))).ToList();
        var expiry = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600;
        var tokens = wallets.Select(wallet => BrokerToken.Issue(key.Bytes, wallet, expiry)).ToList();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(wallets.Zip(tokens, async (wallet, token) =>
            (await RawClient.ConnectAsync(port, wallet.ToString(), token, "storm", cancellationToken)).Dispose()));
        return (start, Stopwatch.GetTimestamp());
    }
}
