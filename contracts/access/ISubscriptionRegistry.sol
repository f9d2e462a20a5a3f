// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Subscription declarations: who may hear what, agreed by provider and consumer
/// @notice A consumer requests access to a provider's data and may renounce it; the provider accepts or rejects, and may revoke one declaration, all of
/// a consumer's or all. A provider may let a delegate accept, reject and revoke. Everything has its moment on record, so that a declaration's status can
/// be answered for now and for any moment in the past. All times are Unix seconds.
/// @dev Every call that changes something has a twin that anybody may send in the signer's name (`...For`). It takes an EIP-712 signature of the type in
/// the call's comment, or a wallet contract's (EIP-1271), in the domain name `Platone`, version `1`, chain id, registry. The type's members are the
/// call's arguments up to `deadline`, in their order. `nonce` is a key of the signer's choice (24 bytes) and the next number under it (8 bytes), for all
/// calls, see OpenZeppelin's NoncesKeyed: calls under keys of their own do not wait for each other. Another number is its error `InvalidAccountNonce`.
/// `deadline` is the last second in which the call counts.
interface ISubscriptionRegistry {
    /// @notice Where a declaration stands.
    /// @dev `Expired` is never stored: it is what `Requested` and `Accepted` become at the expiry. `Rejected`, `Revoked`, `Expired`
    /// and `Renounced` are final.
    enum Status {
        None,
        Requested,
        Accepted,
        Rejected,
        Revoked,
        Expired,
        Renounced
    }

    /// @notice A declaration, in four storage slots.
    /// @param provider whose data it is
    /// @param notBefore first second in which access is granted
    /// @param expiry first second in which it is granted no more
    /// @param consumer who asks
    /// @param purpose code of the purpose, not zero
    /// @param means how the data may be fetched: 1 = MQTT, 2 = REST, 3 = both
    /// @param status where it stands
    /// @param requestedAt when the consumer requested it
    /// @param topic hash of the signed text that says which data; opaque, because topics can be personal data
    /// @param decidedAt when the provider accepted or rejected it; zero if that did not happen
    /// @param revokedAt when it was revoked or renounced; zero if that did not happen
    /// @param consumerEpoch number of the provider's epoch for this consumer in which it was accepted
    /// @param generalEpoch number of the provider's epoch for everybody in which it was accepted
    struct Declaration {
        // slot 1: 20 + 6 + 6 bytes
        address provider;
        uint48 notBefore;
        uint48 expiry;
        // slot 2: 20 + 4 + 1 + 1 + 6 bytes
        address consumer;
        uint32 purpose;
        uint8 means;
        Status status;
        uint48 requestedAt;
        // slot 3
        bytes32 topic;
        // slot 4: 6 + 6 + 4 + 4 bytes
        uint48 decidedAt;
        uint48 revokedAt;
        uint32 consumerEpoch;
        uint32 generalEpoch;
    }

    /// @notice Emitted when a consumer requests access.
    /// @param id the declaration
    /// @param provider whose data it is
    /// @param consumer who asks
    /// @param topic hash of the signed text that says which data; opaque, because topics can be personal data
    /// @param means how the data may be fetched: 1 = MQTT, 2 = REST, 3 = both
    /// @param purpose code of the purpose, not zero
    /// @param notBefore first second in which access is granted
    /// @param expiry first second in which it is granted no more
    event DeclarationRequested(
        bytes32 indexed id, address indexed provider, address indexed consumer, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry
    );

    /// @notice Emitted when a request is accepted.
    /// @param id the declaration
    /// @param provider whose data it is
    /// @param consumer who asked
    /// @param by who accepted: the provider or its delegate
    event DeclarationAccepted(bytes32 indexed id, address indexed provider, address indexed consumer, address by);

    /// @notice Emitted when a request is rejected.
    /// @param id the declaration
    /// @param provider whose data it is
    /// @param consumer who asked
    /// @param by who rejected: the provider or its delegate
    event DeclarationRejected(bytes32 indexed id, address indexed provider, address indexed consumer, address by);

    /// @notice Emitted when one declaration that was accepted is revoked.
    /// @param id the declaration
    /// @param provider whose data it is
    /// @param consumer who asked
    /// @param by who revoked: the provider or its delegate
    event DeclarationRevoked(bytes32 indexed id, address indexed provider, address indexed consumer, address by);

    /// @notice Emitted when the consumer withdraws its request, or gives up what was accepted.
    /// @param id the declaration
    /// @param provider whose data it is
    /// @param consumer who renounced
    event DeclarationRenounced(bytes32 indexed id, address indexed provider, address indexed consumer);

    /// @notice Emitted when a provider revokes all that it had accepted, of one consumer or of everybody. Nothing is emitted for the single declarations.
    /// @param provider whose data it is
    /// @param consumer whose declarations have ended; zero for everybody's
    /// @param epoch number of the epoch that ended, from 0 on: it ends the declarations that were accepted in it
    event AllRevoked(address indexed provider, address indexed consumer, uint32 epoch);

