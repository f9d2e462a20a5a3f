using System.Numerics;
using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>
/// Checks that a batch record's hash stands in a contract in the state of one block: two Merkle-Patricia proofs under the block's header. Whether that
/// block is to be trusted is the next question, see <see cref="BlockTrust"/>.
/// </summary>
public static class ChainVerifier
{
    public const string AccountCheck = "account", StorageCheck = "storage";

    /// <returns>The checks, the header, and the contract's account where it is proved.</returns>
    /// <exception cref="FormatException">Something is not encoded as it must be.</exception>
    public static (IReadOnlyList<ProofCheck> Checks, BlockHeader Header, StateAccount? Account) Verify(ProofChain chain, BatchRecord batch)
    {
        if (!Address.TryParse(chain.DataCertification, out var contract) || contract.ToString() != chain.DataCertification)
            throw new FormatException($"'{chain.DataCertification}' is no address in lower case.");

        var header = BlockHeader.Decode(ProofText.Bytes(chain.Header));
        var account = ReadAccount(header, contract, chain.Account, out var accountCheck);
        var storageCheck = account is { } found ? CheckStorage(found, batch, chain.Storage) : new(StorageCheck, false, "there is no account to have storage");
        return ([accountCheck, storageCheck], header, account);
    }

    private static StateAccount? ReadAccount(BlockHeader header, Address contract, IReadOnlyList<string> nodes, out ProofCheck check)
    {
        try
        {
            var value = TrieProof.Lookup(header.StateRoot, Keccak256.Hash(contract.ToArray()), Nodes(nodes));
            check = new(AccountCheck, value is not null, value is null ? $"block {header.Number} has no account {contract}" : null);
            return value is { } encoded ? StateAccount.Decode(encoded) : null;
        }
        catch (FormatException e)
        {
            check = new(AccountCheck, false, e.Message);
            return null;
        }
    }

    private static ProofCheck CheckStorage(StateAccount account, BatchRecord batch, IReadOnlyList<string> nodes)
    {
        try
        {
            var slot = ProofChain.SlotOf(batch.Certifier, batch.Number);
            var value = TrieProof.Lookup(account.StorageRoot, Keccak256.Hash(slot.ToArray()), Nodes(nodes));
            // The trie has the RLP of the number that the slot holds: without its leading zeros.
            var expected = batch.Hash();
            var number = new BigInteger(expected.ToArray(), isUnsigned: true, isBigEndian: true);
            var held = value is { } encoded && encoded.Span.SequenceEqual(Rlp.Encode(number));
            return new(StorageCheck, held, held ? null : $"the slot of batch {batch.Number} of {batch.Certifier} does not hold {expected}");
        }
        catch (FormatException e)
        {
            return new(StorageCheck, false, e.Message);
        }
    }

    internal static List<ReadOnlyMemory<byte>> Nodes(IReadOnlyList<string> texts) => [.. texts.Select(text => (ReadOnlyMemory<byte>)ProofText.Bytes(text))];
}
