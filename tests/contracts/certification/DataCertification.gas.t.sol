// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";

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
