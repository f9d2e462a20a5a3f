using System.Numerics;
using Nethereum.RPC.Eth.DTOs;
using Platone.Contracts.Access;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>A wallet that sends its own transactions, each when the one before is mined.</summary>
sealed class Party(Anvil anvil, ContractLine contracts, string key)
{
    public PrivateKey Key { get; } = PrivateKey.Parse(key);

    public Address Address => Key.Address;

    /// <summary>Requests access to a topic of its own for each number.</summary>
    /// <returns>The declaration's identifier.</returns>
    public async Task<Hash256> RequestAsync(Address provider, int number)
    {
        var topic = Keccak256.Hash(BitConverter.GetBytes(number));
        var request = new RequestAct(Address, provider, topic, Means: 3, Purpose: 1, NotBefore: 1, Expiry: 4_000_000_000);
        await HandInAsync(request);
        return request.Id(contracts.ChainId, contracts.SubscriptionRegistry);
    }

    public Task DecideAsync(RegistryDecision decision, Hash256 declaration) => HandInAsync(new DecisionAct(decision, Address, declaration));

    /// <summary>Signs an act and hands it in itself.</summary>
    public async Task<TransactionReceipt> HandInAsync(RegistryAct act) =>
        await SendAsync(contracts.SubscriptionRegistry, act.Encode(act.Sign(Key, contracts.ChainId, contracts.SubscriptionRegistry, deadline: 4_000_000_000)));

    /// <returns>The receipt, whether or not the contract reverted.</returns>
    public async Task<TransactionReceipt> SendAsync(Address to, byte[] data, ulong gasLimit = 500_000)
    {
        var nonce = await anvil.Web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(Address.ToString(), BlockParameter.CreateLatest());
        var free = BigInteger.Zero;
        var signed = new Eip1559Transaction(contracts.ChainId, (ulong)nonce.Value, free, free, gasLimit, to, Value: BigInteger.Zero, data).Sign(Key);
        await anvil.Web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(signed.Raw.Span));
        return await anvil.Web3.TransactionReceiptPolling.PollForReceiptAsync(signed.Hash.ToString());
    }
}
