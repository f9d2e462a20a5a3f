// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationActors} from "./CertificationActors.sol";

contract DataCertificationInvariants {
    CertificationActors private _actors;

    function setUp() public {
        _actors = new CertificationActors();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    /// @dev After every call: the last records are seen, and nothing behind them.
    function invariant_theEndOfEveryChainIsSeen() public view {
        _requireSeen(3);
    }

    /// @dev After every run: all records are seen. The lists only ever grow, so no record has changed or vanished.
    function afterInvariant() public view {
        _requireSeen(type(uint64).max);
    }

    function _requireSeen(uint64 newest) private view {
        for (uint256 deployment = 0; deployment < _actors.DEPLOYMENTS(); ++deployment) {
            for (uint256 index = 0; index < _actors.certifierCount(); ++index) {
                _requireSeen(deployment, _actors.certifiers(index), newest);
            }
        }
    }

    function _requireSeen(uint256 deployment, address certifier, uint64 newest) private view {
        IDataCertification certification = _actors.deployments(deployment);
        uint64 last = _actors.lastNumber(deployment, certifier);
        VM.assertEq(certification.recordOf(certifier, 0), bytes32(0));
        for (uint64 number = last > newest ? last - newest + 1 : 1; number <= last; ++number) {
            VM.assertEq(certification.recordOf(certifier, number), _actors.record(deployment, certifier, number));
        }
        for (uint64 beyond = 1; beyond <= 3; ++beyond) {
            VM.assertEq(certification.recordOf(certifier, last + beyond), bytes32(0));
        }
    }
}
