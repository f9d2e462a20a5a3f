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

    /// @notice One leaf of a batch, before it is hashed: `leaf = keccak256(0x00 || keccak256(abi.encode(record)))`.
    /// @param version version of the record format: 1
    /// @param kind what the content is: 1 reading, 2 revision, 3 document, 4 usage, 5 baseline, 6 tombstone
    /// @param provider account under which the record was handed in
    /// @param stream keccak-256 of the stream's name
    /// @param sequence number within (provider, stream)
    /// @param content hash of what was certified, by kind
    /// @param salt 32 random bytes, without which nobody can guess a value from its leaf
    /// @param origin keccak-256 of the device's own signature, or zero
    struct Record {
        uint8 version;
        uint8 kind;
        address provider;
        bytes32 stream;
        uint64 sequence;
        bytes32 content;
        bytes32 salt;
        bytes32 origin;
    }

    /// @notice One leaf of a batch's index, before it is hashed: `keccak256(0x02 || abi.encode(entry))`. A batch has one for each stream.
    /// @param provider account of the stream's records
    /// @param stream keccak-256 of the stream's name
    /// @param firstSequence sequence of the stream's first record in the batch
    /// @param lastSequence sequence of the last
    /// @param firstPosition position of the first record's leaf
    /// @param count how many records the stream has in the batch, at consecutive positions
    struct IndexEntry {
        address provider;
        bytes32 stream;
        uint64 firstSequence;
        uint64 lastSequence;
        uint32 firstPosition;
        uint32 count;
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

    /// @notice Whether a record was certified: it is in this batch at this position, and exactly this batch was certified, here or in a predecessor.
    /// @dev Whatever does not prove it is `false`: a wrong path as well as one of the wrong length, a position outside of the batch, a record of
    /// another version. Only call data that does not encode these types reverts. What kind of record it is, is for the caller to look at.
    /// @param batch the batch
    /// @param record the record
    /// @param position position of the record's leaf in the batch
    /// @param path the sibling hashes from the leaf up
    function verifyRecord(Batch calldata batch, Record calldata record, uint32 position, bytes32[] calldata path) external view returns (bool);

    /// @notice Whether these records of one stream were certified in this batch, and between the first and the last of them no other of the stream.
    /// Where the range begins or ends with the entry's, it also proves that the stream has none before or behind it in this batch.
    /// @dev True where all of this holds: exactly this batch was certified, here or in a predecessor; the entry is in its index; the records are of
    /// the entry's provider and stream, version 1, and their sequences ascend; they are the leaves at consecutive positions, all within the
    /// entry's and the batch; the first record of the entry has the entry's first sequence, the last one its last, all others lie between.
    ///
    /// Anything else is `false`, never a revert, as in `verifyRecord`. Costs gas for each record; nothing in storage is walked through.
    ///
    /// The batch does not say how many entries its index has, so `entryCount` is a claim. A false one proves nothing false: it can only change
    /// the order and the number of the hashes, and whatever leads from the entry's leaf to the index root shows that the leaf stands under it. An
    /// inner node does not pass for an entry, as their first bytes differ. But `entryPosition` and `entryCount` are not proved, and a proof may
    /// hold with several. That a stream has one entry, and no record outside of it, is the certifier's word.
    /// @param batch the batch
    /// @param records the records, in the order of their positions, at least one
    /// @param firstPosition position of the first record's leaf in the batch
    /// @param path the range's path: from the leaves up, on each level the sibling to the left, then the one to the right, where there is one
    /// @param entry the stream's entry of the batch's index
    /// @param entryPosition position of the entry in the index
    /// @param entryCount number of entries of the index
    /// @param entryPath the sibling hashes from the entry's leaf up to the index root
    function verifyRange(
        Batch calldata batch,
        Record[] calldata records,
        uint32 firstPosition,
        bytes32[] calldata path,
        IndexEntry calldata entry,
        uint32 entryPosition,
        uint32 entryCount,
        bytes32[] calldata entryPath
    ) external view returns (bool);
}
