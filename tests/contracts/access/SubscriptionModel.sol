// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";

/// @title What the registry must say, kept as plainly as can be: for each declaration the list of its changes, in their order
/// @notice It predicts every call's outcome, success or the exact error, and every status. It knows nothing of how the contract stores or derives one:
/// where a provider revokes all, each single declaration changes.
abstract contract SubscriptionModel {
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

    bytes32[] internal ids;
    mapping(bytes32 id => Model) internal models;
    mapping(address provider => mapping(address delegate => uint48 until)) internal delegations;

    /// @dev How often a provider revoked all of a consumer's, or of everybody's under zero.
    mapping(address provider => mapping(address consumer => uint256 count)) internal revocations;

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function idAt(uint256 index) external view returns (bytes32) {
        return ids[index];
    }

    function modelOf(bytes32 id) external view returns (Model memory) {
        return models[id];
    }

    function revocationsOf(address provider, address consumer) external view returns (uint256) {
        return revocations[provider][consumer];
    }

    /// @notice What the changes say of a moment: the last one that is not later, unless the period has ended what was open.
    function expectedAt(bytes32 id, uint48 time) public view returns (ISubscriptionRegistry.Status status) {
        Model storage model = models[id];
        for (uint256 index = 0; index < model.changes.length && model.changes[index].time <= time; ++index) {
            status = model.changes[index].status;
        }
        if (_isOpen(status) && time >= model.expiry) status = ISubscriptionRegistry.Status.Expired;
    }

    /// @dev A new declaration.
    function declare(bytes32 id, address provider, address consumer, uint48 notBefore, uint48 expiry) internal {
        ids.push(id);
        Model storage model = models[id];
        (model.provider, model.consumer, model.notBefore, model.expiry) = (provider, consumer, notBefore, expiry);
        change(id, ISubscriptionRegistry.Status.Requested);
    }

    function change(bytes32 id, ISubscriptionRegistry.Status status) internal {
        models[id].changes.push(Change({time: currentTime(), status: status}));
    }

    /// @dev All that is accepted and has not ended, one after the other.
    function changeAll(address provider, address consumer) internal {
        ++revocations[provider][consumer];
        for (uint256 index = 0; index < ids.length; ++index) {
            Model storage model = models[ids[index]];
            bool meant = model.provider == provider && (consumer == address(0) || model.consumer == consumer);
            if (meant && _statusNow(ids[index]) == ISubscriptionRegistry.Status.Accepted) change(ids[index], ISubscriptionRegistry.Status.Revoked);
        }
    }

    function refusalOfRequest(bytes32 id, address provider, address consumer, uint48 notBefore, uint48 expiry) internal view returns (bytes memory) {
        if (provider == consumer) return abi.encodeWithSelector(ISubscriptionRegistry.InvalidProvider.selector, provider);
        if (notBefore >= expiry || expiry <= currentTime()) return abi.encodeWithSelector(ISubscriptionRegistry.InvalidPeriod.selector, notBefore, expiry);
        if (models[id].changes.length > 0) return abi.encodeWithSelector(ISubscriptionRegistry.AlreadyDeclared.selector, id);
        return "";
    }

    /// @dev Of an acceptance, a rejection or a revocation: the provider's side does it to what stands at `from`.
    function refusalOfProvider(bytes32 id, address caller, ISubscriptionRegistry.Status from) internal view returns (bytes memory) {
        address provider = models[id].provider;
        bool mayAct = caller == provider || delegations[provider][caller] > currentTime();
        return _refusal(id, caller, mayAct, _statusNow(id) == from);
    }

    function refusalOfRenunciation(bytes32 id, address caller) internal view returns (bytes memory) {
        return _refusal(id, caller, caller == models[id].consumer, _isOpen(_statusNow(id)));
    }

    function currentTime() internal view returns (uint48) {
        return uint48(block.timestamp);
    }

    function _refusal(bytes32 id, address caller, bool mayAct, bool stands) private view returns (bytes memory) {
        if (!mayAct) return abi.encodeWithSelector(ISubscriptionRegistry.NotTheParty.selector, id, caller);
        if (!stands) return abi.encodeWithSelector(ISubscriptionRegistry.WrongStatus.selector, id, _statusNow(id));
        return "";
    }

    function _statusNow(bytes32 id) private view returns (ISubscriptionRegistry.Status) {
        return expectedAt(id, currentTime());
    }

    function _isOpen(ISubscriptionRegistry.Status status) private pure returns (bool) {
        return status == ISubscriptionRegistry.Status.Requested || status == ISubscriptionRegistry.Status.Accepted;
    }
}
