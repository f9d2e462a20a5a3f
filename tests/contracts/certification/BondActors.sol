// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICertificationBond} from "../../../contracts/certification/ICertificationBond.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {BondTest} from "./BondTest.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// @title Certifiers who promise, certify and omit, and presenters who hold them to it, rightly and wrongly, while time goes by
/// @notice Beside the contract it keeps a model: what everybody must own, and what must have become of every receipt. Every call's outcome, success
/// or the exact error, is predicted from the model alone.
contract BondActors is BondTest {
    uint256 public constant CERTIFIERS = 2;
    uint256 public constant PRESENTERS = 2;

    /// @notice A receipt as its holder keeps it, and what the model knows of it.
    /// @param certifier index of the certifier
    /// @param batch number of the batch that holds the record; zero if it was omitted
    /// @param place the record's position in the batch
    /// @param presenter index of who presented it
    /// @param deadline last second of its window
    /// @param status what must be on record
    /// @param payments how often it paid a bond
    struct Promise {
        uint256 certifier;
        uint64 batch;
        uint32 place;
        uint256 presenter;
        uint256 deadline;
        ICertificationBond.Status status;
        uint256 payments;
        bytes32 receiptId;
    }

    /// @notice What a certifier must own.
    struct Account {
        uint256 amount;
        uint256 withdrawableFrom;
        uint256 open;
        uint256 omissions;
    }

    Account[CERTIFIERS] private _accounts;
    uint256[PRESENTERS] private _credits;
    uint256 public deposited;
    uint256 public paidOut;

    Promise[] private _promises;
    mapping(uint256 index => Shown) private _shown;
    mapping(uint256 certifier => IDataCertification.Batch[]) private _batches;
    mapping(uint256 certifier => mapping(uint64 number => bytes32[])) private _leaves;

    constructor() {
        VM.deal(address(this), type(uint128).max);
    }

    function certificationBond() external view returns (ICertificationBond) {
        return bond;
    }

    function certifier(uint256 who) public pure returns (address) {
        return VM.addr(_key(who));
    }

    function presenter(uint256 who) public pure returns (address) {
        return address(SafeCast.toUint160(0xBEEF + who));
    }

    function accountOf(uint256 who) external view returns (Account memory) {
        return _accounts[who];
    }

    function creditOf(uint256 who) external view returns (uint256) {
        return _credits[who];
    }

    function promiseCount() external view returns (uint256) {
        return _promises.length;
    }

    function promiseAt(uint256 index) external view returns (Promise memory) {
        return _promises[index];
    }

    function deposit(uint256 whom, uint64 amount) external {
        uint256 who = whom % CERTIFIERS;

        try bond.depositFor{value: amount}(certifier(who)) {
            VM.assertTrue(amount > 0, "an empty deposit");
            _accounts[who].amount += amount;
            deposited += amount;
        } catch (bytes memory reason) {
            VM.assertTrue(amount == 0, "a deposit was refused");
            VM.assertEq(reason, abi.encodeWithSelector(ICertificationBond.EmptyDeposit.selector, certifier(who)));
        }
    }

    /// @notice A certifier receipts a message of a few readings, and certifies those that it does not omit.
    function receiptMessage(uint256 whose, uint256 countSeed, uint256 omitted, uint256 patience, uint256 pause) external {
        _pass(pause);
        uint256 who = whose % CERTIFIERS;
        ICertificationBond.Receipt[] memory receipts = new ICertificationBond.Receipt[](1 + countSeed % 4);
        for (uint32 index = 0; index < receipts.length; ++index) {
            receipts[index] = ICertificationBond.Receipt({
                provider: address(0xA1),
                stream: keccak256("stream"),
                sequence: uint64(_promises.length + index),
                leaf: keccak256(abi.encode("leaf", who, _promises.length + index)),
                certifyBy: SafeCast.toUint64(block.timestamp + patience % 100)
            });
        }
        for (uint32 index = 0; index < receipts.length; ++index) {
            _remember(who, show(_key(who), receipts, index), omitted >> index & 1 == 1);
        }
        _certify(who);
    }

    function present(uint256 which, uint256 whom, uint256 pause) external {
        if (_promises.length == 0) return;
        _pass(pause);
        Promise storage promised = _promises[which % _promises.length];
        Shown memory shown = _shown[which % _promises.length];
        bytes memory refusal = _refusalOfPresent(promised, shown.receipt.certifyBy);

        VM.prank(presenter(whom % PRESENTERS));
        try bond.present(shown.receipt, shown.position, shown.count, shown.path, shown.signature) returns (bytes32 receiptId) {
            VM.assertTrue(refusal.length == 0, "was presented");
            VM.assertEq(receiptId, promised.receiptId);
            promised.status = ICertificationBond.Status.Presented;
            promised.presenter = whom % PRESENTERS;
            promised.deadline = block.timestamp + WINDOW;
            ++_accounts[promised.certifier].open;
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    /// @notice Answers a receipt with its own proof, or, where there is none, with that of another record of the certifier, or with a forged batch.
    function answer(uint256 which, uint256 another, uint256 pause) external {
        if (_promises.length == 0) return;
        _pass(pause);
        Promise storage promised = _promises[which % _promises.length];
        uint256 who = promised.certifier;
        if (_batches[who].length == 0) return;
        uint64 number = promised.batch == 0 ? SafeCast.toUint64(1 + another % _batches[who].length) : promised.batch;
        IDataCertification.Batch memory batch = _batches[who][number - 1];
        uint32 place = promised.batch == 0 ? SafeCast.toUint32(another % batch.count) : promised.place;
        bytes32[] memory leaves = _leaves[who][number];
        bytes32[] memory path = RecursiveTree.pathOf(leaves, place);
        leaves[place] = _shown[which % _promises.length].receipt.leaf;
        bytes memory refusal = _refusalOfAnswer(promised, RecursiveTree.rootOf(leaves), batch.root);
        if (another % 4 == 0) {
            // What an operator would forge for an omitted record: a batch that does hold it, and that nobody certified.
            bytes32 certified = recordOfMembers(batch);
            (batch.root, batch.indexRoot) = (RecursiveTree.rootOf(leaves), keccak256("forged"));
            bytes memory notCertified =
                abi.encodeWithSelector(ICertificationBond.NotCertified.selector, batch.certifier, number, recordOfMembers(batch), certified);
            refusal = promised.status == ICertificationBond.Status.Presented ? notCertified : refusal;
        }

        try bond.answer(promised.receiptId, batch, place, path) {
            VM.assertTrue(refusal.length == 0, "was answered");
            promised.status = ICertificationBond.Status.Answered;
            --_accounts[who].open;
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function claim(uint256 which, uint256 pause) external {
        if (_promises.length == 0) return;
        _pass(pause);
        Promise storage promised = _promises[which % _promises.length];
        bytes memory refusal = _refusalOfClaim(promised);

        try bond.claim(promised.receiptId) {
            VM.assertTrue(refusal.length == 0, "was claimed");
            Account storage account = _accounts[promised.certifier];
            promised.status = ICertificationBond.Status.Omitted;
            if (account.amount > 0) ++promised.payments;
            _credits[promised.presenter] += account.amount;
            (account.amount, account.withdrawableFrom) = (0, 0);
            --account.open;
            ++account.omissions;
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function announceWithdrawal(uint256 who) external {
        Account storage account = _accounts[who % CERTIFIERS];
        address caller = certifier(who % CERTIFIERS);
        bytes memory refusal;
        if (account.amount == 0) {
            refusal = abi.encodeWithSelector(ICertificationBond.NoBond.selector, caller);
        } else if (account.withdrawableFrom != 0) {
            refusal = abi.encodeWithSelector(ICertificationBond.WithdrawalAlreadyAnnounced.selector, caller, account.withdrawableFrom);
        }

        VM.prank(caller);
        try bond.announceWithdrawal() {
            VM.assertTrue(refusal.length == 0, "was announced");
            account.withdrawableFrom = block.timestamp + DELAY;
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function cancelWithdrawal(uint256 who) external {
        Account storage account = _accounts[who % CERTIFIERS];
        address caller = certifier(who % CERTIFIERS);

        VM.prank(caller);
        try bond.cancelWithdrawal() {
            VM.assertTrue(account.withdrawableFrom != 0, "was cancelled");
            account.withdrawableFrom = 0;
        } catch (bytes memory reason) {
            VM.assertTrue(account.withdrawableFrom == 0, "was not cancelled");
            VM.assertEq(reason, abi.encodeWithSelector(ICertificationBond.WithdrawalNotAnnounced.selector, caller));
        }
    }

    function withdraw(uint256 who, uint256 pause) external {
        _pass(pause);
        Account storage account = _accounts[who % CERTIFIERS];
        address caller = certifier(who % CERTIFIERS);
        bytes memory refusal = _refusalOfWithdraw(account, caller);
        uint256 before = caller.balance;

        VM.prank(caller);
        try bond.withdraw() {
            VM.assertTrue(refusal.length == 0, "was withdrawn");
            VM.assertEq(caller.balance - before, account.amount);
            paidOut += account.amount;
            (account.amount, account.withdrawableFrom) = (0, 0);
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function withdrawCredit(uint256 whom) external {
        uint256 who = whom % PRESENTERS;
        address caller = presenter(who);
        uint256 before = caller.balance;

        VM.prank(caller);
        try bond.withdrawCredit() {
            VM.assertTrue(_credits[who] > 0, "nothing was paid");
            VM.assertEq(caller.balance - before, _credits[who]);
            paidOut += _credits[who];
            _credits[who] = 0;
        } catch (bytes memory reason) {
            VM.assertTrue(_credits[who] == 0, "a credit was not paid");
            VM.assertEq(reason, abi.encodeWithSelector(ICertificationBond.NoCredit.selector, caller));
        }
    }

    function _remember(uint256 who, Shown memory shown, bool isOmitted) private {
        Promise storage promised = _promises.push();
        promised.certifier = who;
        promised.receiptId = keccak256(abi.encode(certifier(who), hashStructOf(shown.receipt)));
        Shown storage kept = _shown[_promises.length - 1];
        kept.receipt = shown.receipt;
        kept.position = shown.position;
        kept.count = shown.count;
        kept.path = shown.path;
        kept.signature = shown.signature;
        if (isOmitted) return;

        promised.batch = uint64(_batches[who].length + 1);
        promised.place = uint32(_leaves[who][promised.batch].length);
        _leaves[who][promised.batch].push(shown.receipt.leaf);
    }

    function _certify(uint256 who) private {
        uint64 number = uint64(_batches[who].length + 1);
        if (_leaves[who][number].length == 0) return;

        bytes32 previous = number == 1 ? bytes32(0) : recordOfMembers(_batches[who][number - 2]);
        _batches[who].push(certifyLeaves(certifier(who), number, previous, _leaves[who][number]));
    }

    function _refusalOfPresent(Promise storage promised, uint64 certifyBy) private view returns (bytes memory) {
        if (_now() <= certifyBy) return abi.encodeWithSelector(ICertificationBond.NotOverdue.selector, certifyBy, block.timestamp);
        if (promised.status != ICertificationBond.Status.None) {
            return abi.encodeWithSelector(ICertificationBond.AlreadyPresented.selector, promised.receiptId);
        }
        return "";
    }

    function _refusalOfAnswer(Promise storage promised, bytes32 root, bytes32 expected) private view returns (bytes memory) {
        bytes memory refusal = _refusalOfSettled(promised);
        if (refusal.length == 0 && promised.batch == 0) {
            return abi.encodeWithSelector(ICertificationBond.NotIncluded.selector, promised.receiptId, root, expected);
        }
        return refusal;
    }

    function _refusalOfClaim(Promise storage promised) private view returns (bytes memory) {
        bytes memory refusal = _refusalOfSettled(promised);
        if (refusal.length == 0 && _now() <= promised.deadline) {
            return abi.encodeWithSelector(ICertificationBond.WindowOpen.selector, promised.receiptId, promised.deadline);
        }
        return refusal;
    }

    function _refusalOfSettled(Promise storage promised) private view returns (bytes memory) {
        if (promised.status == ICertificationBond.Status.Presented) return "";
        return abi.encodeWithSelector(ICertificationBond.NotOpen.selector, promised.receiptId, promised.status);
    }

    function _refusalOfWithdraw(Account storage account, address caller) private view returns (bytes memory) {
        if (account.withdrawableFrom == 0) return abi.encodeWithSelector(ICertificationBond.WithdrawalNotAnnounced.selector, caller);
        if (_now() < account.withdrawableFrom) {
            return abi.encodeWithSelector(ICertificationBond.WithdrawalTooEarly.selector, caller, account.withdrawableFrom);
        }
        if (account.open > 0) return abi.encodeWithSelector(ICertificationBond.ChallengesOpen.selector, caller, account.open);
        return "";
    }

    /// @dev Mostly a little; now and then a whole window.
    function _pass(uint256 seed) private {
        VM.warp(block.timestamp + (seed % 4 == 0 ? WINDOW + seed % 100 : seed % 60));
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }

    function _key(uint256 who) private pure returns (uint256) {
        return 0xC1 + who;
    }
}
