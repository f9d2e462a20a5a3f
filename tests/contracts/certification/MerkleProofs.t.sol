// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {MerkleProofs} from "../../../contracts/certification/MerkleProofs.sol";
import {VM} from "../IVm.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

contract MerkleProofsTest {
    /// @dev The library takes its path from call data.
    function rootFrom(bytes32 leaf, uint32 position, uint32 count, bytes32[] calldata path) external pure returns (bytes32) {
        return MerkleProofs.rootFrom(leaf, position, count, path);
    }

    /// @dev The worked example of docs/proofs.md, made by the framework in C#.
    function test_rootFrom_agreesWithTheWorkedExample() public view {
        bytes32[] memory leaves = new bytes32[](3);
        leaves[0] = 0xcffd52de47c0517bde16724aff17ab5e1dae7d2160830579e3953898f3355892;
        leaves[1] = 0x1b2f79befd9cc6c24a0ba8b5cbe7fea1a9bdf4020d3dced56c0934ffc74a4e91;
        leaves[2] = 0x38703176b598b6923a3b5a9364fd1a078eed33c87caea3fa618a7f5af5c7909c;
        bytes32 root = 0x73fb7a28354abbee08afb4b28e662902bc930942e941bf8e27248d16d86109ad;

        for (uint32 position = 0; position < 3; ++position) {
            VM.assertEq(this.rootFrom(leaves[position], position, 3, RecursiveTree.pathOf(leaves, position)), root);
        }
    }

    function test_rootFrom_isTheRootForEveryPositionOfEverySmallTree() public view {
        for (uint32 count = 1; count <= 20; ++count) {
            bytes32[] memory leaves = _leaves(count, 0);
            bytes32 root = RecursiveTree.rootOf(leaves);
            for (uint32 position = 0; position < count; ++position) {
                VM.assertEq(this.rootFrom(leaves[position], position, count, RecursiveTree.pathOf(leaves, position)), root);
            }
        }
    }

    function testFuzz_rootFrom_isTheRootOfTheRecursiveTree(uint256 countSeed, uint256 positionSeed, uint256 salt) public view {
        uint32 count = _within(countSeed, 64);
        uint32 position = _within(positionSeed, count) - 1;
        bytes32[] memory leaves = _leaves(count, salt);

        VM.assertEq(this.rootFrom(leaves[position], position, count, RecursiveTree.pathOf(leaves, position)), RecursiveTree.rootOf(leaves));
    }

    function testFuzz_rootFrom_isAnotherRootForAnotherLeaf(uint256 countSeed, uint256 positionSeed, bytes32 other) public view {
        uint32 count = _within(countSeed, 64);
        uint32 position = _within(positionSeed, count) - 1;
        bytes32[] memory leaves = _leaves(count, 0);
        VM.assume(other != leaves[position]);

        bytes32 root = this.rootFrom(other, position, count, RecursiveTree.pathOf(leaves, position));

        VM.assertTrue(root != RecursiveTree.rootOf(leaves), "another leaf has the same root");
    }

    function testFuzz_rootFrom_refusesAPathOfAnotherLength(uint256 countSeed, uint256 positionSeed, uint256 lengthSeed) public {
        uint32 count = _within(countSeed, 64);
        uint32 position = _within(positionSeed, count) - 1;
        bytes32[] memory leaves = _leaves(count, 0);
        uint256 expected = RecursiveTree.pathOf(leaves, position).length;
        uint256 given = lengthSeed % 40;
        VM.assume(given != expected);

        VM.expectRevert(abi.encodeWithSelector(MerkleProofs.WrongPathLength.selector, given, expected));
        this.rootFrom(leaves[position], position, count, new bytes32[](given));
    }

    function testFuzz_rootFrom_refusesAPositionBehindTheLast(bytes32 leaf, uint32 position, uint32 count) public {
        VM.assume(position >= count);

        VM.expectRevert(abi.encodeWithSelector(MerkleProofs.PositionOutOfRange.selector, position, count));
        this.rootFrom(leaf, position, count, new bytes32[](0));
    }

    function test_pathLength_isAtMost32() public pure {
        VM.assertEq(MerkleProofs.pathLength(0, type(uint32).max), 32);
        VM.assertEq(MerkleProofs.pathLength(type(uint32).max - 1, type(uint32).max), 31);
        VM.assertEq(MerkleProofs.pathLength(1 << 31, (1 << 31) + 1), 1);
    }

    function _leaves(uint32 count, uint256 salt) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint32 index = 0; index < count; ++index) {
            leaves[index] = keccak256(abi.encode(salt, index));
        }
    }

    function _within(uint256 seed, uint32 most) private pure returns (uint32) {
        return SafeCast.toUint32(1 + seed % most);
    }
}
