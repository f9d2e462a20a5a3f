// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICertificationBond} from "../../../contracts/certification/ICertificationBond.sol";

/// @title A payee that calls back for more while it is being paid
contract ReturningPayee {
    ICertificationBond private immutable _bond;

    /// @notice How it was refused, call by call.
    bytes[] public refusals;

    constructor(ICertificationBond bond) {
        _bond = bond;
    }

    receive() external payable {
        try _bond.withdrawCredit() {}
        catch (bytes memory reason) {
            refusals.push(reason);
        }
        try _bond.withdraw() {}
        catch (bytes memory reason) {
            refusals.push(reason);
        }
    }

    function announceWithdrawal() external {
        _bond.announceWithdrawal();
    }

    function withdraw() external {
        _bond.withdraw();
    }

    function withdrawCredit() external {
        _bond.withdrawCredit();
    }
}
