// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";

/// @title What every test of the certification starts from: an AccessManager that the test administers, and deployments under it
abstract contract CertificationTest {
    AccessManager internal manager = new AccessManager(address(this));

    function deploy(IDataCertification predecessor) internal returns (DataCertification certification) {
        certification = new DataCertification(address(manager), predecessor);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IDataCertification.certify.selector;
        manager.setTargetFunctionRole(address(certification), selectors, Roles.CERTIFIER);
    }

    /// @dev Turns any batch into one that is valid as the certifier's `number`-th after `previous`.
    function makeValid(IDataCertification.Batch memory batch, uint64 number, bytes32 previous) internal pure {
        batch.number = number;
        batch.previous = previous;
        if (batch.count == 0) batch.count = 1;
        if (batch.from > batch.to) (batch.from, batch.to) = (batch.to, batch.from);
        batch.flags &= 1;
    }

    /// @dev The record as the format defines it, member by member and not as a struct.
    function recordOfMembers(IDataCertification.Batch memory batch) internal pure returns (bytes32) {
        bytes memory head = abi.encode(batch.previous, batch.certifier, batch.number, batch.root, batch.count);
        bytes memory tail = abi.encode(batch.indexRoot, batch.from, batch.to, batch.closed, batch.flags);
        return keccak256(bytes.concat(head, tail));
    }
}
