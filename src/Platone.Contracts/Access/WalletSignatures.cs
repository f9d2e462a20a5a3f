using Nethereum.ABI.FunctionEncoding;
using Nethereum.Contracts;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;
using Platone.Contracts.Bindings.IERC1271;
using Platone.Contracts.Bindings.IERC1271.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>Whether a wallet signed: by its key, or where the account has code by asking the contract (EIP-1271). As the contracts themselves ask.</summary>
public sealed class WalletSignatures(IWeb3 web3)
{
    /// <summary>More than this no wallet contract is given: the longest signatures known are of passkeys and of a dozen owners.</summary>
    public const int MaxLength = 4096;

    /// <summary>What a wallet contract may use: enough for a P-256 signature checked in the contract itself.</summary>
    private const ulong Gas = 3_000_000;

    private static readonly byte[] Valid = [0x16, 0x26, 0xba, 0x7e];

    /// <exception cref="RpcClientUnknownException">The node does not answer.</exception>
    /// <exception cref="RpcClientTimeoutException">The node does not answer in time.</exception>
    public async Task<bool> IsSignedByAsync(Address wallet, Hash256 digest, byte[] signature)
    {
        if (signature.Length > MaxLength) return false;
        if (await web3.Eth.GetCode.SendRequestAsync(wallet.ToString()).ConfigureAwait(false) is null or "" or "0x")
            return Signature.TryParse(signature, out var own) && own.TryRecover(digest, out var signer) && signer == wallet;

        try
        {
            var asked = new IsValidSignatureFunction { Hash = digest.ToArray(), Signature = signature, Gas = Gas };
            var answer = await new Ierc1271Service(web3, wallet.ToString()).IsValidSignatureQueryAsync(asked).ConfigureAwait(false);
            return answer.AsSpan().SequenceEqual(Valid);
        }
        catch (Exception e) when (
            e is RpcResponseException or SmartContractRevertException or SmartContractCustomErrorRevertException or FormatException)
        {
            // It reverts, has no such function, answers something else or uses more gas: it does not say yes.
            return false;
        }
    }
}
