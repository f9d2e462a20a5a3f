// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Inclusion proofs in a tree that keeps positions
/// @notice The tree has the shape of RFC 6962, section 2.1, with keccak-256 and `inner = keccak256(0x01 || left || right)`. Position and count say
/// on which side each hash of a path stands and how many there are, so that a proof has exactly one form.
library MerkleProofs {
    /// @notice Thrown when a position lies outside of the tree.
    /// @param position the position given
    /// @param count the number of leaves
    error PositionOutOfRange(uint32 position, uint32 count);

    /// @notice Thrown when a range has no leaf: it would prove nothing.
    /// @param first the position given
    error EmptyRange(uint32 first);

    /// @notice Thrown when a range begins or ends outside of the tree.
    /// @param first the first leaf's position given
    /// @param length the number of leaves given
    /// @param count the number of leaves of the tree
    error RangeOutOfTree(uint32 first, uint256 length, uint32 count);

    /// @notice Thrown when a path has too few or too many hashes for its position or range.
    /// @param given the number of hashes given
    /// @param expected the number that the position or range has in a tree of that count
    error WrongPathLength(uint256 given, uint256 expected);

    /// @notice The root that a leaf and its path lead to.
    /// @dev At most 32 steps. Whoever asks must hold the leaf apart from inner nodes: by hashing it itself behind another first byte, or by a count
    /// that is certified.
    /// @param leaf the leaf's hash
    /// @param position the leaf's position, below `count`
    /// @param count number of leaves of the tree
    /// @param path the sibling hashes, from the leaf up; a node that moves up unchanged has none
    /// @return node the root
    function rootFrom(bytes32 leaf, uint32 position, uint32 count, bytes32[] calldata path) internal pure returns (bytes32 node) {
        if (position >= count) revert PositionOutOfRange(position, count);
        uint256 length = pathLength(position, count);
        if (path.length != length) revert WrongPathLength(path.length, length);

        node = leaf;
        uint256 used = 0;
        uint32 index = position;
        for (uint32 last = count - 1; last > 0; last >>= 1) {
            bool isLeft = index & 1 == 0;
            if (!isLeft || index < last) {
                node = isLeft ? inner(node, path[used]) : inner(path[used], node);
                ++used;
            }
            index >>= 1;
        }
    }

    /// @notice The root that consecutive leaves and their path lead to.
    /// @dev At most 32 levels, and a step for each node of the range. As for one leaf, whoever asks must hold leaves apart from inner nodes.
    /// @param leaves the leaves' hashes, in their order; overwritten
    /// @param first the first one's position
    /// @param count number of leaves of the tree
    /// @param path on each level, from the leaves up, the sibling to the left of the range's nodes, then the one to the right, where there is one
    /// @return the root
    function rootFromRange(bytes32[] memory leaves, uint32 first, uint32 count, bytes32[] calldata path) internal pure returns (bytes32) {
        if (leaves.length == 0) revert EmptyRange(first);
        if (!_liesInTree(first, leaves.length, count)) revert RangeOutOfTree(first, leaves.length, count);
        uint256 length = rangePathLength(first, leaves.length, count);
        if (path.length != length) revert WrongPathLength(path.length, length);

        return _rootFromRange(leaves, first, count, path);
    }

    /// @notice Whether a leaf and its path lead to a root. What has not even the form of a proof does not.
    /// @param leaf the leaf's hash
    /// @param position the leaf's position
    /// @param count number of leaves of the tree
    /// @param path the sibling hashes, from the leaf up
    /// @param root where they should lead
    /// @return whether they do
    function proves(bytes32 leaf, uint32 position, uint32 count, bytes32[] calldata path, bytes32 root) internal pure returns (bool) {
        if (position >= count || path.length != pathLength(position, count)) return false;
        return rootFrom(leaf, position, count, path) == root;
    }

    /// @notice Whether consecutive leaves and their path lead to a root. What has not even the form of a proof does not.
    /// @param leaves the leaves' hashes, in their order; overwritten
    /// @param first the first one's position
    /// @param count number of leaves of the tree
    /// @param path the range's path, as `rootFromRange` takes it
    /// @param root where they should lead
    /// @return whether they do
    function provesRange(bytes32[] memory leaves, uint32 first, uint32 count, bytes32[] calldata path, bytes32 root) internal pure returns (bool) {
        if (leaves.length == 0 || !_liesInTree(first, leaves.length, count)) return false;
        if (path.length != rangePathLength(first, leaves.length, count)) return false;
        return _rootFromRange(leaves, first, count, path) == root;
    }

    /// @notice How many hashes the path of a position has.
    /// @param position the leaf's position, below `count`
    /// @param count number of leaves of the tree
    /// @return length at most 32
    function pathLength(uint32 position, uint32 count) internal pure returns (uint256 length) {
        uint32 index = position;
        for (uint32 last = count - 1; last > 0; last >>= 1) {
            if (index & 1 == 1 || index < last) ++length;
            index >>= 1;
        }
    }

    /// @notice How many hashes the path of a range has.
    /// @param first the first leaf's position
    /// @param length number of leaves of the range, at least 1
    /// @param count number of leaves of the tree, at least `first + length`
    /// @return hashes at most 62
    function rangePathLength(uint32 first, uint256 length, uint32 count) internal pure returns (uint256 hashes) {
        uint256 low = first;
        uint256 high = first + length - 1;
        for (uint256 last = count - 1; last > 0; last >>= 1) {
            if (low & 1 == 1) ++hashes;
            if (high & 1 == 0 && high < last) ++hashes;
            low >>= 1;
            high >>= 1;
        }
    }

    /// @notice The node above two.
    /// @param left the left one's hash
    /// @param right the right one's hash
    /// @return `keccak256(0x01 || left || right)`
    function inner(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x01), left, right));
    }

    /// @dev Of a range in the tree with a path of its length. Each level is written over the one below.
    function _rootFromRange(bytes32[] memory nodes, uint32 first, uint32 count, bytes32[] calldata path) private pure returns (bytes32) {
        uint256 low = first;
        uint256 width = nodes.length;
        uint256 used = 0;
        for (uint256 last = count - 1; last > 0; last >>= 1) {
            (width, used) = _join(nodes, width, low, last, path, used);
            low >>= 1;
        }
        return nodes[0];
    }

    /// @notice Puts the level above in place of the range's nodes of a level.
    /// @dev A node is written only where those that it is made of were read before.
    /// @param nodes the range's nodes of this level, and what is left of the levels below
    /// @param width how many are of this level
    /// @param low position of the first of them on this level
    /// @param last position of the level's last node
    /// @param path the range's path
    /// @param used how many hashes of it are used
    /// @return above how many nodes the range has on the level above
    /// @return usedNow how many hashes of the path are used then
    function _join(bytes32[] memory nodes, uint256 width, uint256 low, uint256 last, bytes32[] calldata path, uint256 used)
        private
        pure
        returns (uint256 above, uint256 usedNow)
    {
        usedNow = used;
        uint256 next = 0;
        if (low & 1 == 1) {
            nodes[0] = inner(path[used], nodes[0]);
            (above, next, usedNow) = (1, 1, used + 1);
        }
        for (; next + 1 < width; next += 2) {
            nodes[above] = inner(nodes[next], nodes[next + 1]);
            ++above;
        }
        if (next == width) return (above, usedNow);

        // The last one has its partner in the path, but for the last of the level, which has none and moves up unchanged.
        if (low + next == last) {
            nodes[above] = nodes[next];
        } else {
            nodes[above] = inner(nodes[next], path[usedNow]);
            ++usedNow;
        }
        ++above;
    }

    function _liesInTree(uint32 first, uint256 length, uint32 count) private pure returns (bool) {
        return first < count && length <= count - first;
    }
}
