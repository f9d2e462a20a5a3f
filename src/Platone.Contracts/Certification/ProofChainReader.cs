using System.Numerics;
using Nethereum.Hex.HexTypes;
using Nethereum.Web3;
using Platone.Certification;
using Platone.Certification.Blocks;
using Platone.Contracts.Bindings.DataCertification;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>
/// Asks a node for what proves a batch record at the newest block. Nodes forget old states, so the proof is not made at the block that certified the batch:
/// the record keeps standing, and carries its time.
/// </summary>
public sealed class ProofChainReader(IWeb3 web3, ulong chainId, Address dataCertification)
{
    /// <summary>More predecessors than anybody deploys: a contract that names ever new ones is not asked for ever.</summary>
    internal const int MostPredecessors = 64;

    /// <summary>The proof of a batch record, null where the chain does not have it (yet).</summary>
    /// <param name="signers">The keys that signed readings of the proof, from <see cref="SigningDevice.Of"/>.</param>
    /// <exception cref="InvalidDataException">What the node says does not fit together, or the chain does not know a key.</exception>
    public async Task<ProvenBlock?> FindAsync(BatchRecord batch, IReadOnlyList<SigningDevice> signers, CancellationToken cancellationToken)
    {
        var number = await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false);
        var block = await web3.Client.SendRequestAsync<RpcBlock>("eth_getBlockByNumber", null, number, false).ConfigureAwait(false)
            ?? throw new InvalidDataException($"The node has no block {number.Value}, which it named as its newest.");
        var (header, hash) = HeaderOf(block);

        var contract = dataCertification;
        for (var asked = 0; asked < MostPredecessors; asked++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await FindAsync(contract, batch, signers, number, header).ConfigureAwait(false) is { } chain) return new(chain, new((ulong)number.Value, hash));

            contract = Address.Parse(await new DataCertificationService(web3, contract.ToString()).PredecessorQueryAsync(new(number)).ConfigureAwait(false));
            if (contract == Address.Zero) return null;
        }

        return null;
    }

    private async Task<ProofChain?> FindAsync(Address contract, BatchRecord batch, IReadOnlyList<SigningDevice> signers, HexBigInteger number, byte[] header)
    {
        string[] slots = [ProofChain.SlotOf(batch.Certifier, batch.Number).ToString(), .. signers.Select(signer => signer.Slot().ToString())];
        var proof = await web3.Client.SendRequestAsync<RpcStateProof>("eth_getProof", null, contract.ToString(), slots, number).ConfigureAwait(false);
        if (proof?.StorageProof is not [var stored, .. var keys] || keys.Length != signers.Count)
            throw new InvalidDataException($"The node answered eth_getProof without the {slots.Length} slots that were asked for.");
        if (IsZero(stored.Value)) return null;

        if (signers.Where((_, i) => IsZero(keys[i].Value)).ToList() is [var unknown, ..])
            throw new InvalidDataException(
                $"A reading is signed by {unknown.Device}, a key that {unknown.Provider} has not registered with {contract}: run platone audit.");

        string[] storage = Lower(stored.Proof);
        IReadOnlyList<string>[]? devices = signers.Count == 0 ? null : [.. keys.Select(key => Beside(storage, Lower(key.Proof)))];
        var chain = new ProofChain(chainId, contract.ToString(), Hex.Encode(header), Lower(proof.AccountProof), storage, devices);
        var failed = ChainVerifier.Verify(chain, batch).Checks.FirstOrDefault(check => !check.Ok);
        return failed is null
            ? chain
            : throw new InvalidDataException($"The node's proof of batch {batch.Number} does not hold: {failed.Name}: {failed.Detail}");
    }

    /// <summary>A QBFT header with as many seals as are needed, any other one as it is; with the hash by which its chain knows it.</summary>
    private static (byte[] Header, Hash256 Hash) HeaderOf(RpcBlock block)
    {
        var encoded = block.Header();
        var header = BlockHeader.Decode(encoded);
        var named = Hash256.Parse(block.Hash);
        if (header.Hash() == named) return (encoded, named);
        if (QbftHeader.TryRead(header, out var qbft) && qbft.BlockHash() == named)
            return (new QbftTrust(qbft.Validators).TrimToQuorum(qbft).Header.Encoded.ToArray(), named);

        throw new InvalidDataException(
            $"The fields that the node tells of block {header.Number} do not make its hash {named}: its header has a form that is not known here.");
    }

    /// <summary>The nodes of a second slot's proof behind those that it begins with as the first one does.</summary>
    private static string[] Beside(string[] first, string[] second) => [.. second.Skip(first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count())];

    private static bool IsZero(string quantity) => quantity.AsSpan(2).TrimStart('0').IsEmpty;

    private static string[] Lower(string[] nodes) => [.. nodes.Select(node => node.ToLowerInvariant())];
}

/// <param name="Chain">The proof, as it stands in a file.</param>
/// <param name="Block">The block whose state it is about.</param>
public sealed record ProvenBlock(ProofChain Chain, ChainPosition Block);
