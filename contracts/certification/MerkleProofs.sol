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

    /// @notice Thrown when a path has too few or too many hashes for its position.
    /// @param given the number of hashes given
    /// @param expected the number that the position has in a tree of that count
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

    /// @notice The node above two.
    /// @param left the left one's hash
    /// @param right the right one's hash
    /// @return `keccak256(0x01 || left || right)`
    function inner(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes1(0x01), left, right));
    }
}
