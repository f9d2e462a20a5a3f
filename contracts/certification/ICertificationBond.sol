// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IDataCertification} from "./IDataCertification.sol";

/// @title What a certifier puts behind its receipts
/// @notice A receipt is a certifier's signed promise that a record will be certified by a time. Anybody may present a receipt whose time has passed.
/// If nobody answers it with the proof that the record is in a certified batch, the certifier's whole bond goes to whoever presented it, and the
/// omission stays on record for ever. A bond punishes omission, not lateness: a record that is certified late still answers its receipt.
/// @dev There is one bond contract for one DataCertification: receipts name that contract in their EIP-712 domain, and no other receipt counts here.
interface ICertificationBond {
    /// @notice A certifier's promise, as EIP-712 type `Receipt`. One signature covers all receipts of a message: the certifier signs
    /// `Receipts(bytes32 root)`, the root of the tree over `keccak256(0x00 || hashStruct(Receipt))`.
    /// @param provider who handed the record in
    /// @param stream hash of the stream's name
    /// @param sequence the record's number in the stream
    /// @param leaf the record's leaf, which a batch must hold
    /// @param certifyBy Unix seconds until which it should
    struct Receipt {
        address provider;
        bytes32 stream;
        uint64 sequence;
        bytes32 leaf;
        uint64 certifyBy;
    }

    /// @notice Where a presented receipt stands.
    /// @dev `Answered` and `Omitted` are final.
    enum Status {
        None,
        Presented,
        Answered,
        Omitted
    }

    /// @notice A receipt that was presented, in three storage slots.
    /// @param certifier who signed it
    /// @param deadline last second of the window in which nobody can claim it
    /// @param status where it stands
    /// @param presenter who presented it; zero once it is answered
    /// @param leaf what must be in a batch; zero once it is answered
    struct Challenge {
        // slot 1: 20 + 6 + 1 bytes
        address certifier;
        uint48 deadline;
        Status status;
        // slot 2: 20 bytes
        address presenter;
        // slot 3
        bytes32 leaf;
    }

    /// @notice A certifier's bond, in one storage slot.
    /// @param amount what it is worth now, in wei
    /// @param open number of challenges that are neither answered nor claimed
    /// @param withdrawableFrom Unix seconds from which it may be withdrawn; zero while no withdrawal is announced
    struct Bond {
        // slot 1: 16 + 8 + 6 bytes
        uint128 amount;
        uint64 open;
        uint48 withdrawableFrom;
    }

    /// @notice Emitted when a bond grows.
    /// @param certifier whose bond
    /// @param from who paid
    /// @param amount what was paid, in wei
    /// @param bond what the bond is worth now, in wei
    event Deposited(address indexed certifier, address indexed from, uint256 amount, uint256 bond);

    /// @notice Emitted when an overdue receipt is presented.
    /// @param receiptId the receipt's id
    /// @param certifier who signed it
    /// @param presenter who presented it
    /// @param receipt the receipt itself, so that the event alone is enough to answer it
    /// @param deadline last second of the window in which nobody can claim it
    event Presented(bytes32 indexed receiptId, address indexed certifier, address indexed presenter, Receipt receipt, uint48 deadline);

    /// @notice Emitted when a presented receipt is answered: its record is certified.
    /// @param receiptId the receipt's id
    /// @param certifier who signed it
    /// @param number the batch that holds the record
    event Answered(bytes32 indexed receiptId, address indexed certifier, uint64 number);

    /// @notice Emitted when a presented receipt was not answered: the certifier promised a record and omitted it. An announced withdrawal ends with
    /// the bond.
    /// @param receiptId the receipt's id
    /// @param certifier who signed it
    /// @param presenter who presented it, and gets the bond
    /// @param amount what the bond was worth, in wei; zero if there was none
    event Omitted(bytes32 indexed receiptId, address indexed certifier, address indexed presenter, uint256 amount);

    /// @notice Emitted when a certifier announces that it will take its bond back.
    /// @param certifier whose bond
    /// @param withdrawableFrom Unix seconds from which it may
    event WithdrawalAnnounced(address indexed certifier, uint48 withdrawableFrom);

    /// @notice Emitted when a certifier calls the announced withdrawal off.
    /// @param certifier whose bond
    event WithdrawalCancelled(address indexed certifier);

    /// @notice Emitted when a certifier takes its bond back.
    /// @param certifier whose bond
    /// @param amount what it was worth, in wei
    event Withdrawn(address indexed certifier, uint256 amount);

    /// @notice Emitted when a presenter takes what it won.
    /// @param presenter who won it
    /// @param amount how much, in wei
    event CreditWithdrawn(address indexed presenter, uint256 amount);

    /// @notice Thrown when the DataCertification given at deployment is an address without code.
    /// @param dataCertification the address given
    error CertificationWithoutCode(address dataCertification);

    /// @notice Thrown when the times given at deployment protect nobody: a window of zero, or a withdrawal quicker than the window.
    /// @param window seconds in which an answer must come
    /// @param withdrawalDelay seconds between the announcement of a withdrawal and the withdrawal
    error InvalidTimes(uint32 window, uint32 withdrawalDelay);

    /// @notice Thrown when a deposit has no value.
    /// @param certifier whose bond it should be
    error EmptyDeposit(address certifier);

    /// @notice Thrown when somebody deposits for nobody.
    error NoCertifier();

    /// @notice Thrown when a receipt is presented before its time has passed.
    /// @param certifyBy Unix seconds, as the receipt says
    /// @param time the block's time
    error NotOverdue(uint64 certifyBy, uint48 time);

