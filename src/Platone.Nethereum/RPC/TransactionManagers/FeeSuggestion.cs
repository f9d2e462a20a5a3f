using System.Numerics;
using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.TransactionManagers;

/// <summary>Fees of EIP-1559 from what the last blocks paid. On a chain without fees both are 0.</summary>
static class FeeSuggestion
{
    const int Blocks = 10;
    const int RewardPercentile = 50;

    /// <returns>Wei a unit of gas. The maximum outlasts six full blocks, of which each raises the base fee by an eighth.</returns>
    public static async Task<(BigInteger MaxFee, BigInteger MaxPriorityFee)> SuggestAsync(IClient client)
    {
        var request = new RpcRequest(null, "eth_feeHistory", new HexBigInteger(Blocks), BlockParameter.CreateLatest(), new[] { RewardPercentile });
        var history = await client.SendRequestAsync<FeeHistory>(request).ConfigureAwait(false);
        if (history?.BaseFeePerGas is not [.., { } next])
            throw new RpcClientUnknownException("The node's eth_feeHistory has no base fee: the chain has no EIP-1559.");

        var rewards = (history.Reward ?? []).Select(block => block is [{ } reward, ..] ? reward.Value : BigInteger.Zero).Order().ToArray();
        var tip = rewards.Length == 0 ? BigInteger.Zero : rewards[rewards.Length / 2];
        return (next.Value * 2 + tip, tip);
    }

    sealed record FeeHistory(
        [property: JsonPropertyName("baseFeePerGas")] HexBigInteger[] BaseFeePerGas,
        [property: JsonPropertyName("reward")] HexBigInteger[][] Reward);
}
