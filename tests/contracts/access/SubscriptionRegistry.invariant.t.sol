// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {VM} from "../IVm.sol";
import {SubscriptionActors} from "./SubscriptionActors.sol";
import {SubscriptionModel} from "./SubscriptionModel.sol";

contract SubscriptionRegistryInvariants {
    uint256 private constant STEPS = 40;

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

    /// @dev Asked of the contract alone, in its own terms.
    function invariant_nobodyIsActiveWithoutADeclarationThatStands() public view {
        ISubscriptionRegistry registry = _actors.registry();
        for (uint256 index = 0; index < _actors.idCount(); ++index) {
            bytes32 id = _actors.idAt(index);
            if (registry.isActive(id, uint48(block.timestamp))) _requireStanding(registry, registry.declarationOf(id));
        }
    }

    function invariant_finalStatesNeverChange() public view {
        for (uint256 index = 0; index < _actors.idCount(); ++index) {
            bytes32 id = _actors.idAt(index);
            ISubscriptionRegistry.Status end = _actors.endOf(id);
            if (end != ISubscriptionRegistry.Status.None) VM.assertEq(uint256(_actors.registry().statusOf(id)), uint256(end));
        }
    }

    /// @dev A number is used by each signed call that succeeds, and by nothing else; an epoch ends with each revocation of all.
    function invariant_numbersCount() public view {
        for (uint256 index = 0; index < _actors.ACTORS(); ++index) {
            address actor = _actors.actor(index);
            VM.assertEq(_actors.registry().nonces(actor), _actors.nonceOf(actor));
            VM.assertEq(_actors.registry().epochOf(actor, address(0)), _actors.revocationsOf(actor, address(0)));
            for (uint256 other = 0; other < _actors.ACTORS(); ++other) {
                address consumer = _actors.actor(other);
                VM.assertEq(_actors.registry().epochOf(actor, consumer), _actors.revocationsOf(actor, consumer));
            }
        }
    }

    /// @dev After every run: all of them.
    function afterInvariant() public view {
        _requireHistories();
    }

    /// @dev The same after sequences that are drawn evenly, with several epochs in each.
    /// forge-config: long.fuzz.runs = 5000
    function testFuzz_aDeclarationIsWhatItsChangesSay_afterAnySequence(uint256 seed) public {
        for (uint256 step = 0; step < STEPS; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _act(seed % 16, seed >> 4, seed >> 68, seed >> 132, seed >> 196);
        }

        _requireHistories();
    }

    /// @dev Requests and acceptances more often than what ends them.
    function _act(uint256 what, uint256 first, uint256 second, uint256 third, uint256 how) private {
        if (what < 5) _actors.request(first, second, third, third >> 8, how);
        else if (what < 10) _actors.accept(first, second, how);
        else if (what == 10) _actors.reject(first, second, how);
        else if (what == 11) _actors.revoke(first, second, how);
        else if (what == 12) _actors.renounce(first, second, how);
        else if (what == 13) _actors.revokeAllOf(first, second, how);
        else if (what == 14) _actors.revokeEverything(first, how);
        else _actors.setDelegate(first, second, third, how);
    }

    function _requireStanding(ISubscriptionRegistry registry, ISubscriptionRegistry.Declaration memory declaration) private view {
        VM.assertEq(uint256(declaration.status), uint256(ISubscriptionRegistry.Status.Accepted));
        uint48 time = uint48(block.timestamp);
        VM.assertTrue(declaration.decidedAt != 0 && declaration.decidedAt <= time, "not accepted");
        VM.assertTrue(declaration.notBefore <= time && time < declaration.expiry, "not its time");
        VM.assertEq(declaration.revokedAt, 0);
        VM.assertEq(declaration.consumerEpoch, registry.epochOf(declaration.provider, declaration.consumer));
        VM.assertEq(declaration.generalEpoch, registry.epochOf(declaration.provider, address(0)));
    }

    function _requireHistories() private view {
        for (uint256 index = 0; index < _actors.idCount(); ++index) {
            _requireHistory(_actors.idAt(index));
        }
    }

    /// @dev Asks around every moment at which the answer may change.
    function _requireHistory(bytes32 id) private view {
        SubscriptionModel.Model memory model = _actors.modelOf(id);
        _requireTimes(id, model);

        _requireStatusAround(id, model, model.notBefore);
        _requireStatusAround(id, model, model.expiry);
        for (uint256 index = 0; index < model.changes.length; ++index) {
            _requireStatusAround(id, model, model.changes[index].time);
        }
        _requireStatus(id, model, uint48(block.timestamp));
    }

    /// @dev The declaration as of now has the times of its changes, whoever made them.
    function _requireTimes(bytes32 id, SubscriptionModel.Model memory model) private view {
        ISubscriptionRegistry.Declaration memory declaration = _actors.registry().declarationOf(id);
        uint48 decidedAt = 0;
        uint48 revokedAt = 0;
        for (uint256 index = 1; index < model.changes.length; ++index) {
            ISubscriptionRegistry.Status status = model.changes[index].status;
            bool decides = status == ISubscriptionRegistry.Status.Accepted || status == ISubscriptionRegistry.Status.Rejected;
            if (decides) decidedAt = model.changes[index].time;
            else revokedAt = model.changes[index].time;
        }

        VM.assertEq(uint256(declaration.status), uint256(_actors.expectedAt(id, uint48(block.timestamp))));
        VM.assertEq(declaration.requestedAt, model.changes[0].time);
        VM.assertEq(declaration.decidedAt, decidedAt);
        VM.assertEq(declaration.revokedAt, revokedAt);
    }

    function _requireStatusAround(bytes32 id, SubscriptionModel.Model memory model, uint48 time) private view {
        uint256 passed = Math.min(time + 1, block.timestamp);
        for (uint48 asked = time - 1; asked <= passed; ++asked) {
            _requireStatus(id, model, asked);
        }
    }

    function _requireStatus(bytes32 id, SubscriptionModel.Model memory model, uint48 time) private view {
        ISubscriptionRegistry registry = _actors.registry();
        ISubscriptionRegistry.Status expected = _actors.expectedAt(id, time);

        VM.assertEq(uint256(registry.statusAt(id, time)), uint256(expected));
        VM.assertEq(registry.isActive(id, time), expected == ISubscriptionRegistry.Status.Accepted && time >= model.notBefore);
    }
}
