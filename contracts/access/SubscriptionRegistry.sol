// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ISubscriptionRegistry} from "./ISubscriptionRegistry.sol";
import {SignedCalls} from "./SignedCalls.sol";

/// @title Registry of subscription declarations
/// @notice Immutable and without an administrator: only the two parties of a declaration, and whom its provider made a delegate, can change it.
contract SubscriptionRegistry is SignedCalls {
    /// @dev All that a provider accepts falls into an epoch for its consumer and into one for everybody. Ending an epoch ends all of it at once.
    /// @param current number of the epoch that runs
    /// @param endedAt when those before it ended
    struct Epochs {
        uint32 current;
        mapping(uint32 number => uint48 time) endedAt;
    }

    /// @notice Version of this contract.
    string public constant VERSION = "2.0.0";

    uint8 private constant MQTT = 1;
    uint8 private constant REST = 2;

    /// @dev In place of a consumer: the epochs for everybody.
    address private constant EVERYBODY = address(0);

    mapping(bytes32 id => Declaration) private _declarations;
    mapping(address provider => mapping(address consumer => Epochs)) private _epochs;
    mapping(address provider => mapping(address delegate => uint48 until)) private _delegations;

    /// @notice Deploys the registry.
    constructor() EIP712("Platone", "1") {}

    /// @inheritdoc ISubscriptionRegistry
    function request(address provider, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry) external returns (bytes32 id) {
        return _request(msg.sender, provider, topic, means, purpose, notBefore, expiry);
    }

    /// @inheritdoc ISubscriptionRegistry
    function requestFor(
        address consumer,
        address provider,
        bytes32 topic,
        uint8 means,
        uint32 purpose,
        uint48 notBefore,
        uint48 expiry,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 id) {
        _useSignature(REQUEST_TYPE, 9, consumer, nonce, deadline, signature);
        return _request(consumer, provider, topic, means, purpose, notBefore, expiry);
    }

    /// @inheritdoc ISubscriptionRegistry
    function accept(bytes32 id) external {
        _accept(msg.sender, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function acceptFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(ACCEPT_TYPE, 4, by, nonce, deadline, signature);
        _accept(by, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function reject(bytes32 id) external {
        _reject(msg.sender, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function rejectFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(REJECT_TYPE, 4, by, nonce, deadline, signature);
        _reject(by, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revoke(bytes32 id) external {
        _revoke(msg.sender, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revokeFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(REVOKE_TYPE, 4, by, nonce, deadline, signature);
        _revoke(by, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function renounce(bytes32 id) external {
        _renounce(msg.sender, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function renounceFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(RENOUNCE_TYPE, 4, by, nonce, deadline, signature);
        _renounce(by, id);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revokeAllOf(address consumer) external {
        _revokeAllOf(msg.sender, consumer);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revokeAllOfFor(address provider, address consumer, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(REVOKE_ALL_OF_TYPE, 4, provider, nonce, deadline, signature);
        _revokeAllOf(provider, consumer);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revokeEverything() external {
        _revokeEverything(msg.sender);
    }

    /// @inheritdoc ISubscriptionRegistry
    function revokeEverythingFor(address provider, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(REVOKE_EVERYTHING_TYPE, 3, provider, nonce, deadline, signature);
        _revokeEverything(provider);
    }

    /// @inheritdoc ISubscriptionRegistry
    function setDelegate(address delegate, uint48 until) external {
        _setDelegate(msg.sender, delegate, until);
    }

    /// @inheritdoc ISubscriptionRegistry
    function setDelegateFor(address provider, address delegate, uint48 until, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(SET_DELEGATE_TYPE, 5, provider, nonce, deadline, signature);
        _setDelegate(provider, delegate, until);
    }

    /// @inheritdoc ISubscriptionRegistry
    function declarationOf(bytes32 id) external view returns (Declaration memory declaration) {
        Declaration storage stored = _known(id);
        declaration = stored;
        declaration.status = _statusAt(stored, Time.timestamp());
        if (declaration.status == Status.Revoked) declaration.revokedAt = _revokedAt(stored);
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
    function delegateUntil(address provider, address delegate) external view returns (uint48) {
        return _delegations[provider][delegate];
    }

    /// @inheritdoc ISubscriptionRegistry
    function epochOf(address provider, address consumer) external view returns (uint32) {
        return _epochs[provider][consumer].current;
    }

    /// @inheritdoc ISubscriptionRegistry
    function epochEndedAt(address provider, address consumer, uint32 epoch) external view returns (uint48) {
        return _epochs[provider][consumer].endedAt[epoch];
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

    function _request(address consumer, address provider, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry)
        private
        returns (bytes32 id)
    {
        if (provider == address(0) || provider == consumer) revert InvalidProvider(provider);
        if (topic == bytes32(0)) revert MissingTopic(provider);
        if (means == 0 || means > (MQTT | REST)) revert InvalidMeans(means);
        if (purpose == 0) revert MissingPurpose(provider);
        if (notBefore >= expiry || expiry <= Time.timestamp()) revert InvalidPeriod(notBefore, expiry);

        id = idOf(provider, consumer, topic, means, purpose, notBefore, expiry);
        Declaration storage declaration = _declarations[id];
        if (declaration.status != Status.None) revert AlreadyDeclared(id);

        declaration.provider = provider;
        declaration.notBefore = notBefore;
        declaration.expiry = expiry;
        declaration.consumer = consumer;
        declaration.purpose = purpose;
        declaration.means = means;
        declaration.status = Status.Requested;
        declaration.requestedAt = Time.timestamp();
        declaration.topic = topic;
        emit DeclarationRequested(id, provider, consumer, topic, means, purpose, notBefore, expiry);
    }

    function _accept(address by, bytes32 id) private {
        (Declaration storage declaration, address provider, address consumer) = _decide(by, id, Status.Accepted);
        declaration.consumerEpoch = _epochs[provider][consumer].current;
        declaration.generalEpoch = _epochs[provider][EVERYBODY].current;
        emit DeclarationAccepted(id, provider, consumer, by);
    }

    function _reject(address by, bytes32 id) private {
        (, address provider, address consumer) = _decide(by, id, Status.Rejected);
        emit DeclarationRejected(id, provider, consumer, by);
    }

    function _revoke(address by, bytes32 id) private {
        Declaration storage declaration = _known(id);
        (address provider, address consumer) = (declaration.provider, declaration.consumer);
        if (!_actsFor(provider, by)) revert NotTheParty(id, by);
        Status status = _statusAt(declaration, Time.timestamp());
        // A request is answered with a rejection: the record says what became of it.
        if (status != Status.Accepted) revert WrongStatus(id, status);

        declaration.status = Status.Revoked;
        declaration.revokedAt = Time.timestamp();
        emit DeclarationRevoked(id, provider, consumer, by);
    }

    function _renounce(address by, bytes32 id) private {
        Declaration storage declaration = _known(id);
        if (by != declaration.consumer) revert NotTheParty(id, by);
        Status status = _statusAt(declaration, Time.timestamp());
        if (status != Status.Requested && status != Status.Accepted) revert WrongStatus(id, status);

        declaration.status = Status.Renounced;
        declaration.revokedAt = Time.timestamp();
        emit DeclarationRenounced(id, declaration.provider, by);
    }

    function _revokeAllOf(address provider, address consumer) private {
        if (consumer == EVERYBODY) revert InvalidConsumer(consumer);
        _endEpoch(provider, consumer);
    }

    function _revokeEverything(address provider) private {
        _endEpoch(provider, EVERYBODY);
    }

    function _setDelegate(address provider, address delegate, uint48 until) private {
        if (delegate == address(0) || delegate == provider) revert InvalidDelegate(delegate);

        _delegations[provider][delegate] = until;
        emit DelegateSet(provider, delegate, until);
    }

    /// @dev The answer to a request, by the provider or for it.
    function _decide(address by, bytes32 id, Status decision) private returns (Declaration storage declaration, address provider, address consumer) {
        declaration = _known(id);
        (provider, consumer) = (declaration.provider, declaration.consumer);
        if (!_actsFor(provider, by)) revert NotTheParty(id, by);
        Status status = _statusAt(declaration, Time.timestamp());
        if (status != Status.Requested) revert WrongStatus(id, status);

        declaration.status = decision;
        declaration.decidedAt = Time.timestamp();
    }

    function _endEpoch(address provider, address consumer) private {
        Epochs storage epochs = _epochs[provider][consumer];
        uint32 ended = epochs.current;

        epochs.current = ended + 1;
        epochs.endedAt[ended] = Time.timestamp();
        emit AllRevoked(provider, consumer, ended);
    }

    function _known(bytes32 id) private view returns (Declaration storage declaration) {
        declaration = _declarations[id];
        if (declaration.status == Status.None) revert UnknownDeclaration(id);
    }

    function _actsFor(address provider, address account) private view returns (bool) {
        return account == provider || Time.timestamp() < _delegations[provider][account];
    }

    function _requirePast(uint48 time) private view {
        if (time > Time.timestamp()) revert TimeInFuture(time, Time.timestamp());
    }

    /// @dev Goes back from the last change that is possible to the first. Every change happens before the expiry, so an end is never preceded by
    /// `Expired`; `decidedAt` of a declaration that was revoked or renounced can only be its acceptance.
    function _statusAt(Declaration storage declaration, uint48 time) private view returns (Status) {
        (Status stored, uint48 requestedAt, uint48 decidedAt) = (declaration.status, declaration.requestedAt, declaration.decidedAt);

        if (stored == Status.None || time < requestedAt) return Status.None;
        if (stored == Status.Renounced && time >= declaration.revokedAt) return Status.Renounced;
        if (stored == Status.Rejected && time >= decidedAt) return Status.Rejected;
        uint48 revokedAt = _revokedAt(declaration);
        if (revokedAt != 0 && time >= revokedAt) return Status.Revoked;
        if (time >= declaration.expiry) return Status.Expired;
        return decidedAt != 0 && time >= decidedAt ? Status.Accepted : Status.Requested;
    }

    /// @dev When the provider's side revoked it, or all, whichever came first; zero if neither, or if it had expired before. One that is stored as
    /// revoked was so before its epochs ended: afterwards it could not have been revoked any more.
    function _revokedAt(Declaration storage declaration) private view returns (uint48) {
        if (declaration.status == Status.Revoked) return declaration.revokedAt;
        if (declaration.status != Status.Accepted) return 0;

        mapping(address consumer => Epochs) storage epochs = _epochs[declaration.provider];
        uint48 endedForConsumer = epochs[declaration.consumer].endedAt[declaration.consumerEpoch];
        uint48 endedForAll = epochs[EVERYBODY].endedAt[declaration.generalEpoch];
        bool consumerFirst = endedForAll == 0 || (endedForConsumer != 0 && endedForConsumer < endedForAll);
        uint48 endedAt = consumerFirst ? endedForConsumer : endedForAll;
        return endedAt < declaration.expiry ? endedAt : 0;
    }
}
