// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";

/// @title Certifiers who certify right and wrong batches in two deployments, the second of which continues the first
/// @notice Beside the contracts it keeps a model: for each deployment and certifier the list of records that an observer must see. Every call's
/// outcome, success or the exact error, is predicted from the model alone.
contract CertificationActors is CertificationTest {
    uint256 public constant DEPLOYMENTS = 2;

    /// @dev Ways to spoil a batch that would have been the right one.
    enum Fault {
        None,
        AnotherCertifier,
        NumberZero,
        NoLeaves,
        EndsBeforeItBegins,
        UnknownFlags,
        NumberAgain,
        Gap,
        WrongPrevious
    }

    DataCertification[DEPLOYMENTS] public deployments;
    address[] public certifiers = [address(0xC1), address(0xC2), address(0xC3)];

    mapping(address certifier => bool) private _hasMoved;
    mapping(uint256 deployment => mapping(address certifier => bytes32[])) private _seen;

    constructor() {
        deployments[0] = deploy(IDataCertification(address(0)));
        deployments[1] = deploy(deployments[0]);
    }

    /// @notice The number of the last record that must be seen in a deployment; 0 if there is none.
    function lastNumber(uint256 deployment, address certifier) external view returns (uint64) {
        return uint64(_seen[deployment][certifier].length);
    }

    /// @notice The record that must be seen under a number.
    function record(uint256 deployment, address certifier, uint64 number) external view returns (bytes32) {
        return _recordOf(_seen[deployment][certifier], number);
    }

    function certifierCount() external view returns (uint256) {
        return certifiers.length;
    }

    function certify(uint256 where, uint256 who, IDataCertification.Batch memory batch, uint256 faultSeed, uint256 roleSeed) external {
        uint256 deployment = where % DEPLOYMENTS;
        address caller = certifiers[who % certifiers.length];
        bool hasRole = roleSeed % 8 != 0;
        _setRole(caller, hasRole);

        bytes32[] storage chain = _seen[deployment][caller];
        batch.certifier = caller;
        makeValid(batch, uint64(chain.length + 1), _recordOf(chain, chain.length));
        bytes memory refusal = _spoil(batch, _faultOf(faultSeed), chain);
        if (!hasRole) refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller);

        VM.prank(caller);
        try deployments[deployment].certify(batch) {
            VM.assertTrue(refusal.length == 0, "was certified");
            _remember(deployment, caller, recordOfMembers(batch));
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    /// @dev Half of the batches stay right, so that the chains grow.
    function _faultOf(uint256 seed) private pure returns (Fault) {
        uint256 faults = uint256(type(Fault).max) + 1;
        return seed % 2 == 0 ? Fault.None : Fault((seed / 2) % faults);
    }

    /// @return refusal the error that must follow; empty if the batch is still right
    function _spoil(IDataCertification.Batch memory batch, Fault fault, bytes32[] storage chain) private view returns (bytes memory refusal) {
        if (fault == Fault.AnotherCertifier) {
            address caller = batch.certifier;
            batch.certifier = address(this);
            return abi.encodeWithSelector(IDataCertification.NotTheCertifier.selector, batch.certifier, caller);
        }
        if (fault == Fault.NumberZero) {
            batch.number = 0;
            return abi.encodeWithSelector(IDataCertification.BatchNumberZero.selector, batch.certifier);
        }
        if (fault == Fault.NoLeaves) {
            batch.count = 0;
            return abi.encodeWithSelector(IDataCertification.EmptyBatch.selector, batch.certifier, batch.number);
        }
        if (fault == Fault.EndsBeforeItBegins && batch.from != batch.to) {
            (batch.from, batch.to) = (batch.to, batch.from);
            return abi.encodeWithSelector(IDataCertification.InvalidInterval.selector, batch.from, batch.to);
        }
        if (fault == Fault.UnknownFlags) {
            batch.flags |= 2;
            return abi.encodeWithSelector(IDataCertification.UnknownFlags.selector, batch.flags);
        }
        if (fault == Fault.NumberAgain && chain.length > 0) {
            batch.number = uint64(1 + uint256(batch.root) % chain.length);
            bytes32 existing = _recordOf(chain, batch.number);
            return abi.encodeWithSelector(IDataCertification.AlreadyCertified.selector, batch.certifier, batch.number, existing);
        }
        if (fault == Fault.Gap) {
            batch.number += 1 + uint64(uint256(batch.root) % 3);
            return abi.encodeWithSelector(IDataCertification.PreviousBatchMissing.selector, batch.certifier, batch.number - 1);
        }
        if (fault == Fault.WrongPrevious) {
            bytes32 expected = batch.previous;
            batch.previous = bytes32(uint256(expected) ^ 1);
            return abi.encodeWithSelector(IDataCertification.WrongPrevious.selector, batch.previous, expected);
        }
        return "";
    }

    /// @dev What is certified in the first deployment is seen in the second too, until the certifier certifies there for the first time.
    function _remember(uint256 deployment, address certifier, bytes32 certified) private {
        _seen[deployment][certifier].push(certified);
        if (deployment == 0 && !_hasMoved[certifier]) _seen[1][certifier].push(certified);
        if (deployment == 1) _hasMoved[certifier] = true;
    }

    function _recordOf(bytes32[] storage chain, uint256 number) private view returns (bytes32) {
        return number == 0 ? bytes32(0) : chain[number - 1];
    }

    function _setRole(address certifier, bool granted) private {
        if (granted) manager.grantRole(Roles.CERTIFIER, certifier, 0);
        else manager.revokeRole(Roles.CERTIFIER, certifier);
    }
}
