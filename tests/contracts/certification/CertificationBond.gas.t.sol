// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICertificationBond} from "../../../contracts/certification/ICertificationBond.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {BondTest} from "./BondTest.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// @title Gas of the bond, kept in snapshots/CertificationBond.json
/// @dev Run with --isolate: then every call is a transaction of its own, with its intrinsic cost and its call data.
contract CertificationBondGas is BondTest {
    uint256 private constant KEY = 0xC0FFEE;
    address private constant PRESENTER = 0xF1E2D3C4B5a6978869504132231405f6e7d8C9ba;

    address private _certifier = VM.addr(KEY);
    bytes32[] private _leaves;
    IDataCertification.Batch private _batch;
    bytes32 private _answerable;
    bytes32 private _omitted;

    function setUp() public {
        VM.warp(1_767_225_600);
        VM.deal(address(this), 10 ether);
        VM.deal(_certifier, 10 ether);
        VM.deal(PRESENTER, 10 ether);
        bond.depositFor{value: 1 ether}(_certifier);
        for (uint256 index = 0; index < 4096; ++index) {
            _leaves.push(keccak256(abi.encode("leaf", index)));
        }
        _batch = certifyLeaves(_certifier, 1, bytes32(0), _leaves);
        _answerable = _present(_showOneOf(_leaves[77], 1, 0));
        _omitted = _present(_showOneOf(keccak256("omitted"), 1, 0));
    }

    function test_deposit() public {
        VM.prank(_certifier);
        bond.deposit{value: 1 ether}();
        VM.snapshotGasLastCall("CertificationBond", "deposit");
    }

    function test_present() public {
        _present(_showOneOf(keccak256("another"), 1, 0));
        VM.snapshotGasLastCall("CertificationBond", "present: signed alone");
        _present(_showOneOf(keccak256("another one"), 16, 5));
        VM.snapshotGasLastCall("CertificationBond", "present: one of 16");
    }

    function test_answer() public {
        bytes32[] memory path = RecursiveTree.pathOf(_leaves, 77);
        IDataCertification.Batch memory batch = _batch;

        bond.answer(_answerable, batch, 77, path);
        VM.snapshotGasLastCall("CertificationBond", "answer: one of 4096");
    }

    function test_claim() public {
        VM.warp(block.timestamp + WINDOW + 1);
        bond.claim(_omitted);
        VM.snapshotGasLastCall("CertificationBond", "claim");

        VM.prank(PRESENTER);
        bond.withdrawCredit();
        VM.snapshotGasLastCall("CertificationBond", "withdrawCredit");
    }

    function test_withdraw() public {
        bytes32[] memory path = RecursiveTree.pathOf(_leaves, 77);
        bond.answer(_answerable, _batch, 77, path);
        VM.warp(block.timestamp + WINDOW + 1);
        bond.claim(_omitted);
        bond.depositFor{value: 1 ether}(_certifier);

        VM.prank(_certifier);
        bond.announceWithdrawal();
        VM.snapshotGasLastCall("CertificationBond", "announceWithdrawal");
        VM.warp(block.timestamp + DELAY);
        VM.prank(_certifier);
        bond.withdraw();
        VM.snapshotGasLastCall("CertificationBond", "withdraw");
    }

    function _present(Shown memory shown) private returns (bytes32) {
        VM.prank(PRESENTER);
        return present(shown);
    }

    function _showOneOf(bytes32 leaf, uint256 count, uint32 position) private view returns (Shown memory) {
        ICertificationBond.Receipt[] memory receipts = new ICertificationBond.Receipt[](count);
        for (uint256 index = 0; index < count; ++index) {
            receipts[index] = ICertificationBond.Receipt({
                provider: 0xA1E2D3C4b5a6978869504132231405f6e7D8c9BA,
                stream: keccak256("stream"),
                sequence: SafeCast.toUint64(index + 1),
                leaf: keccak256(abi.encode(leaf, index)),
                certifyBy: 1_767_225_000
            });
        }
        receipts[position].leaf = leaf;
        return show(KEY, receipts, position);
    }
}
