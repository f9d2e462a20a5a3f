// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ISubscriptionRegistry} from "./ISubscriptionRegistry.sol";

/// @title Registry of subscription declarations
/// @notice Immutable and without an administrator: only the two parties of a declaration can change it.
contract SubscriptionRegistry is ISubscriptionRegistry {
    /// @notice Version of this contract.
    string public constant VERSION = "1.0.0";

    uint8 private constant MQTT = 1;
    uint8 private constant REST = 2;

    mapping(bytes32 id => Declaration) private _declarations;

    /// @inheritdoc ISubscriptionRegistry
    function request(address provider, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry) external returns (bytes32 id) {
        if (provider == address(0) || provider == msg.sender) revert InvalidProvider(provider);
        if (topic == bytes32(0)) revert MissingTopic(provider);
        if (means == 0 || means > (MQTT | REST)) revert InvalidMeans(means);
        if (purpose == 0) revert MissingPurpose(provider);
        if (notBefore >= expiry || expiry <= Time.timestamp()) revert InvalidPeriod(notBefore, expiry);

        id = idOf(provider, msg.sender, topic, means, purpose, notBefore, expiry);
        Declaration storage declaration = _declarations[id];
        if (declaration.status != Status.None) revert AlreadyDeclared(id);

        declaration.provider = provider;
        declaration.notBefore = notBefore;
        declaration.expiry = expiry;
        declaration.consumer = msg.sender;
        declaration.purpose = purpose;
        declaration.means = means;
        declaration.status = Status.Requested;
        declaration.requestedAt = Time.timestamp();
        declaration.topic = topic;
        emit DeclarationRequested(id, provider, msg.sender, topic, means, purpose, notBefore, expiry);
    }

    /// @inheritdoc ISubscriptionRegistry
    function accept(bytes32 id) external {
        Declaration storage declaration = _decide(id, Status.Accepted);
        emit DeclarationAccepted(id, declaration.provider, declaration.consumer);
    }

    /// @inheritdoc ISubscriptionRegistry
    function reject(bytes32 id) external {
        Declaration storage declaration = _decide(id, Status.Rejected);
        emit DeclarationRejected(id, declaration.provider, declaration.consumer);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revoke(bytes32 id) external {
        Declaration storage declaration = _known(id);
        (address provider, address consumer) = (declaration.provider, declaration.consumer);
        if (msg.sender != provider && msg.sender != consumer) revert NotTheParty(id, msg.sender);

        Status status = _statusAt(declaration, Time.timestamp());
        if (status != Status.Accepted && status != Status.Requested) revert WrongStatus(id, status);
        // A provider answers a request with a rejection: the record says who ended it, and why.
        if (status == Status.Requested && msg.sender != consumer) revert NotTheParty(id, msg.sender);

        declaration.status = Status.Revoked;
        declaration.revokedAt = Time.timestamp();
        emit DeclarationRevoked(id, provider, consumer, msg.sender);
    }

    /// @inheritdoc ISubscriptionRegistry
    function declarationOf(bytes32 id) external view returns (Declaration memory declaration) {
        declaration = _known(id);
        declaration.status = statusOf(id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function statusAt(bytes32 id, uint48 time) external view returns (Status) {
        _requirePast(time);
        return _statusAt(_declarations[id], time);
    }

    /// @inheritdoc ISubscriptionRegistry
    function isActive(bytes32 id, uint48 time) external view returns (bool) {
        _requirePast(time);
        Declaration storage declaration = _declarations[id];
        return time >= declaration.notBefore && _statusAt(declaration, time) == Status.Accepted;
    }

    /// @inheritdoc ISubscriptionRegistry
    function statusOf(bytes32 id) public view returns (Status) {
        return _statusAt(_declarations[id], Time.timestamp());
    }

    /// @inheritdoc ISubscriptionRegistry
    function idOf(address provider, address consumer, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry)
        public
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(this), provider, consumer, topic, means, purpose, notBefore, expiry));
    }

    /// @dev The provider's answer to a request.
    function _decide(bytes32 id, Status decision) private returns (Declaration storage declaration) {
        declaration = _known(id);
        if (msg.sender != declaration.provider) revert NotTheParty(id, msg.sender);
        Status status = _statusAt(declaration, Time.timestamp());
        if (status != Status.Requested) revert WrongStatus(id, status);

        declaration.status = decision;
        declaration.decidedAt = Time.timestamp();
    }

    function _known(bytes32 id) private view returns (Declaration storage declaration) {
        declaration = _declarations[id];
        if (declaration.status == Status.None) revert UnknownDeclaration(id);
    }

    function _requirePast(uint48 time) private view {
        if (time > Time.timestamp()) revert TimeInFuture(time, Time.timestamp());
    }

    /// @dev Goes back from the last change that is possible to the first. Every change of the stored status happens before the expiry, so a
    /// revocation or a rejection is never preceded by `Expired`; `decidedAt` of a revoked declaration can only be its acceptance.
    function _statusAt(Declaration storage declaration, uint48 time) private view returns (Status) {
        (Status stored, uint48 requestedAt, uint48 decidedAt, uint48 revokedAt) =
            (declaration.status, declaration.requestedAt, declaration.decidedAt, declaration.revokedAt);

        if (stored == Status.None || time < requestedAt) return Status.None;
        if (stored == Status.Revoked && time >= revokedAt) return Status.Revoked;
        if (stored == Status.Rejected && time >= decidedAt) return Status.Rejected;
        if (time >= declaration.expiry) return Status.Expired;
        return decidedAt != 0 && time >= decidedAt ? Status.Accepted : Status.Requested;
    }
}
