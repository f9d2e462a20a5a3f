// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {VM} from "../IVm.sol";
import {SubscriptionActors} from "./SubscriptionActors.sol";

contract SubscriptionRegistryInvariants {
    SubscriptionActors private _actors;

    function setUp() public {
        VM.warp(1_767_225_600);
        _actors = new SubscriptionActors();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    /// @dev After every call: the declaration that it was about.
    function invariant_aDeclarationIsWhatItsChangesSay() public view {
        if (_actors.idCount() > 0) _requireHistory(_actors.lastTouched());
    }

    /// @dev After every run: all of them.
    function afterInvariant() public view {
        for (uint256 index = 0; index < _actors.idCount(); ++index) {
            _requireHistory(_actors.idAt(index));
        }
    }

    /// @dev Asks around every moment at which the answer may change.
    function _requireHistory(bytes32 id) private view {
        SubscriptionActors.Model memory model = _actors.modelOf(id);
        ISubscriptionRegistry.Declaration memory declaration = _actors.registry().declarationOf(id);
        VM.assertEq(uint256(declaration.status), uint256(_actors.expectedAt(id, uint48(block.timestamp))));
        VM.assertEq(declaration.requestedAt, model.changes[0].time);

        _requireStatusAround(id, model, model.notBefore);
        _requireStatusAround(id, model, model.expiry);
        for (uint256 index = 0; index < model.changes.length; ++index) {
            _requireStatusAround(id, model, model.changes[index].time);
        }
        _requireStatus(id, model, uint48(block.timestamp));
    }

    function _requireStatusAround(bytes32 id, SubscriptionActors.Model memory model, uint48 time) private view {
        uint256 passed = Math.min(time + 1, block.timestamp);
        for (uint48 asked = time - 1; asked <= passed; ++asked) {
            _requireStatus(id, model, asked);
        }
    }

    function _requireStatus(bytes32 id, SubscriptionActors.Model memory model, uint48 time) private view {
        ISubscriptionRegistry registry = _actors.registry();
        ISubscriptionRegistry.Status expected = _actors.expectedAt(id, time);

        VM.assertEq(uint256(registry.statusAt(id, time)), uint256(expected));
        VM.assertEq(registry.isActive(id, time), expected == ISubscriptionRegistry.Status.Accepted && time >= model.notBefore);
    }
}
