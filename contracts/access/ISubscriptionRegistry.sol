// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Subscription declarations: who may hear what, agreed by provider and consumer
/// @notice A consumer requests access to a provider's data, the provider accepts or rejects, either side revokes. Every declaration keeps its
/// times, so that its status can be answered for now and for any moment in the past. All times are Unix seconds.
interface ISubscriptionRegistry {
    /// @notice Where a declaration stands.
    /// @dev `Expired` is never stored: it is what `Requested` and `Accepted` become at the expiry. `Rejected`, `Revoked` and `Expired` are final.
    enum Status {
        None,
        Requested,
        Accepted,
        Rejected,
        Revoked,
        Expired
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
    /// @param revokedAt when it was revoked or withdrawn; zero if that did not happen
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
        // slot 4: 6 + 6 bytes
        uint48 decidedAt;
        uint48 revokedAt;
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

    /// @notice Emitted when the provider accepts a request.
    /// @param id the declaration
    /// @param provider who accepted
    /// @param consumer who asked
    event DeclarationAccepted(bytes32 indexed id, address indexed provider, address indexed consumer);

    /// @notice Emitted when the provider rejects a request.
    /// @param id the declaration
    /// @param provider who rejected
    /// @param consumer who asked
    event DeclarationRejected(bytes32 indexed id, address indexed provider, address indexed consumer);

    /// @notice Emitted when a side revokes what was accepted, or the consumer withdraws the request.
    /// @param id the declaration
    /// @param provider whose data it is
    /// @param consumer who asked
    /// @param by the side that revoked
    event DeclarationRevoked(bytes32 indexed id, address indexed provider, address indexed consumer, address by);

    /// @notice Thrown when the provider of a request is zero or the caller.
    /// @param provider the provider given
    error InvalidProvider(address provider);

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

    /// @notice Thrown when the caller may not do this to the declaration.
    /// @param id the declaration
    /// @param caller who tried
    error NotTheParty(bytes32 id, address caller);

    /// @notice Thrown when the declaration's status does not allow this.
    /// @param id the declaration
    /// @param actual its status now
    error WrongStatus(bytes32 id, Status actual);

    /// @notice Thrown when a moment is asked for that has not come yet.
    /// @param time the moment asked for
    /// @param current the time now
    error TimeInFuture(uint48 time, uint48 current);

    /// @notice Requests access to a provider's data; the caller is the consumer.
    /// @param provider whose data it is
    /// @param topic hash of the signed text that says which data
    /// @param means 1 = MQTT, 2 = REST, 3 = both
    /// @param purpose code of the purpose, not zero
    /// @param notBefore first second in which access shall be granted
    /// @param expiry first second in which it shall be granted no more; in the future
    /// @return id the declaration, as `idOf` answers it
    function request(address provider, bytes32 topic, uint8 means, uint32 purpose, uint48 notBefore, uint48 expiry) external returns (bytes32 id);

    /// @notice Accepts a request; only its provider, and only before its expiry.
    /// @param id the declaration
    function accept(bytes32 id) external;

    /// @notice Rejects a request for good; only its provider, and only before its expiry.
    /// @param id the declaration
    function reject(bytes32 id) external;

    /// @notice Revokes for good: either side what was accepted, the consumer also a request that is not decided yet.
    /// @param id the declaration
    function revoke(bytes32 id) external;

    /// @notice A declaration with its status as of now.
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

    /// @notice Whether a declaration granted access at a moment of the past, or now: accepted, not yet revoked, within its period.
    /// @param id the declaration
    /// @param time the moment; one in the future is an error
    function isActive(bytes32 id, uint48 time) external view returns (bool);

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