    /// @notice Emitted when a provider makes somebody its delegate, changes until when, or ends it.
    /// @param provider for whom the delegate acts
    /// @param delegate who acts
    /// @param until first second in which it may act no more; zero ends it at once
    event DelegateSet(address indexed provider, address indexed delegate, uint48 until);

    /// @notice Thrown when the provider of a request is zero or its consumer.
    /// @param provider the provider given
    error InvalidProvider(address provider);

    /// @notice Thrown when all of the zero address's declarations are to be revoked.
    /// @param consumer the consumer given
    error InvalidConsumer(address consumer);

    /// @notice Thrown when a delegate is zero or the provider itself.
    /// @param delegate the delegate given
    error InvalidDelegate(address delegate);

    /// @notice Thrown when a request names no topic.
    /// @param provider the provider asked
    error MissingTopic(address provider);

    /// @notice Thrown when the means are none of 1 (MQTT), 2 (REST) and 3 (both).
    /// @param means the means given
    error InvalidMeans(uint8 means);

    /// @notice Thrown when a request names no purpose.
    /// @param provider the provider asked
    error MissingPurpose(address provider);

    /// @notice Thrown when a period is empty or over already.
    /// @param notBefore its first second
    /// @param expiry the first second after it
    error InvalidPeriod(uint48 notBefore, uint48 expiry);

    /// @notice Thrown when the same declaration was requested before, whatever became of it.
    /// @param id the declaration
    error AlreadyDeclared(bytes32 id);

    /// @notice Thrown when there is no such declaration.
    /// @param id the id given
    error UnknownDeclaration(bytes32 id);

    /// @notice Thrown when an account may not do this to the declaration.
    /// @param id the declaration
    /// @param account who tried: the caller, or who signed
    error NotTheParty(bytes32 id, address account);

    /// @notice Thrown when the declaration's status does not allow this.
    /// @param id the declaration
    /// @param actual its status now
    error WrongStatus(bytes32 id, Status actual);

    /// @notice Thrown when a moment is asked for that has not come yet.
    /// @param time the moment asked for
    /// @param current the time now
    error TimeInFuture(uint48 time, uint48 current);

    /// @notice Thrown when a signed call comes after its time.
    /// @param deadline last second in which it could have come
    /// @param current the time now
    error DeadlinePassed(uint256 deadline, uint256 current);

    /// @notice Thrown when a call's signature is not that of the account in whose name it is.
    /// @param signer the account
    /// @param digest what it would have signed
    error NotSignedBy(address signer, bytes32 digest);

    /// @notice Requests access to a provider's data; the caller is the consumer.
    /// @param provider whose data it is
    /// @param topic hash of the signed text that says which data
    /// @param means 1 = MQTT, 2 = REST, 3 = both
    /// @param purpose code of the purpose, not zero
    /// @param notBefore first second in which access shall be granted
    /// @param expiry first second in which it shall be granted no more; in the future
    /// @return id the declaration, as `idOf` answers it
    function request(address provider, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry) external returns (bytes32 id);