    /// @notice Thrown when a receipt was presented before, whatever became of it.
    /// @param receiptId the receipt's id
    error AlreadyPresented(bytes32 receiptId);

    /// @notice Thrown when a challenge is answered or claimed that is not open: never presented, answered, or claimed.
    /// @param receiptId the receipt's id
    /// @param status where it stands
    error NotOpen(bytes32 receiptId, Status status);

    /// @notice Thrown when an answer names a batch that the certifier never certified.
    /// @param certifier the receipt's certifier
    /// @param number the batch's number
    /// @param given the hash of the batch given
    /// @param certified what is certified under that number, or zero
    error NotCertified(address certifier, uint64 number, bytes32 given, bytes32 certified);

    /// @notice Thrown when an answer's path leads from the receipt's leaf to another root than the batch's.
    /// @param receiptId the receipt's id
    /// @param root where the path leads
    /// @param expected the batch's root
    error NotIncluded(bytes32 receiptId, bytes32 root, bytes32 expected);

    /// @notice Thrown when a challenge is claimed within its window.
    /// @param receiptId the receipt's id
    /// @param deadline last second of the window
    error WindowOpen(bytes32 receiptId, uint48 deadline);

    /// @notice Thrown when a certifier without a bond wants it back.
    /// @param certifier who asked
    error NoBond(address certifier);

    /// @notice Thrown when a withdrawal is announced twice.
    /// @param certifier who asked
    /// @param withdrawableFrom Unix seconds, as announced before
    error WithdrawalAlreadyAnnounced(address certifier, uint48 withdrawableFrom);

    /// @notice Thrown when a bond is withdrawn, or a withdrawal called off, that was not announced.
    /// @param certifier who asked
    error WithdrawalNotAnnounced(address certifier);

    /// @notice Thrown when a bond is withdrawn before its time.
    /// @param certifier who asked
    /// @param withdrawableFrom Unix seconds, as announced
    error WithdrawalTooEarly(address certifier, uint48 withdrawableFrom);

    /// @notice Thrown when a bond is withdrawn while challenges are open.
    /// @param certifier who asked
    /// @param open how many
    error ChallengesOpen(address certifier, uint64 open);

    /// @notice Thrown when somebody withdraws who won nothing, or has it already.
    /// @param presenter who asked
    error NoCredit(address presenter);

    /// @notice Adds the value of the call to the caller's bond.
    function deposit() external payable;

    /// @notice Adds the value of the call to a certifier's bond. It is the certifier's from then on.
    /// @param certifier whose bond
    function depositFor(address certifier) external payable;

    /// @notice Presents a receipt whose time has passed. Anybody may, each receipt once, whether or not its certifier has a bond.
    /// @dev Costs nothing but gas. What it does not need to know is whether the record is certified: the answer shows that.
    /// @param receipt the receipt
    /// @param position its position among the receipts that were signed with it
    /// @param count how many these are
    /// @param path what leads from it to the signed root; empty for a receipt that was signed alone
    /// @param signature the certifier's over `Receipts(root)`: 65 bytes, `v` 27 or 28, `s` in the lower half
    /// @return receiptId the receipt's id, as `idOf` says
    function present(Receipt calldata receipt, uint32 position, uint32 count, bytes32[] calldata path, bytes calldata signature)
        external
        returns (bytes32 receiptId);

    /// @notice Answers a presented receipt: shows that its record is in a certified batch. Anybody may.
    /// @dev Allowed until the receipt is claimed, also behind the deadline: after a chain that stood still the first block may lie behind it, and
    /// that a certified record was omitted must not be on record.
    /// @param receiptId the receipt's id
    /// @param batch the batch, as it was certified
    /// @param position the record's position in the batch
    /// @param path what leads from the record's leaf to the batch's root
    function answer(bytes32 receiptId, IDataCertification.Batch calldata batch, uint32 position, bytes32[] calldata path) external;

    /// @notice Settles a presented receipt that nobody answered in its window: the certifier's whole bond is credited to the presenter, and the
    /// omission is on record. Anybody may call it.
    /// @param receiptId the receipt's id
    function claim(bytes32 receiptId) external;

    /// @notice Announces that the caller will take its bond back. Until it does, the bond answers for its receipts as before.
    function announceWithdrawal() external;

    /// @notice Calls the caller's announced withdrawal off.
    function cancelWithdrawal() external;

    /// @notice Pays the caller its bond back, after its announcement's delay and while no challenge against it is open.
    function withdraw() external;

    /// @notice Pays the caller what it won.
    function withdrawCredit() external;

    /// @notice The contract whose records answer receipts.
    function dataCertification() external view returns (IDataCertification);

    /// @notice Seconds in which a presented receipt can be answered and not be claimed.
    function window() external view returns (uint32);

    /// @notice Seconds between the announcement of a withdrawal and the withdrawal.
    function withdrawalDelay() external view returns (uint32);

    /// @notice The id of a certifier's receipt, whatever it was signed with.
    /// @param certifier who signed it
    /// @param receipt the receipt
    function idOf(address certifier, Receipt calldata receipt) external pure returns (bytes32);

    /// @notice A certifier's bond.
    /// @param certifier the certifier
    function bondOf(address certifier) external view returns (Bond memory);

    /// @notice What became of a presented receipt.
    /// @param receiptId the receipt's id
    function challengeOf(bytes32 receiptId) external view returns (Challenge memory);

    /// @notice How many records a certifier promised and omitted, as far as was claimed.
    /// @param certifier the certifier
    function omissionsOf(address certifier) external view returns (uint256);

    /// @notice What an account won and did not take yet, in wei.
    /// @param presenter the account
    function creditOf(address presenter) external view returns (uint256);
}
