// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICertificationBond} from "./ICertificationBond.sol";
import {IDataCertification} from "./IDataCertification.sol";
import {MerkleProofs} from "./MerkleProofs.sol";

/// @title What a certifier puts behind its receipts
/// @notice Immutable, without an administrator. A new DataCertification gets a bond contract of its own.
/// @dev Payments are pulled, and are the last thing that a call does: whoever is paid and calls back finds everything settled.
contract CertificationBond is ICertificationBond {
    /// @notice Version of this contract.
    string public constant VERSION = "1.0.0";

    bytes32 private constant DOMAIN_TYPE = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant RECEIPT_TYPE = keccak256("Receipt(address provider,bytes32 stream,uint64 sequence,bytes32 leaf,uint64 certifyBy)");
    bytes32 private constant RECEIPTS_TYPE = keccak256("Receipts(bytes32 root)");

    /// @inheritdoc ICertificationBond
    IDataCertification public immutable dataCertification;

    /// @inheritdoc ICertificationBond
    uint32 public immutable window;

    /// @inheritdoc ICertificationBond
    uint32 public immutable withdrawalDelay;

    mapping(address certifier => Bond bond) private _bonds;
    mapping(bytes32 receiptId => Challenge challenge) private _challenges;
    mapping(address certifier => uint256 count) private _omissions;
    mapping(address presenter => uint256 amount) private _credits;

    /// @notice Deploys the contract for one DataCertification.
    /// @param certification the contract whose records answer receipts
    /// @param windowSeconds seconds in which a presented receipt can be answered and not be claimed; more than the longest outage to be survived
    /// @param withdrawalDelaySeconds seconds between the announcement of a withdrawal and the withdrawal, at least the window
    constructor(IDataCertification certification, uint32 windowSeconds, uint32 withdrawalDelaySeconds) {
        if (address(certification).code.length == 0) revert CertificationWithoutCode(address(certification));
        if (windowSeconds == 0 || withdrawalDelaySeconds < windowSeconds) revert InvalidTimes(windowSeconds, withdrawalDelaySeconds);
        dataCertification = certification;
        window = windowSeconds;
        withdrawalDelay = withdrawalDelaySeconds;
    }

    /// @inheritdoc ICertificationBond
    function deposit() external payable {
        _deposit(msg.sender);
    }

    /// @inheritdoc ICertificationBond
    function depositFor(address certifier) external payable {
        if (certifier == address(0)) revert NoCertifier();
        _deposit(certifier);
    }

    /// @inheritdoc ICertificationBond
    function present(Receipt calldata receipt, uint32 position, uint32 count, bytes32[] calldata path, bytes calldata signature)
        external
        returns (bytes32 receiptId)
    {
        if (_now() <= receipt.certifyBy) revert NotOverdue(receipt.certifyBy, _now());

        bytes32 receiptHash = _hashOf(receipt);
        address certifier = _signerOf(receiptHash, position, count, path, signature);
        receiptId = _idOf(certifier, receiptHash);
        _open(receiptId, certifier, receipt);
    }

    /// @inheritdoc ICertificationBond
    function answer(bytes32 receiptId, IDataCertification.Batch calldata batch, uint32 position, bytes32[] calldata path) external {
        Challenge storage challenge = _openChallenge(receiptId);
        address certifier = challenge.certifier;
        _requireCertified(certifier, batch);
        bytes32 root = MerkleProofs.rootFrom(challenge.leaf, position, batch.count, path);
        if (root != batch.root) revert NotIncluded(receiptId, root, batch.root);

        challenge.status = Status.Answered;
        delete challenge.presenter;
        delete challenge.leaf;
        --_bonds[certifier].open;
        emit Answered(receiptId, certifier, batch.number);
    }

    /// @inheritdoc ICertificationBond
    function claim(bytes32 receiptId) external {
        Challenge storage challenge = _openChallenge(receiptId);
        if (_now() <= challenge.deadline) revert WindowOpen(receiptId, challenge.deadline);

        (address certifier, address presenter) = (challenge.certifier, challenge.presenter);
        Bond storage bond = _bonds[certifier];
        uint256 amount = bond.amount;
        challenge.status = Status.Omitted;
        bond.amount = 0;
        // What is deposited next is not announced yet.
        bond.withdrawableFrom = 0;
        --bond.open;
        ++_omissions[certifier];
        if (amount > 0) _credits[presenter] += amount;
        emit Omitted(receiptId, certifier, presenter, amount);
    }

    /// @inheritdoc ICertificationBond
    function announceWithdrawal() external {
        Bond storage bond = _bonds[msg.sender];
        if (bond.amount == 0) revert NoBond(msg.sender);
        if (bond.withdrawableFrom != 0) revert WithdrawalAlreadyAnnounced(msg.sender, bond.withdrawableFrom);

        uint48 withdrawableFrom = _now() + withdrawalDelay;
        bond.withdrawableFrom = withdrawableFrom;
        emit WithdrawalAnnounced(msg.sender, withdrawableFrom);
    }

    /// @inheritdoc ICertificationBond
    function cancelWithdrawal() external {
        Bond storage bond = _bonds[msg.sender];
        if (bond.withdrawableFrom == 0) revert WithdrawalNotAnnounced(msg.sender);

        bond.withdrawableFrom = 0;
        emit WithdrawalCancelled(msg.sender);
    }

    /// @inheritdoc ICertificationBond
    function withdraw() external {
        Bond storage bond = _bonds[msg.sender];
        (uint256 amount, uint48 withdrawableFrom, uint64 open) = (bond.amount, bond.withdrawableFrom, bond.open);
        if (withdrawableFrom == 0) revert WithdrawalNotAnnounced(msg.sender);
        if (_now() < withdrawableFrom) revert WithdrawalTooEarly(msg.sender, withdrawableFrom);
        if (open > 0) revert ChallengesOpen(msg.sender, open);

        bond.amount = 0;
        bond.withdrawableFrom = 0;
        emit Withdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @inheritdoc ICertificationBond
    function withdrawCredit() external {
        uint256 amount = _credits[msg.sender];
        if (amount == 0) revert NoCredit(msg.sender);

        _credits[msg.sender] = 0;
        emit CreditWithdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @inheritdoc ICertificationBond
    function bondOf(address certifier) external view returns (Bond memory) {
        return _bonds[certifier];
    }

    /// @inheritdoc ICertificationBond
    function challengeOf(bytes32 receiptId) external view returns (Challenge memory) {
        return _challenges[receiptId];
    }

    /// @inheritdoc ICertificationBond
    function omissionsOf(address certifier) external view returns (uint256) {
        return _omissions[certifier];
    }

    /// @inheritdoc ICertificationBond
    function creditOf(address presenter) external view returns (uint256) {
        return _credits[presenter];
    }

    /// @inheritdoc ICertificationBond
    function idOf(address certifier, Receipt calldata receipt) external pure returns (bytes32) {
        return _idOf(certifier, _hashOf(receipt));
    }

    function _deposit(address certifier) private {
        if (msg.value == 0) revert EmptyDeposit(certifier);

        Bond storage bond = _bonds[certifier];
        uint128 amount = SafeCast.toUint128(bond.amount + msg.value);
        bond.amount = amount;
        emit Deposited(certifier, msg.sender, msg.value, amount);
    }

    function _open(bytes32 receiptId, address certifier, Receipt calldata receipt) private {
        if (_challenges[receiptId].status != Status.None) revert AlreadyPresented(receiptId);

        uint48 deadline = _now() + window;
        _challenges[receiptId] = Challenge({certifier: certifier, deadline: deadline, status: Status.Presented, presenter: msg.sender, leaf: receipt.leaf});
        ++_bonds[certifier].open;
        emit Presented(receiptId, certifier, msg.sender, receipt, deadline);
    }

    function _openChallenge(bytes32 receiptId) private view returns (Challenge storage challenge) {
        challenge = _challenges[receiptId];
        if (challenge.status != Status.Presented) revert NotOpen(receiptId, challenge.status);
    }

    /// @dev A record is asked for under the receipt's certifier, whoever the batch names: so nobody answers with another's batch.
    function _requireCertified(address certifier, IDataCertification.Batch calldata batch) private view {
        bytes32 given = keccak256(abi.encode(batch));
        bytes32 certified = dataCertification.recordOf(certifier, batch.number);
        if (given != certified) revert NotCertified(certifier, batch.number, given, certified);
    }

    /// @dev Who signed the receipts that this one is among. A receipt's leaf is hashed behind 0x00 here, so that no inner node passes for it.
    function _signerOf(bytes32 receiptHash, uint32 position, uint32 count, bytes32[] calldata path, bytes calldata signature) private view returns (address) {
        bytes32 leaf = keccak256(abi.encodePacked(bytes1(0x00), receiptHash));
        return ECDSA.recoverCalldata(_digestOf(MerkleProofs.rootFrom(leaf, position, count, path)), signature);
    }

    /// @dev Not of this contract's own address: receipts are made out for DataCertification. The chain's id is read anew, because a fork may change it.
    function _digestOf(bytes32 root) private view returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPE, keccak256("Platone"), keccak256("1"), block.chainid, address(dataCertification)));
        return MessageHashUtils.toTypedDataHash(domain, keccak256(abi.encode(RECEIPTS_TYPE, root)));
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @dev EIP-712's hashStruct.
    function _hashOf(Receipt calldata receipt) private pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_TYPE, receipt));
    }

    /// @dev Of neither the signature nor the tree, so that a receipt counts once, however often and in whatever company it was signed.
    function _idOf(address certifier, bytes32 receiptHash) private pure returns (bytes32) {
        return keccak256(abi.encode(certifier, receiptHash));
    }
}
