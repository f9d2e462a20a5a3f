// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Certification of batches of energy data
/// @notice A certifier closes the records that it accepted into numbered batches and certifies each batch once. Every batch names the one before
/// it, so that one record on the chain commits to the certifier's whole history: nothing can be changed, added or dropped afterwards unseen.
interface IDataCertification {
    /// @notice What is certified. Times are microseconds since the Unix epoch.
    /// @dev Only static members: `abi.encode(batch)` equals `abi.encode` of the members in this order.
    /// @param previous record of the certifier's batch before this one; zero for number 1
    /// @param certifier account that answers for the batch and certifies it
    /// @param number position in the certifier's chain of batches, from 1, without gaps
    /// @param root root of the tree over the batch's leaves
    /// @param count number of leaves, at least 1
    /// @param indexRoot root of the tree over the batch's index: which sequences of which stream lie at which positions
    /// @param from time of the earliest reading
    /// @param to time of the latest reading, not before `from`
    /// @param closed time at which the certifier closed the batch
    /// @param flags bit 0 (value 1): late, data certified after its time; no other bit is known
    struct Batch {
        bytes32 previous;
        address certifier;
        uint64 number;
        bytes32 root;
        uint32 count;
        bytes32 indexRoot;
        int64 from;
        int64 to;
        int64 closed;
        uint8 flags;
    }

    /// @notice Emitted when a batch is certified.
    /// @param certifier account that certified it
    /// @param number its number in the certifier's chain
    /// @param record `keccak256(abi.encode(batch))`, from now on answered by `recordOf`
    /// @param batch the batch itself, so that the events alone rebuild the chain
    event BatchCertified(address indexed certifier, uint64 indexed number, bytes32 indexed record, Batch batch);

    /// @notice Thrown when the predecessor given at deployment is an address without code.
    /// @param predecessor the address given
    error PredecessorWithoutCode(address predecessor);

    /// @notice Thrown when somebody certifies a batch in another certifier's name.
    /// @param certifier the batch's certifier
    /// @param caller who tried
    error NotTheCertifier(address certifier, address caller);

    /// @notice Thrown when a batch has number 0; numbers start at 1.
    /// @param certifier the batch's certifier
    error BatchNumberZero(address certifier);

    /// @notice Thrown when the certifier's batch with this number is certified already.
    /// @param certifier the batch's certifier
    /// @param number the batch's number
    /// @param record what was certified
    error AlreadyCertified(address certifier, uint64 number, bytes32 record);

    /// @notice Thrown when the batch before this one is not certified yet.
    /// @param certifier the batch's certifier
    /// @param number number of the batch that is missing
    error PreviousBatchMissing(address certifier, uint64 number);

    /// @notice Thrown when a batch does not continue the certifier's chain.
    /// @param given the batch's `previous`
    /// @param expected record of the batch before it; zero for number 1
    error WrongPrevious(bytes32 given, bytes32 expected);

    /// @notice Thrown when a batch has no leaves.
    /// @param certifier the batch's certifier
    /// @param number the batch's number
    error EmptyBatch(address certifier, uint64 number);

    /// @notice Thrown when a batch ends before it begins.
    /// @param from time of the earliest reading, microseconds since the Unix epoch
    /// @param to time of the latest reading, microseconds since the Unix epoch
    error InvalidInterval(int64 from, int64 to);

    /// @notice Thrown when a batch carries flags that have no meaning.
    /// @param flags the batch's flags
    error UnknownFlags(uint8 flags);

    /// @notice Certifies the caller's next batch.
    /// @param batch the batch; the caller is its certifier, its number the next one, its `previous` the record of the batch before it
    function certify(Batch calldata batch) external;

    /// @notice The deployment whose chains this one continues; zero for the first deployment.
    function predecessor() external view returns (IDataCertification);

    /// @notice What was certified under a number, here or in a predecessor.
    /// @dev Once it is not zero, the answer never changes.
    /// @param certifier the certifier
    /// @param number the batch's number
    /// @return `keccak256(abi.encode(batch))`, or zero if there is no such batch
    function recordOf(address certifier, uint64 number) external view returns (bytes32);

    /// @notice Whether exactly this batch was certified, here or in a predecessor.
    /// @param batch the batch
    function isCertified(Batch calldata batch) external view returns (bool);
}
