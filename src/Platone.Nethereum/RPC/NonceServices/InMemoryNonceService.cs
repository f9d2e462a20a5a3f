using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Transactions;

namespace Nethereum.RPC.NonceServices;

/// <summary>
/// The node's pending count, or one more than the last nonce handed out where that is higher: a node may not have seen all of them yet.
/// A nonce whose transaction was never sent stays used until <see cref="ResetNonceAsync"/>.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore is never waited on by a handle, so that it holds nothing to dispose of.")]
public class InMemoryNonceService(string account, IClient client) : INonceService
{
    static readonly BigInteger None = BigInteger.MinusOne;

    readonly SemaphoreSlim _turn = new(1);

    public BigInteger CurrentNonce { get; set; } = None;

    public IClient Client { get; set; } = client;

    public async Task<HexBigInteger> GetNextNonceAsync()
    {
        if (Client is null) throw new InvalidOperationException("The nonce service has no client.");

        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var count = await new EthGetTransactionCount(Client).SendRequestAsync(account, BlockParameter.CreatePending()).ConfigureAwait(false);
            CurrentNonce = BigInteger.Max(count.Value, CurrentNonce + 1);
            return new(CurrentNonce);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task ResetNonceAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        CurrentNonce = None;
        _turn.Release();
    }
}
