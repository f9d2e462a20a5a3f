using System.Numerics;
using Platone.Certification.Blocks;
using Platone.Certification.Tests.Blocks;
using Platone.Cryptography;

namespace Platone.Certification.Tests;

/// <summary>A QBFT chain of which one block is known: its state has a contract that holds batch records, among other accounts and slots.</summary>
sealed class ProvenChain
{
    private readonly SealedHeader _header;
    private readonly ReferenceTrie _accounts;
    private readonly ReferenceTrie _slots;

    private readonly BatchRecord _record;

    public ProvenChain(BatchRecord record, int otherAccounts = 20, int otherSlots = 20, int validators = 4, params IReadOnlyList<RegisteredKey> keys)
    {
        _record = record;
        var random = new Random(17);
        var slots = Enumerable.Range(0, otherSlots).Select(_ => (random.NextHash().ToArray(), Rlp.Encode(Number(random.NextHash()))));
        _slots = new([.. slots, (SlotKey(record), Rlp.Encode(Number(record.Hash()))), .. keys.Select(key => (SlotKey(key.Signer), Rlp.Encode(key.Slot)))]);
        var accounts = Enumerable.Range(0, otherAccounts).Select(_ => (random.NextHash().ToArray(), Account(0, random.NextHash())));
        _accounts = new([.. accounts, (Keccak256.Hash(Contract.ToArray()).ToArray(), Account(1, _slots.Root))]);
        _header = new(validators) { StateRoot = _accounts.Root };
        Validators = new(_header.Validators);
        Proof = new(
            31337, Contract.ToString(), Hex.Encode(_header.SealedBy([.. Enumerable.Range(0, Validators.Quorum)])),
            [.. _accounts.Prove(Keccak256.Hash(Contract.ToArray()).ToArray()).Select(node => Hex.Encode(node.Span))],
            Nodes(SlotKey(record)));
    }

    public static Address Contract { get; } = Address.Parse("0x5fbdb2315678afecb367f032d93f642f64180aa3");

    public ProofChain Proof { get; }

    public Hash256 BlockHash => _header.BlockHash;

    public QbftTrust Validators { get; }

    /// <summary>With the proofs of keys, without the nodes that they have in common with the batch's, node by node.</summary>
    public ProofChain ProofOf(params IReadOnlyList<SigningDevice> signers) => signers.Count == 0 ? Proof : Proof with
    {
        Devices =
            [.. signers.OrderBy(signer => signer.Device).Select(signer => (IReadOnlyList<string>)[.. Nodes(SlotKey(signer)).Except(Nodes(SlotKey(_record)))])],
    };

    /// <summary>The whole proof of a key, as a node tells it.</summary>
    public string[] Nodes(SigningDevice signer) => Nodes(SlotKey(signer));

    /// <summary>The same block with other seals: by the validators at these places.</summary>
    public ProofChain SealedBy(params int[] places) => Proof with { Header = Hex.Encode(_header.SealedBy(places)) };

    private string[] Nodes(byte[] key) => [.. _slots.Prove(key).Select(node => Hex.Encode(node.Span))];

    private static byte[] SlotKey(SigningDevice signer) => Keccak256.Hash(signer.Slot().ToArray()).ToArray();

    private static byte[] SlotKey(BatchRecord record) => Keccak256.Hash(ProofChain.SlotOf(record.Certifier, record.Number).ToArray()).ToArray();

    private static BigInteger Number(Hash256 hash) => new(hash.ToArray(), isUnsigned: true, isBigEndian: true);

    private static byte[] Account(ulong nonce, Hash256 storageRoot) => Rlp.EncodeList(
        Rlp.Encode(nonce), Rlp.Encode(BigInteger.Zero), Rlp.Encode(storageRoot.ToArray()), Rlp.Encode(Keccak256.Hash("code"u8).ToArray()));
}

/// <summary>A device's key as the contract has it.</summary>
/// <param name="Slot">The number that its slot holds.</param>
sealed record RegisteredKey(SigningDevice Signer, BigInteger Slot)
{
    public static RegisteredKey Of(SigningDevice signer, ulong since, ulong until = 0) => new(signer, since + ((BigInteger)until << 64));
}
