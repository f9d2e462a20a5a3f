// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {DeviceKeys} from "./DeviceKeys.sol";
import {IDataCertification} from "./IDataCertification.sol";
import {MerkleProofs} from "./MerkleProofs.sol";

/// @title Certification of batches of energy data, one storage slot per batch, and the keys of the devices that sign theirs
/// @notice Immutable. A new version is a new deployment that names the old one as its predecessor and continues every certifier's chain.
/// @dev `certify` is open to the callers that the AccessManager lets through (see Roles.CERTIFIER).
contract DataCertification is IDataCertification, DeviceKeys {
    /// @notice Version of this contract.
    string public constant VERSION = "1.2.0";

    /// @dev Every flag that has a meaning: 1 = late.
    uint8 private constant KNOWN_FLAGS = 1;

    /// @dev Version of the record format whose members are known here.
    uint8 private constant RECORD_VERSION = 1;

    /// @inheritdoc IDataCertification
    IDataCertification public immutable predecessor;

    /// @dev Slot 1. Proofs of storage rely on the place: a record lies at keccak256(number . keccak256(certifier . 1)), in words of 32 bytes.
    mapping(address certifier => mapping(uint64 number => bytes32 record)) private _records;

    /// @dev First number that a certifier certified in this deployment; kept only where there is a predecessor. From this number on the
    /// predecessor is not asked any more: what is still certified there cannot change, or get in the way of, what is certified here.
    mapping(address certifier => uint64 number) private _firstHere;

    /// @dev Slot 3. Proofs of storage rely on the place: a key lies at keccak256(device . keccak256(provider . 3)), in words of 32 bytes.
    DeviceKeys.Devices private _deviceKeys;

    /// @notice Deploys the contract, with or without a predecessor.
    /// @param initialAuthority the AccessManager that says who may certify
    /// @param predecessorDeployment the deployment to continue, or zero
    constructor(address initialAuthority, IDataCertification predecessorDeployment) AccessManaged(initialAuthority) {
        // Code must stand there already: so predecessors form a line that ends, never a ring.
        if (address(predecessorDeployment) != address(0) && address(predecessorDeployment).code.length == 0) {
            revert PredecessorWithoutCode(address(predecessorDeployment));
        }
        predecessor = predecessorDeployment;
    }

    /// @inheritdoc IDataCertification
    function certify(Batch calldata batch) external restricted {
        _requireValid(batch);
        _requireNext(batch);

        bytes32 record = keccak256(abi.encode(batch));
        if (address(predecessor) != address(0) && _firstHere[batch.certifier] == 0) {
            _firstHere[batch.certifier] = batch.number;
        }
        _records[batch.certifier][batch.number] = record;
        emit BatchCertified(batch.certifier, batch.number, record, batch);
    }

    /// @inheritdoc IDataCertification
    function verifyRecord(Batch calldata batch, Record calldata record, uint32 position, bytes32[] calldata path) external view returns (bool) {
        if (record.version != RECORD_VERSION || !isCertified(batch)) return false;
        return MerkleProofs.proves(_leafOf(record), position, batch.count, path, batch.root);
    }

    /// @inheritdoc IDataCertification
    function verifyRange(
        Batch calldata batch,
        Record[] calldata records,
        uint32 firstPosition,
        bytes32[] calldata path,
        IndexEntry calldata entry,
        uint32 entryPosition,
        uint32 entryCount,
        bytes32[] calldata entryPath
    ) external view returns (bool) {
        if (!_areOfStream(records, entry) || !_fitsEntry(batch.count, records, firstPosition, entry) || !isCertified(batch)) {
            return false;
        }
        if (!_isInIndex(batch.indexRoot, entry, entryPosition, entryCount, entryPath)) return false;
        return _areInBatch(batch, records, firstPosition, path);
    }

    /// @inheritdoc IDataCertification
    function isCertified(Batch calldata batch) public view returns (bool) {
        return recordOf(batch.certifier, batch.number) == keccak256(abi.encode(batch));
    }

    /// @inheritdoc IDataCertification
    function recordOf(address certifier, uint64 number) public view returns (bytes32) {
        bytes32 record = _records[certifier][number];
        if (record != bytes32(0) || address(predecessor) == address(0)) return record;

        uint64 first = _firstHere[certifier];
        if (first != 0 && number >= first) return bytes32(0);
        return predecessor.recordOf(certifier, number);
    }

    /// @notice Where the keys are kept.
    function _devices() internal view override returns (DeviceKeys.Devices storage) {
        return _deviceKeys;
    }

    /// @dev What a batch must be in itself.
    function _requireValid(Batch calldata batch) private view {
        if (batch.certifier != msg.sender) revert NotTheCertifier(batch.certifier, msg.sender);
        if (batch.number == 0) revert BatchNumberZero(batch.certifier);
        if (batch.count == 0) revert EmptyBatch(batch.certifier, batch.number);
        if (batch.from > batch.to) revert InvalidInterval(batch.from, batch.to);
        if ((batch.flags & ~KNOWN_FLAGS) != 0) revert UnknownFlags(batch.flags);
    }

    /// @dev A batch must be the next of its certifier's chain.
    function _requireNext(Batch calldata batch) private view {
        bytes32 existing = recordOf(batch.certifier, batch.number);
        if (existing != bytes32(0)) revert AlreadyCertified(batch.certifier, batch.number, existing);

        bytes32 expected;
        if (batch.number > 1) {
            expected = recordOf(batch.certifier, batch.number - 1);
            if (expected == bytes32(0)) revert PreviousBatchMissing(batch.certifier, batch.number - 1);
        }
        if (batch.previous != expected) revert WrongPrevious(batch.previous, expected);
    }

    /// @dev At least one record, all of the entry's stream, with sequences that ascend.
    function _areOfStream(Record[] calldata records, IndexEntry calldata entry) private pure returns (bool) {
        if (records.length == 0) return false;

        for (uint256 index = 0; index < records.length; ++index) {
            Record calldata record = records[index];
            if (record.version != RECORD_VERSION || record.provider != entry.provider || record.stream != entry.stream) return false;
            if (index > 0 && record.sequence <= records[index - 1].sequence) return false;
        }
        return true;
    }

    /// @dev The positions lie within the entry's, and these in the batch. Sequences ascend with the positions, so those at the entry's ends are its
    /// first and its last one.
    function _fitsEntry(uint32 batchCount, Record[] calldata records, uint32 firstPosition, IndexEntry calldata entry) private pure returns (bool) {
        uint256 end = firstPosition + records.length;
        uint256 entryEnd = uint256(entry.firstPosition) + entry.count;
        if (firstPosition < entry.firstPosition || end > entryEnd || entryEnd > batchCount) return false;

        uint64 first = records[0].sequence;
        if (firstPosition == entry.firstPosition ? first != entry.firstSequence : first <= entry.firstSequence) return false;
        uint64 last = records[records.length - 1].sequence;
        return end == entryEnd ? last == entry.lastSequence : last < entry.lastSequence;
    }

    /// @dev The count is the caller's claim, see the interface.
    function _isInIndex(bytes32 root, IndexEntry calldata entry, uint32 position, uint32 count, bytes32[] calldata path) private pure returns (bool) {
        return MerkleProofs.proves(_leafOf(entry), position, count, path, root);
    }

    function _areInBatch(Batch calldata batch, Record[] calldata records, uint32 firstPosition, bytes32[] calldata path) private pure returns (bool) {
        bytes32[] memory leaves = new bytes32[](records.length);
        for (uint256 index = 0; index < leaves.length; ++index) {
            leaves[index] = _leafOf(records[index]);
        }
        return MerkleProofs.provesRange(leaves, firstPosition, batch.count, path, batch.root);
    }

    /// @dev Hashed twice and behind 0x00, so that no inner node passes for a record.
    function _leafOf(Record calldata record) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x00), keccak256(abi.encode(record))));
    }

    /// @dev Behind 0x02, so that neither an inner node nor a record passes for an entry.
    function _leafOf(IndexEntry calldata entry) private pure returns (bytes32) {
        return keccak256(bytes.concat(bytes1(0x02), abi.encode(entry)));
    }
}