    /// @notice `request` in a consumer's name.
    /// @dev `RequestDeclaration(address consumer,address provider,bytes32 topic,uint8 means,uint32 purpose,uint48 notBefore,uint48 expiry,uint256 nonce,`
    /// `uint256 deadline)`.
    /// @param consumer who asks
    /// @param provider whose data it is
    /// @param topic hash of the signed text that says which data
    /// @param means 1 = MQTT, 2 = REST, 3 = both
    /// @param purpose code of the purpose, not zero
    /// @param notBefore first second in which access shall be granted
    /// @param expiry first second in which it shall be granted no more; in the future
    /// @param nonce the consumer's next number
    /// @param deadline last second in which it counts
    /// @param signature the consumer's
    /// @return id the declaration, as `idOf` answers it
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
    ) external returns (bytes32 id);

    /// @notice Accepts a request; only its provider or a delegate, and only before its expiry.
    /// @param id the declaration
    function accept(bytes32 id) external;

    /// @notice `accept` in somebody's name.
    /// @dev `AcceptDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)`.
    /// @param by who accepts: the provider or a delegate
    /// @param id the declaration
    /// @param nonce that account's next number
    /// @param deadline last second in which it counts
    /// @param signature that account's
    function acceptFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice Rejects a request for good; only its provider or a delegate, and only before its expiry.
    /// @param id the declaration
    function reject(bytes32 id) external;

    /// @notice `reject` in somebody's name.
    /// @dev `RejectDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)`.
    /// @param by who rejects: the provider or a delegate
    /// @param id the declaration
    /// @param nonce that account's next number
    /// @param deadline last second in which it counts
    /// @param signature that account's
    function rejectFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice Revokes what was accepted, for good; only its provider or a delegate.
    /// @param id the declaration
    function revoke(bytes32 id) external;

    /// @notice `revoke` in somebody's name.
    /// @dev `RevokeDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)`.
    /// @param by who revokes: the provider or a delegate
    /// @param id the declaration
    /// @param nonce that account's next number
    /// @param deadline last second in which it counts
    /// @param signature that account's
    function revokeFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice Withdraws a request that is not decided, or gives up what was accepted, for good; only its consumer.
    /// @param id the declaration
    function renounce(bytes32 id) external;

    /// @notice `renounce` in a consumer's name.
    /// @dev `RenounceDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)`.
    /// @param by who renounces: the consumer
    /// @param id the declaration
    /// @param nonce the consumer's next number
    /// @param deadline last second in which it counts
    /// @param signature the consumer's
    function renounceFor(address by, bytes32 id, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice Revokes all that the caller, a provider, has accepted of a consumer so far, at the same cost however much that is. Requests that are not
    /// decided stay, and what is accepted later stands, also in the same second.
    /// @param consumer whose declarations end; not zero
    function revokeAllOf(address consumer) external;

    /// @notice `revokeAllOf` in a provider's name.
    /// @dev `RevokeAllOf(address provider,address consumer,uint256 nonce,uint256 deadline)`.
    /// @param provider who revokes
    /// @param consumer whose declarations end; not zero
    /// @param nonce the provider's next number
    /// @param deadline last second in which it counts
    /// @param signature the provider's
    function revokeAllOfFor(address provider, address consumer, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice Revokes all that the caller, a provider, has accepted so far, of whomever; otherwise as `revokeAllOf`.
    function revokeEverything() external;

    /// @notice `revokeEverything` in a provider's name.
    /// @dev `RevokeEverything(address provider,uint256 nonce,uint256 deadline)`.
    /// @param provider who revokes
    /// @param nonce the provider's next number
    /// @param deadline last second in which it counts
    /// @param signature the provider's
    function revokeEverythingFor(address provider, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice Lets somebody accept, reject and revoke single declarations for the caller, a provider. What a delegate did stands when it is no more one.
    /// @param delegate who may; neither zero nor the caller
    /// @param until first second in which it may no more; zero, or what is past, ends it at once
    function setDelegate(address delegate, uint48 until) external;

    /// @notice `setDelegate` in a provider's name.
    /// @dev `SetDelegate(address provider,address delegate,uint48 until,uint256 nonce,uint256 deadline)`.
    /// @param provider for whom the delegate acts
    /// @param delegate who may; neither zero nor the provider
    /// @param until first second in which it may no more; zero, or what is past, ends it at once
    /// @param nonce the provider's next number
    /// @param deadline last second in which it counts
    /// @param signature the provider's
    function setDelegateFor(address provider, address delegate, uint48 until, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice A declaration with its status as of now, and with `revokedAt` also where all were revoked and not this one.
    /// @param id the declaration; unknown ids are an error
    function declarationOf(bytes32 id) external view returns (Declaration memory);

    /// @notice A declaration's status now.
    /// @param id the declaration
    /// @return `None` for unknown ids
    function statusOf(bytes32 id) external view returns (Status);

    /// @notice A declaration's status at a moment of the past, or now.
    /// @dev Of changes in the same second the last one counts, so the answer for the current second is final only when the second is over.
    /// @param id the declaration
    /// @param time the moment; one in the future is an error
    /// @return `None` for unknown ids and before the request
    function statusAt(bytes32 id, uint48 time) external view returns (Status);

    /// @notice Whether a declaration granted access at a moment of the past, or now: accepted, neither revoked nor renounced
    /// yet, within its period.
    /// @param id the declaration
    /// @param time the moment; one in the future is an error
    function isActive(bytes32 id, uint48 time) external view returns (bool);

    /// @notice Until when somebody may act for a provider: the first second in which it may no more; zero if it never could, or was told to end at once.
    /// @param provider for whom
    /// @param delegate who acts
    function delegateUntil(address provider, address delegate) external view returns (uint48);

    /// @notice Number of a provider's epoch now, from 0 on: how often it revoked all.
    /// @param provider whose data it is
    /// @param consumer the one whose declarations the epoch is about; zero for everybody's
    function epochOf(address provider, address consumer) external view returns (uint32);

    /// @notice When a provider's epoch ended; zero if it has not.
    /// @param provider whose data it is
    /// @param consumer the one whose declarations the epoch is about; zero for everybody's
    /// @param epoch its number
    function epochEndedAt(address provider, address consumer, uint32 epoch) external view returns (uint48);

    /// @notice The id of a declaration with this content, on this chain, in this registry.
    /// @dev The id follows from the content alone. With counted ids a reorganisation of the chain could put another declaration under the
    /// number that a provider's acceptance, already on its way, names; so it can only ever hit the declaration that the provider has read.
    /// @param provider whose data it is
    /// @param consumer who asks
    /// @param topic hash of the signed text that says which data
    /// @param means 1 = MQTT, 2 = REST, 3 = both
    /// @param purpose code of the purpose
    /// @param notBefore first second in which access is granted
    /// @param expiry first second in which it is granted no more
    function idOf(address provider, address consumer, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry)
        external
        view
        returns (bytes32);
}
