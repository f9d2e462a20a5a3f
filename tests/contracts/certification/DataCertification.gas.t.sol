// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";
import {ProvenBatch} from "./ProvenBatch.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// @title Gas of the certification, kept in snapshots/DataCertification.json
/// @dev Run with --isolate: then every call is a transaction of its own, with its intrinsic cost and its call data.
contract DataCertificationGas is CertificationTest {
    address private constant CERTIFIER = 0xF1E2D3C4B5a6978869504132231405f6e7d8C9ba;

    DataCertification private _certification;
    IDataCertification.Batch private _first;

    function setUp() public {
        manager.grantRole(Roles.CERTIFIER, CERTIFIER, 0);
        _certification = deploy(IDataCertification(address(0)));
        _first = _batch(1, bytes32(0));
        VM.prank(CERTIFIER);
        _certification.certify(_first);
    }

    function test_certify() public {
        IDataCertification.Batch memory second = _batch(2, recordOfMembers(_first));

        VM.prank(CERTIFIER);
        _certification.certify(second);
        VM.snapshotGasLastCall("DataCertification", "certify");
    }

    function test_certify_afterAPredecessor() public {
        DataCertification successor = deploy(_certification);
        IDataCertification.Batch memory second = _batch(2, recordOfMembers(_first));
        IDataCertification.Batch memory third = _batch(3, recordOfMembers(second));

        VM.prank(CERTIFIER);
        successor.certify(second);
        VM.snapshotGasLastCall("DataCertification", "certify: first after a predecessor");

        VM.prank(CERTIFIER);
        successor.certify(third);
        VM.snapshotGasLastCall("DataCertification", "certify: later ones after a predecessor");
    }

    function test_recordOf() public {
        _certification.recordOf(CERTIFIER, 1);
        VM.snapshotGasLastCall("DataCertification", "recordOf");
    }

    function test_isCertified() public {
        _certification.isCertified(_first);
        VM.snapshotGasLastCall("DataCertification", "isCertified");
    }

    function test_verifyRecord() public {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _certifyReadings();
        bytes32[] memory path = ProvenBatch.recordPath(proven, 4711);

        bool proved = _certification.verifyRecord(batch, proven.records[4711], 4711, path);
        VM.snapshotGasLastCall("DataCertification", "verifyRecord: one of 8192");
        VM.assertTrue(proved, "not proved");
    }

    function test_verifyRange() public {
        (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) = _certifyReadings();

        _measureRange(ProvenBatch.rangeProof(proven, batch, 40, 2, 1), "verifyRange: 1 record of 8192");
        _measureRange(ProvenBatch.rangeProof(proven, batch, 40, 2, 96), "verifyRange: 96 records of 8192");
    }

    function _measureRange(ProvenBatch.RangeProof memory proof, string memory name) private {
        bool proved = _certification.verifyRange(
            proof.batch, proof.records, proof.firstPosition, proof.path, proof.entry, proof.entryPosition, proof.entryCount, proof.entryPath
        );
        VM.snapshotGasLastCall("DataCertification", name);
        VM.assertTrue(proved, "not proved");
    }

    /// @dev A full batch: 81 streams of 100 readings, and one of 92.
    function _certifyReadings() private returns (ProvenBatch.Proven memory proven, IDataCertification.Batch memory batch) {
        uint32[] memory counts = new uint32[](82);
        for (uint256 index = 0; index < counts.length; ++index) {
            counts[index] = index == 81 ? 92 : 100;
        }
        proven = ProvenBatch.ofStreams(CERTIFIER, counts, 1);
        batch = _batch(2, recordOfMembers(_first));
        batch.root = RecursiveTree.rootOf(proven.leaves);
        batch.indexRoot = RecursiveTree.rootOf(proven.entryLeaves);
        VM.prank(CERTIFIER);
        _certification.certify(batch);
    }

    function _batch(uint64 number, bytes32 previous) private pure returns (IDataCertification.Batch memory) {
        return IDataCertification.Batch({
            previous: previous,
            certifier: CERTIFIER,
            number: number,
            root: keccak256("root"),
            count: 8192,
            indexRoot: keccak256("index root"),
            from: 1_767_225_600_123_456,
            to: 1_767_225_659_876_543,
            closed: 1_767_225_660_111_111,
            flags: 0
        });
    }
}
