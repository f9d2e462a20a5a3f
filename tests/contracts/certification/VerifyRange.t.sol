// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";
import {ProvenBatch} from "./ProvenBatch.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// forge-config: long.fuzz.runs = 5000
contract VerifyRangeTest is CertificationTest {
    address private constant CERTIFIER = 0xF1E2D3C4B5a6978869504132231405f6e7d8C9ba;
    address private constant PROVIDER = 0x4875547763BC2cE9dfDF7EcDBB8e0457C3d7dAC1;

    /// @dev Of the words of `verifyRange`'s arguments, from 0: the claimed number of entries.
    uint256 private constant ENTRY_COUNT_WORD = 20;

    DataCertification private _certification;

    function setUp() public {
        _certification = deploy(IDataCertification(address(0)));
        manager.grantRole(Roles.CERTIFIER, CERTIFIER, 0);
    }

    function testFuzz_verifyRange_isTrueForEveryRangeOfAStream(uint256 seed) public {
        VM.assertEq(_answer(_rangeCall(_anyRange(seed))), true);
    }

    function testFuzz_verifyRange_isNeverTrueWhenAnyBitIsChanged(uint256 seed, uint256 bit) public {
        bytes memory data = _rangeCall(_anyRange(seed));
        bit %= (data.length - 4) * 8;
        VM.assume(bit / 256 != ENTRY_COUNT_WORD);
        data[4 + bit / 8] ^= bytes1(SafeCast.toUint8(2 ** (bit % 8)));

        VM.assertEq(_answer(data), false);
    }

    function testFuzz_verifyRange_isFalseOfAnotherStreamsEntry(uint256 seed, uint256 other) public {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _anyBatch(seed);
        VM.assume(proven.entries.length > 1);
        ProvenBatch.RangeProof memory proof = _rangeOf(proven, batch, seed);
        other %= proven.entries.length;
        VM.assume(other != proof.entryPosition);

        proof.entry = proven.entries[other];
        proof.entryPosition = SafeCast.toUint32(other);
        proof.entryPath = RecursiveTree.pathOf(proven.entryLeaves, other);

        VM.assertEq(_answer(_rangeCall(proof)), false);
    }

    function testFuzz_verifyRange_isFalseAcrossStreams(uint256 seed) public {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _anyBatch(seed);
        VM.assume(proven.entries.length > 1);
        uint32 count = proven.entries[0].count;

        ProvenBatch.RangeProof memory proof = ProvenBatch.rangeProof(proven, batch, 0, count - 1, 2);
        VM.assertEq(_answer(_rangeCall(proof)), false);
    }

    function testFuzz_verifyRange_claimsOfTheEntrysPlaceProveNoOtherEntry(uint256 seed, uint256 position, uint256 count, uint64 lastSequence) public {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _anyBatch(seed);
        ProvenBatch.RangeProof memory proof = _rangeOf(proven, batch, seed);
        VM.assume(lastSequence != proof.entry.lastSequence);
        proof.entry.lastSequence = lastSequence;
        proof.entryCount = SafeCast.toUint32(1 + count % 10);
        proof.entryPosition = SafeCast.toUint32(position % proof.entryCount);

        VM.assertEq(_answer(_rangeCall(proof)), false);
    }

    function testFuzz_verifyRecord_isTrueForEveryRecord(uint256 seed, uint256 position) public {
        VM.assertEq(_answer(_recordCall(seed, position)), true);
    }

    function testFuzz_verifyRecord_isNeverTrueWhenAnyBitIsChanged(uint256 seed, uint256 position, uint256 bit) public {
        bytes memory data = _recordCall(seed, position);
        bit %= (data.length - 4) * 8;
        data[4 + bit / 8] ^= bytes1(SafeCast.toUint8(2 ** (bit % 8)));

        VM.assertEq(_answer(data), false);
    }

    /// @dev False also for what is no encoding of the arguments, to which the contract has no answer.
    function _answer(bytes memory data) private view returns (bool) {
        (bool answered, bytes memory answer) = address(_certification).staticcall(data);
        return answered && abi.decode(answer, (bool));
    }

    function _recordCall(uint256 seed, uint256 position) private returns (bytes memory) {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _anyBatch(seed);
        uint32 place = SafeCast.toUint32(position % proven.records.length);
        bytes32[] memory path = ProvenBatch.recordPath(proven, place);
        return abi.encodeCall(IDataCertification.verifyRecord, (batch, proven.records[place], place, path));
    }

    function _rangeCall(ProvenBatch.RangeProof memory proof) private pure returns (bytes memory) {
        return abi.encodeCall(
            IDataCertification.verifyRange,
            (proof.batch, proof.records, proof.firstPosition, proof.path, proof.entry, proof.entryPosition, proof.entryCount, proof.entryPath)
        );
    }

    function _anyRange(uint256 seed) private returns (ProvenBatch.RangeProof memory) {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _anyBatch(seed);
        return _rangeOf(proven, batch, seed);
    }

    function _rangeOf(ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch, uint256 seed)
        private
        pure
        returns (ProvenBatch.RangeProof memory)
    {
        uint256 stream = _drawn(seed, "stream") % proven.entries.length;
        uint32 count = proven.entries[stream].count;
        uint32 skipped = SafeCast.toUint32(_drawn(seed, "skipped") % count);
        uint32 length = 1 + SafeCast.toUint32(_drawn(seed, "length") % (count - skipped));
        return ProvenBatch.rangeProof(proven, batch, stream, skipped, length);
    }

    /// @dev One to six streams of one to twelve records, certified.
    function _anyBatch(uint256 seed) private returns (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) {
        uint32[] memory counts = new uint32[](1 + _drawn(seed, "streams") % 6);
        for (uint256 index = 0; index < counts.length; ++index) {
            counts[index] = 1 + SafeCast.toUint32(_drawn(seed, bytes32(index)) % 12);
        }
        proven = ProvenBatch.ofStreams(PROVIDER, counts, seed);
        batch.certifier = CERTIFIER;
        batch.root = RecursiveTree.rootOf(proven.leaves);
        batch.count = SafeCast.toUint32(proven.leaves.length);
        batch.indexRoot = RecursiveTree.rootOf(proven.entryLeaves);
        makeValid(batch, 1, bytes32(0));
        VM.prank(CERTIFIER);
        _certification.certify(batch);
    }

    function _drawn(uint256 seed, bytes32 purpose) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, purpose)));
    }
}
