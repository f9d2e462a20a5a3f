// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {SubscriptionRegistry} from "../../../contracts/access/SubscriptionRegistry.sol";
import {VM} from "../IVm.sol";

/// @title Parties who request, accept, reject and revoke while time goes by, rightly and wrongly
/// @notice Beside the contract it keeps a model: for each declaration the list of its changes. Every call's outcome, success or the exact error,
/// is predicted from the model alone; the model knows nothing of how the contract stores or derives a status.
contract SubscriptionActors {
    struct Change {
        uint48 time;
        ISubscriptionRegistry.Status status;
    }

    struct Model {
        address provider;
        address consumer;
        uint48 notBefore;
        uint48 expiry;
        Change[] changes;
    }

    SubscriptionRegistry public immutable registry = new SubscriptionRegistry();

    address[3] private _parties = [address(0xA1), address(0xA2), address(0xA3)];
    bytes32[] private _ids;
    mapping(bytes32 id => Model) private _models;
    uint256 private _lastTouched;

    function idCount() external view returns (uint256) {
        return _ids.length;
    }

    function idAt(uint256 index) external view returns (bytes32) {
        return _ids[index];
    }

    function lastTouched() external view returns (bytes32) {
        return _ids[_lastTouched];
    }

    function modelOf(bytes32 id) external view returns (Model memory) {
        return _models[id];
    }

    /// @notice A party asks another one, or itself, for one of two topics in one of a few periods: so that the same declaration comes up again.
    function request(uint256 who, uint256 whom, uint256 what, uint256 when, uint256 pause) external {
        _pass(pause);
        address consumer = _parties[who % 3];
        address provider = _parties[whom % 3];
        uint48 notBefore = _now() / 2048 * 2048 + 1024 * _small(when, 2);
        uint48 expiry = notBefore + 700 * _small(when / 2, 4);
        bytes32 topic = bytes32(1 + what % 2);
        bytes32 id = registry.idOf(provider, consumer, topic, 1, 1, notBefore, expiry);
        bytes memory refusal = _refusalOfRequest(id, provider, consumer, notBefore, expiry);

        VM.prank(consumer);
        try registry.request(provider, topic, 1, 1, notBefore, expiry) returns (bytes32 answered) {
            VM.assertTrue(refusal.length == 0, "was requested");
            VM.assertEq(answered, id);
            _lastTouched = _ids.length;
            _ids.push(id);
            Model storage model = _models[id];
            (model.provider, model.consumer, model.notBefore, model.expiry) = (provider, consumer, notBefore, expiry);
            _remember(id, ISubscriptionRegistry.Status.Requested);
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function accept(uint256 who, uint256 which, uint256 pause) external {
        _decide(who, which, pause, ISubscriptionRegistry.Status.Accepted);
    }

    function reject(uint256 who, uint256 which, uint256 pause) external {
        _decide(who, which, pause, ISubscriptionRegistry.Status.Rejected);
    }

    function revoke(uint256 who, uint256 which, uint256 pause) external {
        if (_ids.length == 0) return;
        _pass(pause);
        bytes32 id = _pick(which);
        Model storage model = _models[id];
        address caller = _callerOf(model, who);
        bytes memory refusal = _refusalOfRevocation(id, model, caller);

        VM.prank(caller);
        try registry.revoke(id) {
            VM.assertTrue(refusal.length == 0, "was revoked");
            _remember(id, ISubscriptionRegistry.Status.Revoked);
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    /// @notice What the changes say of a moment: the last one that is not later, unless the period has ended what was open.
    function expectedAt(bytes32 id, uint48 time) public view returns (ISubscriptionRegistry.Status status) {
        Model storage model = _models[id];
        for (uint256 index = 0; index < model.changes.length && model.changes[index].time <= time; ++index) {
            status = model.changes[index].status;
        }
        bool open = status == ISubscriptionRegistry.Status.Requested || status == ISubscriptionRegistry.Status.Accepted;
        if (open && time >= model.expiry) status = ISubscriptionRegistry.Status.Expired;
    }

    function _decide(uint256 who, uint256 which, uint256 pause, ISubscriptionRegistry.Status decision) private {
        if (_ids.length == 0) return;
        _pass(pause);
        bytes32 id = _pick(which);
        Model storage model = _models[id];
        address caller = _callerOf(model, who);
        bytes memory refusal = _refusalOfDecision(id, model, caller);

        bool accepts = decision == ISubscriptionRegistry.Status.Accepted;
        bytes4 selector = accepts ? ISubscriptionRegistry.accept.selector : ISubscriptionRegistry.reject.selector;

        VM.prank(caller);
        (bool done, bytes memory reason) = address(registry).call(abi.encodeWithSelector(selector, id));
        VM.assertEq(reason, refusal);
        VM.assertEq(done, refusal.length == 0);
        if (done) _remember(id, decision);
    }

    function _refusalOfRequest(bytes32 id, address provider, address consumer, uint48 notBefore, uint48 expiry) private view returns (bytes memory) {
        if (provider == consumer) return abi.encodeWithSelector(ISubscriptionRegistry.InvalidProvider.selector, provider);
        if (notBefore >= expiry || expiry <= _now()) return abi.encodeWithSelector(ISubscriptionRegistry.InvalidPeriod.selector, notBefore, expiry);
        if (_models[id].changes.length > 0) return abi.encodeWithSelector(ISubscriptionRegistry.AlreadyDeclared.selector, id);
        return "";
    }

    function _refusalOfDecision(bytes32 id, Model storage model, address caller) private view returns (bytes memory) {
        ISubscriptionRegistry.Status status = expectedAt(id, _now());
        if (caller != model.provider) return abi.encodeWithSelector(ISubscriptionRegistry.NotTheParty.selector, id, caller);
        if (status != ISubscriptionRegistry.Status.Requested) return abi.encodeWithSelector(ISubscriptionRegistry.WrongStatus.selector, id, status);
        return "";
    }

    function _refusalOfRevocation(bytes32 id, Model storage model, address caller) private view returns (bytes memory) {
        ISubscriptionRegistry.Status status = expectedAt(id, _now());
        bool isParty = caller == model.provider || caller == model.consumer;
        bool mustReject = caller == model.provider && status == ISubscriptionRegistry.Status.Requested;
        if (!isParty || mustReject) return abi.encodeWithSelector(ISubscriptionRegistry.NotTheParty.selector, id, caller);
        if (status == ISubscriptionRegistry.Status.Requested || status == ISubscriptionRegistry.Status.Accepted) return "";
        return abi.encodeWithSelector(ISubscriptionRegistry.WrongStatus.selector, id, status);
    }

    function _remember(bytes32 id, ISubscriptionRegistry.Status status) private {
        _models[id].changes.push(Change({time: _now(), status: status}));
    }

    /// @dev One of the last few declarations, so that most are still open.
    function _pick(uint256 seed) private returns (bytes32) {
        uint256 recent = _ids.length < 4 ? _ids.length : 4;
        _lastTouched = _ids.length - 1 - seed % recent;
        return _ids[_lastTouched];
    }

    /// @dev Mostly one of the two parties, sometimes the third.
    function _callerOf(Model storage model, uint256 seed) private view returns (address) {
        if (seed % 8 == 0) return _parties[(seed / 8) % 3];
        return seed % 2 == 0 ? model.provider : model.consumer;
    }

    /// @dev Often no time at all: so that changes fall into the same second.
    function _pass(uint256 seed) private {
        if (seed % 2 == 0) VM.warp(_now() + _small(seed / 2, 512));
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }

    function _small(uint256 seed, uint48 limit) private pure returns (uint48) {
        // casting to 'uint48' is safe because the remainder is below `limit`
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(seed % limit);
    }
}
