// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {CertificationBond} from "../../../contracts/certification/CertificationBond.sol";
import {ICertificationBond} from "../../../contracts/certification/ICertificationBond.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {BondTest} from "./BondTest.sol";
import {ReturningPayee} from "./ReturningPayee.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

contract CertificationBondTest is BondTest {
    /// @dev The order of secp256k1, and half of it.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    uint256 private constant KEY = 0xC0FFEE;
    address private constant PRESENTER = address(0xBEEF);

    address private _certifier = VM.addr(KEY);

    function setUp() public {
        VM.warp(1_767_225_600);
        VM.deal(address(this), type(uint128).max);
    }

    function testFuzz_deposit_addsUp(address certifier, uint96 first, uint96 second) public {
        VM.assume(certifier != address(0) && first > 0 && second > 0);

        bond.depositFor{value: first}(certifier);
        bond.depositFor{value: second}(certifier);

        VM.assertEq(bond.bondOf(certifier).amount, uint256(first) + second);
        VM.assertEq(address(bond).balance, uint256(first) + second);
    }

    function testFuzz_present_recoversTheCertifierOfAnyReceiptOfAnyMessage(
        uint256 key,
        ICertificationBond.Receipt memory receipt,
        uint256 placeSeed,
        uint256 late
    ) public {
        key = 1 + key % (ORDER - 1);
        Shown memory shown = _showAmongOthers(key, receipt, placeSeed);
        VM.warp(uint256(shown.receipt.certifyBy) + 1 + late % 1e9);

        VM.prank(PRESENTER);
        bytes32 receiptId = present(shown);

        ICertificationBond.Challenge memory challenge = bond.challengeOf(receiptId);
        VM.assertEq(challenge.certifier, VM.addr(key));
        VM.assertEq(challenge.presenter, PRESENTER);
        VM.assertEq(challenge.leaf, shown.receipt.leaf);
        VM.assertEq(challenge.deadline, block.timestamp + WINDOW);
        VM.assertEq(uint256(challenge.status), uint256(ICertificationBond.Status.Presented));
        VM.assertEq(bond.bondOf(VM.addr(key)).open, 1);
        VM.assertEq(receiptId, keccak256(abi.encode(VM.addr(key), hashStructOf(shown.receipt))));
        VM.assertEq(receiptId, bond.idOf(VM.addr(key), shown.receipt));
    }

    function testFuzz_present_refusesAReceiptWhoseTimeHasNotPassed(ICertificationBond.Receipt memory receipt, uint48 early) public {
        receipt.certifyBy = SafeCast.toUint64(block.timestamp + early);
        Shown memory shown = showAlone(KEY, receipt);

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.NotOverdue.selector, receipt.certifyBy, block.timestamp));
        present(shown);
    }

    function testFuzz_present_takesEachReceiptOnceInWhateverCompanyItWasSigned(ICertificationBond.Receipt memory receipt, uint256 placeSeed) public {
        Shown memory together = _showAmongOthers(KEY, receipt, placeSeed);
        VM.warp(uint256(together.receipt.certifyBy) + 1);
        bytes32 receiptId = present(together);

        Shown memory alone = showAlone(KEY, together.receipt);

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.AlreadyPresented.selector, receiptId));
        present(alone);
    }

    function testFuzz_present_neverAccusesTheCertifierOfAReceiptThatItDidNotSign(
        ICertificationBond.Receipt memory receipt,
        uint256 placeSeed,
        uint256 faultSeed
    ) public {
        Shown memory shown = _showAmongOthers(KEY, receipt, placeSeed);
        VM.warp(uint256(type(uint64).max) + 2);
        uint256 fault = faultSeed % 6;
        if (fault == 0) shown.receipt.provider = address(uint160(shown.receipt.provider) ^ 1);
        if (fault == 1) shown.receipt.stream ^= bytes32(uint256(1));
        if (fault == 2) shown.receipt.sequence ^= 1;
        if (fault == 3) shown.receipt.leaf ^= bytes32(uint256(1));
        if (fault == 4) shown.receipt.certifyBy ^= 1;
        if (fault == 5) shown.signature[40] ^= 0x01;

        try bond.present(shown.receipt, shown.position, shown.count, shown.path, shown.signature) returns (bytes32 receiptId) {
            VM.assertTrue(bond.challengeOf(receiptId).certifier != _certifier, "accused of what it did not sign");
        } catch {}

        VM.assertEq(bond.bondOf(_certifier).open, 0);
    }

    function testFuzz_present_isBoundToChainAndContract(uint64 chainId, address verifyingContract, bytes32 leaf) public {
        VM.assume(chainId != block.chainid || verifyingContract != address(certification));
        Shown memory shown = showAlone(KEY, _receipt(leaf));
        bytes32 root = keccak256(bytes.concat(hex"00", hashStructOf(shown.receipt)));
        shown.signature = signatureOf(KEY, digestFor(chainId, verifyingContract, root));

        bytes32 receiptId = present(shown);

        VM.assertTrue(bond.challengeOf(receiptId).certifier != _certifier, "accused by another domain's receipt");
    }

    function testFuzz_present_refusesTheOtherSignatureOfTheSameKey(bytes32 leaf) public {
        Shown memory shown = showAlone(KEY, _receipt(leaf));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(KEY, digestOf(keccak256(bytes.concat(hex"00", hashStructOf(shown.receipt)))));
        bytes32 upper = bytes32(ORDER - uint256(s));
        shown.signature = abi.encodePacked(r, upper, v == 27 ? uint8(28) : uint8(27));

        VM.expectRevert(abi.encodeWithSignature("ECDSAInvalidSignatureS(bytes32)", upper));
        present(shown);
    }

    function testFuzz_answer_savesTheBondForEveryRecordThatIsCertified(uint256 countSeed, uint256 positionSeed, uint96 amount, uint256 late) public {
        VM.assume(amount > 0);
        bytes32[] memory leaves = _leaves(1 + countSeed % 40);
        uint32 position = SafeCast.toUint32(positionSeed % leaves.length);
        bond.depositFor{value: amount}(_certifier);
        IDataCertification.Batch memory batch = certifyLeaves(_certifier, 1, bytes32(0), leaves);
        bytes32 receiptId = present(showAlone(KEY, _receipt(leaves[position])));
        // Behind the deadline too, as long as nobody claimed.
        VM.warp(block.timestamp + late % (2 * WINDOW));

        bond.answer(receiptId, batch, position, RecursiveTree.pathOf(leaves, position));

        VM.assertEq(bond.bondOf(_certifier).amount, amount);
        VM.assertEq(bond.bondOf(_certifier).open, 0);
        VM.assertEq(uint256(bond.challengeOf(receiptId).status), uint256(ICertificationBond.Status.Answered));
        VM.warp(block.timestamp + 2 * WINDOW);
        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.NotOpen.selector, receiptId, ICertificationBond.Status.Answered));
        bond.claim(receiptId);
    }

    function testFuzz_answer_refusesABatchWithAnyChange(uint256 memberSeed, int64 closed, bytes32 indexRoot) public {
        bytes32[] memory leaves = _leaves(3);
        IDataCertification.Batch memory batch = certifyLeaves(_certifier, 1, bytes32(0), leaves);
        bytes32 receiptId = present(showAlone(KEY, _receipt(keccak256("omitted"))));
        bytes32 certified = recordOfMembers(batch);
        // What an operator would forge: a root that does hold the leaf.
        batch.root = keccak256("omitted");
        batch.count = 1;
        if (memberSeed % 3 == 1) batch.closed = closed;
        if (memberSeed % 3 == 2) batch.indexRoot = indexRoot;

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.NotCertified.selector, _certifier, 1, recordOfMembers(batch), certified));
        bond.answer(receiptId, batch, 0, new bytes32[](0));
    }

    function testFuzz_answer_refusesAPathOfAnotherLeaf(uint256 countSeed, uint256 positionSeed, bytes32 leaf) public {
        bytes32[] memory leaves = _leaves(1 + countSeed % 40);
        uint32 position = SafeCast.toUint32(positionSeed % leaves.length);
        VM.assume(leaf != leaves[position]);
        IDataCertification.Batch memory batch = certifyLeaves(_certifier, 1, bytes32(0), leaves);
        bytes32 receiptId = present(showAlone(KEY, _receipt(leaf)));
        bytes32[] memory path = RecursiveTree.pathOf(leaves, position);
        leaves[position] = leaf;

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.NotIncluded.selector, receiptId, RecursiveTree.rootOf(leaves), batch.root));
        bond.answer(receiptId, batch, position, path);
    }

    function testFuzz_claim_givesTheWholeBondToThePresenter(uint96 amount, uint32 late) public {
        if (amount > 0) bond.depositFor{value: amount}(_certifier);
        Shown memory shown = showAlone(KEY, _receipt(keccak256("omitted")));
        VM.prank(PRESENTER);
        bytes32 receiptId = present(shown);
        VM.warp(block.timestamp + WINDOW + 1 + late);

        bond.claim(receiptId);

        VM.assertEq(bond.bondOf(_certifier).amount, 0);
        VM.assertEq(bond.creditOf(PRESENTER), amount);
        VM.assertEq(bond.omissionsOf(_certifier), 1);
        VM.assertEq(uint256(bond.challengeOf(receiptId).status), uint256(ICertificationBond.Status.Omitted));
        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.NotOpen.selector, receiptId, ICertificationBond.Status.Omitted));
        bond.claim(receiptId);
    }

    function testFuzz_claim_waitsForTheWindowToClose(uint32 passed) public {
        bytes32 receiptId = present(showAlone(KEY, _receipt(keccak256("omitted"))));
        uint256 deadline = block.timestamp + WINDOW;
        VM.warp(block.timestamp + passed % (WINDOW + 1));

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.WindowOpen.selector, receiptId, deadline));
        bond.claim(receiptId);
    }

    function testFuzz_withdraw_waitsForTheDelay(uint96 amount, uint32 passed) public {
        VM.assume(amount > 0 && passed < DELAY);
        bond.depositFor{value: amount}(_certifier);
        VM.prank(_certifier);
        bond.announceWithdrawal();
        uint256 withdrawableFrom = block.timestamp + DELAY;
        VM.warp(block.timestamp + passed);

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.WithdrawalTooEarly.selector, _certifier, withdrawableFrom));
        VM.prank(_certifier);
        bond.withdraw();

        VM.warp(withdrawableFrom);
        VM.prank(_certifier);
        bond.withdraw();
        VM.assertEq(_certifier.balance, amount);
    }

    function test_withdraw_paysOnceWhoCallsBack() public {
        ReturningPayee payee = new ReturningPayee(bond);
        bond.depositFor{value: 5 ether}(address(payee));
        bond.depositFor{value: 7 ether}(_certifier);
        payee.announceWithdrawal();
        VM.warp(block.timestamp + DELAY);

        payee.withdraw();

        _requirePaidOnce(payee, 5 ether, 7 ether);
    }

    function test_withdrawCredit_paysOnceWhoCallsBack() public {
        ReturningPayee payee = new ReturningPayee(bond);
        bond.depositFor{value: 5 ether}(_certifier);
        Shown memory shown = showAlone(KEY, _receipt(keccak256("omitted")));
        VM.prank(address(payee));
        bytes32 receiptId = present(shown);
        VM.warp(block.timestamp + WINDOW + 1);
        bond.claim(receiptId);
        bond.depositFor{value: 7 ether}(_certifier);

        payee.withdrawCredit();

        _requirePaidOnce(payee, 5 ether, 7 ether);
    }

    function testFuzz_constructor_refusesTimesThatProtectNobody(uint32 window, uint32 delay) public {
        VM.assume(window == 0 || delay < window);

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.InvalidTimes.selector, window, delay));
        new CertificationBond(certification, window, delay);
    }

    function testFuzz_constructor_refusesACertificationWithoutCode(address account) public {
        VM.assume(account.code.length == 0);

        VM.expectRevert(abi.encodeWithSelector(ICertificationBond.CertificationWithoutCode.selector, account));
        new CertificationBond(IDataCertification(account), WINDOW, DELAY);
    }

    function _requirePaidOnce(ReturningPayee payee, uint256 paid, uint256 left) private view {
        VM.assertEq(address(payee).balance, paid);
        VM.assertEq(address(bond).balance, left);
        VM.assertEq(payee.refusals(0), abi.encodeWithSelector(ICertificationBond.NoCredit.selector, address(payee)));
        VM.assertEq(payee.refusals(1), abi.encodeWithSelector(ICertificationBond.WithdrawalNotAnnounced.selector, address(payee)));
    }

    /// @dev Signs a receipt in the company of up to 20 others.
    function _showAmongOthers(uint256 key, ICertificationBond.Receipt memory receipt, uint256 placeSeed) private view returns (Shown memory) {
        ICertificationBond.Receipt[] memory receipts = new ICertificationBond.Receipt[](1 + placeSeed % 21);
        for (uint256 index = 0; index < receipts.length; ++index) {
            receipts[index] = _receipt(keccak256(abi.encode("another", index)));
        }
        uint32 position = SafeCast.toUint32((placeSeed >> 8) % receipts.length);
        receipts[position] = receipt;
        // Far-away times are another test's.
        receipt.certifyBy %= 1 << 40;
        return show(key, receipts, position);
    }

    function _receipt(bytes32 leaf) private view returns (ICertificationBond.Receipt memory) {
        return
            ICertificationBond.Receipt({provider: address(0xA1), stream: keccak256("stream"), sequence: 1, leaf: leaf, certifyBy: uint64(block.timestamp - 1)});
    }

    function _leaves(uint256 count) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 index = 0; index < count; ++index) {
            leaves[index] = keccak256(abi.encode("leaf", index));
        }
    }
}
