// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// @title Records of several streams of one provider, sorted, with their index and their trees
/// @notice Hashes member by member and by the recursive tree: independent of what it is the judge of.
library ProvenBatch {
    struct Proven {
        IDataCertification.Record[] records;
        IDataCertification.IndexEntry[] entries;
        bytes32[] leaves;
        bytes32[] entryLeaves;
    }

    /// @dev What `verifyRange` takes.
    struct RangeProof {
        IDataCertification.Batch batch;
        IDataCertification.Record[] records;
        uint32 firstPosition;
        bytes32[] path;
        IDataCertification.IndexEntry entry;
        uint32 entryPosition;
        uint32 entryCount;
        bytes32[] entryPath;
    }

    /// @notice A batch of streams of these many records each, whose sequences ascend with gaps.
    function ofStreams(address provider, uint32[] memory counts, uint256 seed) internal pure returns (Proven memory proven) {
        uint32 total = 0;
        for (uint256 stream = 0; stream < counts.length; ++stream) {
            total += counts[stream];
        }
        proven.records = new IDataCertification.Record[](total);
        proven.leaves = new bytes32[](total);
        proven.entries = new IDataCertification.IndexEntry[](counts.length);
        proven.entryLeaves = new bytes32[](counts.length);
        uint32 position = 0;
        for (uint256 stream = 0; stream < counts.length; ++stream) {
            _addStream(proven, stream, position, counts[stream], provider, seed);
            position += counts[stream];
        }
    }

    function recordPath(Proven memory proven, uint32 position) internal pure returns (bytes32[] memory) {
        return RecursiveTree.pathOf(proven.leaves, position);
    }

    function rangeProof(Proven memory proven, IDataCertification.Batch memory batch, uint256 stream, uint32 skipped, uint32 length)
        internal
        pure
        returns (RangeProof memory proof)
    {
        proof.batch = batch;
        proof.entry = proven.entries[stream];
        proof.entryPosition = SafeCast.toUint32(stream);
        proof.entryCount = SafeCast.toUint32(proven.entries.length);
        proof.entryPath = RecursiveTree.pathOf(proven.entryLeaves, stream);
        proof.firstPosition = proof.entry.firstPosition + skipped;
        proof.path = RecursiveTree.rangePathOf(proven.leaves, proof.firstPosition, length);
        proof.records = new IDataCertification.Record[](length);
        for (uint256 index = 0; index < length; ++index) {
            proof.records[index] = proven.records[proof.firstPosition + index];
        }
    }

    function _addStream(Proven memory proven, uint256 stream, uint32 position, uint32 count, address provider, uint256 seed) private pure {
        bytes32 name = bytes32(stream + 1);
        uint64 sequence = 0;
        for (uint32 index = 0; index < count; ++index) {
            bytes32 random = keccak256(abi.encode(seed, stream, index));
            sequence += 1 + (uint256(random) & 3 == 0 ? 2 : 0);
            proven.records[position + index] = IDataCertification.Record({
                version: 1, kind: 1, provider: provider, stream: name, sequence: sequence, content: random, salt: keccak256(abi.encode(random)), origin: 0
            });
            proven.leaves[position + index] = _leafOf(proven.records[position + index]);
        }
        IDataCertification.IndexEntry memory entry = IDataCertification.IndexEntry({
            provider: provider, stream: name, firstSequence: proven.records[position].sequence, lastSequence: sequence, firstPosition: position, count: count
        });
        proven.entries[stream] = entry;
        proven.entryLeaves[stream] = _entryLeafOf(entry);
    }

    function _leafOf(IDataCertification.Record memory record) private pure returns (bytes32) {
        bytes memory head = abi.encode(record.version, record.kind, record.provider, record.stream, record.sequence);
        return keccak256(bytes.concat(hex"00", keccak256(bytes.concat(head, abi.encode(record.content, record.salt, record.origin)))));
    }

    function _entryLeafOf(IDataCertification.IndexEntry memory entry) private pure returns (bytes32) {
        bytes memory head = abi.encode(entry.provider, entry.stream, entry.firstSequence);
        return keccak256(bytes.concat(hex"02", head, abi.encode(entry.lastSequence, entry.firstPosition, entry.count)));
    }
}
