// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

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

    /// @notice The largest subtrees outside of a range: the lower ones first, of two on one level the left one.
    function rangePathOf(bytes32[] memory leaves, uint256 first, uint256 length) internal pure returns (bytes32[] memory) {
        return _rangePathOf(leaves, first, first + length, 0, leaves.length);
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

    /// @dev Of a part that the range meets; what a split at 2^n cuts off stands on level n, above all that is cut off within the other half.
    function _rangePathOf(bytes32[] memory leaves, uint256 first, uint256 end, uint256 from, uint256 to) private pure returns (bytes32[] memory) {
        if (to - from == 1) return new bytes32[](0);

        uint256 middle = from + _split(to - from);
        if (end <= middle) return _append(_rangePathOf(leaves, first, end, from, middle), _rootOf(leaves, middle, to));
        if (first >= middle) return _append(_rangePathOf(leaves, first, end, middle, to), _rootOf(leaves, from, middle));
        return _merge(_leftOf(leaves, first, from, middle), _rightOf(leaves, end, middle, to));
    }

    /// @dev What lies before a range that reaches to the end of this part, by level; zero where there is nothing.
    function _leftOf(bytes32[] memory leaves, uint256 first, uint256 from, uint256 to) private pure returns (bytes32[32] memory byLevel) {
        while (first > from) {
            uint256 split = _split(to - from);
            if (first >= from + split) {
                byLevel[Math.log2(split)] = _rootOf(leaves, from, from + split);
                from += split;
            } else {
                to = from + split;
            }
        }
    }

    /// @dev What lies behind a range that reaches to the beginning of this part, by level.
    function _rightOf(bytes32[] memory leaves, uint256 end, uint256 from, uint256 to) private pure returns (bytes32[32] memory byLevel) {
        while (end < to) {
            uint256 split = _split(to - from);
            if (end <= from + split) {
                byLevel[Math.log2(split)] = _rootOf(leaves, from + split, to);
                to = from + split;
            } else {
                from += split;
            }
        }
    }

    function _merge(bytes32[32] memory left, bytes32[32] memory right) private pure returns (bytes32[] memory path) {
        path = new bytes32[](0);
        for (uint256 level = 0; level < 32; ++level) {
            if (left[level] != bytes32(0)) path = _append(path, left[level]);
            if (right[level] != bytes32(0)) path = _append(path, right[level]);
        }
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
