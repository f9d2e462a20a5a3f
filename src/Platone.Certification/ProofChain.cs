using System.Text.Json.Serialization;
using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>
/// What ties a batch record's hash to one block: the contract's account in the state of that block, and the slot in the contract's storage, each with its
/// trie nodes from the root down as <c>eth_getProof</c> (EIP-1186) gives them. Nothing else has to be asked for, and no node has to remember the block.
/// </summary>
/// <param name="DataCertification">The contract that holds the record: the deployment's own, or a predecessor of it.</param>
/// <param name="Header">The block's header, RLP-encoded; of a QBFT chain with exactly a quorum of commit seals.</param>
/// <param name="Account">From the header's state root to the contract's account.</param>
/// <param name="Storage">From the account's storage root to the record's slot.</param>
/// <param name="Devices">
/// Of each key that signed a reading of the proof, in the order of their addresses: from the storage root to the key's slot, without the nodes that
/// <paramref name="Storage"/> begins with and that are on this way too. Absent where nothing is signed.
/// </param>
public sealed record ProofChain(
    ulong ChainId, string DataCertification, string Header, IReadOnlyList<string> Account, IReadOnlyList<string> Storage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(DeviceNodes))]
    IReadOnlyList<IReadOnlyList<string>>? Devices = null)
{
    /// <summary>The contract's mapping of records: <c>_records</c> is its slot 1, by certifier and number.</summary>
    private const ulong RecordsSlot = 1;

    /// <summary>Where <c>DataCertification</c> keeps a batch record's hash.</summary>
    public static Hash256 SlotOf(Address certifier, ulong number) => StorageSlot.Number(RecordsSlot).Of(certifier).Of(number).Place;
}
