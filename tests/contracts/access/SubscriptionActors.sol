// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {VM} from "../IVm.sol";
import {SubscriptionModel} from "./SubscriptionModel.sol";
import {SubscriptionTest} from "./SubscriptionTest.sol";

/// @title Parties and a delegate who call everything that changes something while time goes by, rightly and wrongly
/// @notice Half of the calls are their own transactions, the other half signed ones, of which half are signed by somebody else. Beside the contract they
/// keep a model that predicts every outcome, and a ledger of the final states that the contract itself has shown.
contract SubscriptionActors is SubscriptionTest, SubscriptionModel {
    uint256 public constant ACTORS = 4;

    /// @dev The last of the actors is no party, but can be a delegate.
    uint256 private constant PARTIES = 3;

    uint256 private constant FIRST_KEY = 0xA000;

    address[ACTORS] private _actors;
    mapping(address signer => uint256 nonce) private _nonces;
    mapping(bytes32 id => ISubscriptionRegistry.Status) private _ends;
    bytes32 private _lastTouched;

    /// @dev Notes the final states that the contract shows after each call, once each.
    modifier noting() {
        _;
        for (uint256 index = 0; index < ids.length; ++index) {
            ISubscriptionRegistry.Status status = registry.statusOf(ids[index]);
            if (_ends[ids[index]] == ISubscriptionRegistry.Status.None && status > ISubscriptionRegistry.Status.Accepted) _ends[ids[index]] = status;
        }
    }

    constructor() {
        for (uint256 index = 0; index < ACTORS; ++index) {
            _actors[index] = VM.addr(FIRST_KEY + index);
        }
    }

    function lastTouched() external view returns (bytes32) {
        return _lastTouched;
    }

    /// @notice The final state in which a declaration was seen first; `None` if it was in none yet.
    function endOf(bytes32 id) external view returns (ISubscriptionRegistry.Status) {
        return _ends[id];
    }

    function nonceOf(address signer) external view returns (uint256) {
        return _nonces[signer];
    }

    /// @notice A party asks another one, or itself, for one of two topics in one of a few periods: so that the same declaration comes up again.
    function request(uint256 who, uint256 whom, uint256 what, uint256 when, uint256 how) external noting {
        _pass(how);
        address consumer = actor(who % PARTIES);
        address provider = actor(whom % PARTIES);
        uint48 notBefore = currentTime() / 2048 * 2048 + 1024 * between(0, 1, when);
        uint48 expiry = notBefore + 700 * between(0, 3, when / 2);
        bytes32 topic = bytes32(1 + what % 2);
        bytes32 id = registry.idOf(provider, consumer, topic, 1, 1, notBefore, expiry);

        bytes memory refusal = refusalOfRequest(id, provider, consumer, notBefore, expiry);
        if (!_send(Kind.Request, consumer, abi.encode(provider, topic, 1, 1, notBefore, expiry), how, refusal)) return;
        declare(id, provider, consumer, notBefore, expiry);
        _lastTouched = id;
    }

    function accept(uint256 who, uint256 which, uint256 how) external noting {
        _change(Kind.Accept, who, which, how, ISubscriptionRegistry.Status.Accepted);
    }

    function reject(uint256 who, uint256 which, uint256 how) external noting {
        _change(Kind.Reject, who, which, how, ISubscriptionRegistry.Status.Rejected);
    }

    function revoke(uint256 who, uint256 which, uint256 how) external noting {
        _change(Kind.Revoke, who, which, how, ISubscriptionRegistry.Status.Revoked);
    }

    function renounce(uint256 who, uint256 which, uint256 how) external noting {
        _change(Kind.Renounce, who, which, how, ISubscriptionRegistry.Status.Renounced);
    }

    /// @notice Of another actor, or now and then of nobody.
    function revokeAllOf(uint256 who, uint256 whom, uint256 how) external noting {
        _pass(how);
        address provider = actor(who % ACTORS);
        address consumer = whom % 8 == 0 ? address(0) : actor(whom % PARTIES);

        bytes memory refusal = consumer == address(0) ? abi.encodeWithSelector(ISubscriptionRegistry.InvalidConsumer.selector, consumer) : bytes("");
        if (_send(Kind.RevokeAllOf, provider, abi.encode(consumer), how, refusal)) changeAll(provider, consumer);
    }

    function revokeEverything(uint256 who, uint256 how) external noting {
        _pass(how);
        address provider = actor(who % ACTORS);

        if (_send(Kind.RevokeEverything, provider, "", how, "")) changeAll(provider, address(0));
    }

    /// @notice Another actor, now and then the provider itself or nobody, for a while, up to this very second, or no more.
    function setDelegate(uint256 who, uint256 whom, uint256 until, uint256 how) external noting {
        _pass(how);
        address provider = actor(who % PARTIES);
        address delegate = whom % 8 == 0 ? address(0) : actor(whom % ACTORS);
        uint48 end = until % 4 == 0 ? 0 : until % 4 == 1 ? currentTime() : currentTime() + between(1, 1024, until / 4);

        bool invalid = delegate == address(0) || delegate == provider;
        bytes memory refusal = invalid ? abi.encodeWithSelector(ISubscriptionRegistry.InvalidDelegate.selector, delegate) : bytes("");
        if (_send(Kind.SetDelegate, provider, abi.encode(delegate, end), how, refusal)) delegations[provider][delegate] = end;
    }

    function actor(uint256 index) public view returns (address) {
        return _actors[index];
    }

    function _change(Kind kind, uint256 who, uint256 which, uint256 how, ISubscriptionRegistry.Status status) private {
        if (ids.length == 0) return;
        _pass(how);
        bytes32 id = _pick(which);
        address caller = _callerOf(id, who);
        _lastTouched = id;

        if (_send(kind, caller, abi.encode(id), how, _refusalOf(kind, id, caller))) change(id, status);
    }

    function _refusalOf(Kind kind, bytes32 id, address caller) private view returns (bytes memory) {
        if (kind == Kind.Renounce) return refusalOfRenunciation(id, caller);
        bool revokes = kind == Kind.Revoke;
        return refusalOfProvider(id, caller, revokes ? ISubscriptionRegistry.Status.Accepted : ISubscriptionRegistry.Status.Requested);
    }

    /// @dev Sends a call in one of the ways and requires the outcome that the model predicts.
    function _send(Kind kind, address caller, bytes memory arguments, uint256 how, bytes memory refusal) private returns (bool done) {
        bytes memory reason;
        if (how % 4 < 2) {
            VM.prank(caller);
            (done, reason) = address(registry).call(direct(kind, arguments));
        } else {
            bytes memory members = membersOf(caller, arguments, _nonces[caller], block.timestamp);
            bytes32 digest = digestOf(kind, members);
            bool byAnother = how % 4 == 3;
            if (byAnother) refusal = abi.encodeWithSelector(ISubscriptionRegistry.NotSignedBy.selector, caller, digest);

            (done, reason) = address(registry).call(relayed(kind, members, sign(_keyOf(caller, byAnother), digest)));
            if (done) ++_nonces[caller];
        }
        VM.assertEq(done, refusal.length == 0);
        if (!done) VM.assertEq(reason, refusal);
    }

    /// @dev One of the last few declarations, so that most are still open.
    function _pick(uint256 seed) private view returns (bytes32) {
        uint256 recent = ids.length < 4 ? ids.length : 4;
        return ids[ids.length - 1 - seed % recent];
    }

    /// @dev Mostly one of the two parties, sometimes who can only be a delegate, sometimes anybody.
    function _callerOf(bytes32 id, uint256 seed) private view returns (address) {
        if (seed % 8 == 0) return actor((seed / 8) % ACTORS);
        if (seed % 8 == 1) return actor(PARTIES);
        return seed % 2 == 0 ? models[id].provider : models[id].consumer;
    }

    /// @dev Often no time at all: so that changes fall into the same second.
    function _pass(uint256 how) private {
        if (how / 4 % 2 == 0) VM.warp(currentTime() + between(0, 511, how / 8));
    }

    /// @dev The actor's key, or the next one's.
    function _keyOf(address whose, bool another) private view returns (uint256) {
        for (uint256 index = 0; index < ACTORS; ++index) {
            if (actor(index) == whose) return FIRST_KEY + (another ? (index + 1) % ACTORS : index);
        }
        revert("no actor");
    }
}
