// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {MerkleProofs} from "../../../contracts/certification/MerkleProofs.sol";
import {VM} from "../IVm.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// forge-config: long.fuzz.runs = 5000
contract MerkleRangesTest {
    /// @dev A range of a tree with its path, as the recursion makes them.
    struct Range {
        bytes32[] leaves;
        uint32 first;
        uint32 count;
        bytes32[] path;
        bytes32 root;
    }

    /// @dev The library takes its path from call data.
    function rootFromRange(bytes32[] memory leaves, uint32 first, uint32 count, bytes32[] calldata path) external pure returns (bytes32) {
        return MerkleProofs.rootFromRange(leaves, first, count, path);
    }

    function provesRange(bytes32[] memory leaves, uint32 first, uint32 count, bytes32[] calldata path, bytes32 root) external pure returns (bool) {
        return MerkleProofs.provesRange(leaves, first, count, path, root);
    }

    function rootFrom(bytes32 leaf, uint32 position, uint32 count, bytes32[] calldata path) external pure returns (bytes32) {
        return MerkleProofs.rootFrom(leaf, position, count, path);
    }

    function proves(bytes32 leaf, uint32 position, uint32 count, bytes32[] calldata path, bytes32 root) external pure returns (bool) {
        return MerkleProofs.proves(leaf, position, count, path, root);
    }

    function test_rootFromRange_isTheRootForEveryRangeOfEverySmallTree() public view {
        for (uint32 count = 1; count <= 12; ++count) {
            for (uint32 first = 0; first < count; ++first) {
                for (uint32 length = 1; length <= count - first; ++length) {
                    _requireProven(_range(count, first, length, 0));
                }
            }
        }
    }

    function testFuzz_rootFromRange_isTheRootOfTheRecursiveTree(uint256 seed) public view {
        _requireProven(_any(seed));
    }

    function testFuzz_rootFromRange_ofOneLeafIsThatLeafs(uint256 seed) public view {
        Range memory range = _anyLeaf(seed);

        VM.assertEq(abi.encode(range.path), abi.encode(RecursiveTree.pathOf(_leaves(range.count, seed), range.first)));
        VM.assertEq(this.rootFrom(range.leaves[0], range.first, range.count, range.path), range.root);
        VM.assertTrue(this.proves(range.leaves[0], range.first, range.count, range.path, range.root), "not proved");
    }

    function testFuzz_provesRange_isFalseForAnotherLeaf(uint256 seed, uint256 index, bytes32 other) public view {
        Range memory range = _any(seed);
        index %= range.leaves.length;
        VM.assume(range.leaves[index] != other);
        range.leaves[index] = other;

        _requireNotProven(range);
    }

    function testFuzz_provesRange_isFalseForAnotherHashOfThePath(uint256 seed, uint256 index, bytes32 other) public view {
        Range memory range = _any(seed);
        VM.assume(range.path.length > 0);
        index %= range.path.length;
        VM.assume(range.path[index] != other);
        range.path[index] = other;

        _requireNotProven(range);
    }

    function testFuzz_provesRange_isFalseAtAnotherPosition(uint256 seed, uint32 other) public view {
        Range memory range = _any(seed);
        // Half of them within the tree.
        if (other & 1 == 0) other %= range.count;
        VM.assume(other != range.first);
        range.first = other;

        _requireNotProven(range);
    }

    function testFuzz_provesRange_isFalseForALeafTooFew(uint256 seed) public view {
        Range memory range = _any(seed);
        VM.assume(range.leaves.length > 1);
        range.leaves = _shortened(range.leaves);

        _requireNotProven(range);
    }

    function testFuzz_provesRange_isFalseForPathsOfAnotherLength(uint256 seed, uint256 hashes) public view {
        Range memory range = _any(seed);
        hashes %= 70;
        VM.assume(hashes != range.path.length);
        range.path = new bytes32[](hashes);

        _requireNotProven(range);
        VM.assertEq(this.proves(range.leaves[0], range.first, range.count, new bytes32[](33), range.root), false);
    }

    function testFuzz_proves_isFalseForAnotherLeafOrPosition(uint256 seed, uint32 otherPosition, bytes32 otherLeaf) public view {
        Range memory range = _anyLeaf(seed);
        VM.assume(otherPosition != range.first && otherLeaf != range.leaves[0]);

        VM.assertEq(this.proves(otherLeaf, range.first, range.count, range.path, range.root), false);
        VM.assertEq(this.proves(range.leaves[0], otherPosition, range.count, range.path, range.root), false);
        VM.assertEq(this.proves(range.leaves[0], otherPosition % range.count, range.count, range.path, range.root), otherPosition % range.count == range.first);
    }

    function testFuzz_rootFromRange_refusesAPathOfAnotherLength(uint256 seed, uint256 hashes) public {
        Range memory range = _any(seed);
        hashes %= 70;
        VM.assume(hashes != range.path.length);

        VM.expectRevert(abi.encodeWithSelector(MerkleProofs.WrongPathLength.selector, hashes, range.path.length));
        this.rootFromRange(range.leaves, range.first, range.count, new bytes32[](hashes));
    }

    function testFuzz_rootFromRange_refusesARangeThatLeavesTheTree(uint32 first, uint32 count, uint256 length) public {
        length = 1 + length % 300;
        if (count > first) first = count - SafeCast.toUint32(length % count);
        uint256 end = first + length;
        VM.assume(end > count);

        VM.expectRevert(abi.encodeWithSelector(MerkleProofs.RangeOutOfTree.selector, first, length, count));
        this.rootFromRange(new bytes32[](length), first, count, new bytes32[](0));
        VM.assertEq(this.provesRange(new bytes32[](length), first, count, new bytes32[](0), bytes32(0)), false);
    }

    function testFuzz_rootFromRange_refusesAnEmptyRange(uint32 first, uint32 count) public {
        VM.assertEq(this.provesRange(new bytes32[](0), first, count, new bytes32[](0), bytes32(0)), false);

        VM.expectRevert(abi.encodeWithSelector(MerkleProofs.EmptyRange.selector, first));
        this.rootFromRange(new bytes32[](0), first, count, new bytes32[](0));
    }

    function test_rangePathLength_isAtMost62() public pure {
        // On each level a hash to the left and one to the right, until the range's two nodes are the root's.
        VM.assertEq(MerkleProofs.rangePathLength((1 << 31) - 1, 2, type(uint32).max), 62);
        VM.assertEq(MerkleProofs.rangePathLength(type(uint32).max - 2, 2, type(uint32).max), 31);
        VM.assertEq(MerkleProofs.rangePathLength(0, type(uint32).max, type(uint32).max), 0);
    }

    function _requireProven(Range memory range) private view {
        VM.assertEq(this.rootFromRange(range.leaves, range.first, range.count, range.path), range.root);
        VM.assertTrue(this.provesRange(range.leaves, range.first, range.count, range.path, range.root), "not proved");
    }

    function _requireNotProven(Range memory range) private view {
        VM.assertEq(this.provesRange(range.leaves, range.first, range.count, range.path, range.root), false);
    }

    /// @dev A range of a tree of 1 to 300 leaves, of which smaller ones are more.
    function _any(uint256 seed) private pure returns (Range memory) {
        uint32 count = _drawn(seed, "count", _drawn(seed, "most", 300));
        uint32 first = _drawn(seed, "first", count) - 1;
        return _range(count, first, _drawn(seed, "length", count - first), seed);
    }

    function _anyLeaf(uint256 seed) private pure returns (Range memory) {
        uint32 count = _drawn(seed, "count", 300);
        return _range(count, _drawn(seed, "first", count) - 1, 1, seed);
    }

    /// @dev From 1 on.
    function _drawn(uint256 seed, bytes32 purpose, uint32 most) private pure returns (uint32) {
        return 1 + SafeCast.toUint32(uint256(keccak256(abi.encode(seed, purpose))) % most);
    }

    function _range(uint32 count, uint32 first, uint32 length, uint256 salt) private pure returns (Range memory) {
        bytes32[] memory all = _leaves(count, salt);
        bytes32[] memory leaves = new bytes32[](length);
        for (uint32 index = 0; index < length; ++index) {
            leaves[index] = all[first + index];
        }
        return Range({leaves: leaves, first: first, count: count, path: RecursiveTree.rangePathOf(all, first, length), root: RecursiveTree.rootOf(all)});
    }

    function _leaves(uint32 count, uint256 salt) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint32 index = 0; index < count; ++index) {
            leaves[index] = keccak256(abi.encode(salt, index));
        }
    }

    function _shortened(bytes32[] memory hashes) private pure returns (bytes32[] memory shorter) {
        shorter = new bytes32[](hashes.length - 1);
        for (uint256 index = 0; index < shorter.length; ++index) {
            shorter[index] = hashes[index];
        }
    }
}
