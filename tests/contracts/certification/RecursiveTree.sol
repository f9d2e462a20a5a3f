// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The tree of RFC 6962, section 2.1, word by word: split at the largest power of two below the count
/// @notice Slow, and independent of what it is the judge of.
library RecursiveTree {
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        return _rootOf(leaves, 0, leaves.length);
    }

    /// @notice The audit path of section 2.1.1, from the leaf up.
    function pathOf(bytes32[] memory leaves, uint256 position) internal pure returns (bytes32[] memory path) {
        return _pathOf(leaves, position, 0, leaves.length);
    }

    function _rootOf(bytes32[] memory leaves, uint256 from, uint256 to) private pure returns (bytes32) {
        if (to - from == 1) return leaves[from];

        uint256 middle = from + _split(to - from);
        return keccak256(abi.encodePacked(uint8(1), _rootOf(leaves, from, middle), _rootOf(leaves, middle, to)));
    }

    function _pathOf(bytes32[] memory leaves, uint256 position, uint256 from, uint256 to) private pure returns (bytes32[] memory) {
        if (to - from == 1) return new bytes32[](0);

        uint256 middle = from + _split(to - from);
        return position < middle
            ? _append(_pathOf(leaves, position, from, middle), _rootOf(leaves, middle, to))
            : _append(_pathOf(leaves, position, middle, to), _rootOf(leaves, from, middle));
    }

    function _split(uint256 count) private pure returns (uint256 split) {
        split = 1;
        while (split * 2 < count) split *= 2;
    }

    function _append(bytes32[] memory path, bytes32 sibling) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](path.length + 1);
        for (uint256 index = 0; index < path.length; ++index) {
            longer[index] = path[index];
        }
        longer[path.length] = sibling;
    }
}
