using System.Numerics;
using System.Text.Json;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Cryptography;
using Platone.Testing;

namespace Platone.Identity.Tests;

/// <summary>A wallet contract (EIP-1271), whose owner signs for it: the one that the contracts' own tests use.</summary>
static class ContractWallet
{
    private static readonly string Artifact =
        Repository.File("hardhat-artifacts/tests/contracts/certification/SigningWallet.sol/SigningWallet.json");

    public static async Task<Address> DeployAsync(Uri chain, ulong chainId, PrivateKey owner)
    {
        using var artifact = JsonDocument.Parse(await File.ReadAllBytesAsync(Artifact));
        var code = Hex.Decode(artifact.RootElement.GetProperty("bytecode").GetString()!);
        byte[] argument = [.. new byte[12], .. owner.Address.ToArray()];
        var web3 = new Web3(chain.ToString());
        var nonce = await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(owner.Address.ToString(), BlockParameter.CreateLatest());
        var free = BigInteger.Zero;
        var signed = new Eip1559Transaction(chainId, (ulong)nonce.Value, free, free, 2_000_000, To: null, Value: free, (byte[])[.. code, .. argument])
            .Sign(owner);
        await web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(signed.Raw.Span));
        var receipt = await web3.TransactionReceiptPolling.PollForReceiptAsync(signed.Hash.ToString());
        return Address.Parse(receipt.ContractAddress);
    }
}
