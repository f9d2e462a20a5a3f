// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProofs} from "../../../contracts/certification/MerkleProofs.sol";

/// @title What MerkleProofs says of claimed ranges, many at once
/// @notice For the differential test in C# (tests/Platone.Contracts.Tests/RangeDifferentialTests.cs), which deploys it to a node.
contract RangeClaims {
    /// @param leaves consecutive leaves
    /// @param first claimed position of the first one
    /// @param count claimed number of leaves of the tree
    /// @param path what should lead to the root
    struct Claim {
        bytes32[] leaves;
        uint32 first;
        uint32 count;
        bytes32[] path;
    }

    /// @notice Thrown when the two ways to ask contradict one another.
    /// @param index which claim
    error Contradiction(uint256 index);

    /// @notice The roots that the claims lead to, zero for those that have not the form of a proof.
    function rootsOf(Claim[] calldata claims) external view returns (bytes32[] memory roots) {
        roots = new bytes32[](claims.length);
        for (uint256 index = 0; index < claims.length; ++index) {
            roots[index] = _rootOf(claims[index]);
            bool proves = MerkleProofs.provesRange(claims[index].leaves, claims[index].first, claims[index].count, claims[index].path, roots[index]);
            if (proves != (roots[index] != bytes32(0))) revert Contradiction(index);
        }
    }

    function rootOf(Claim calldata claim) external pure returns (bytes32) {
        return MerkleProofs.rootFromRange(claim.leaves, claim.first, claim.count, claim.path);
    }

    /// @dev Refused is what reverts with the library's own errors; what panics is a fault.
    function _rootOf(Claim calldata claim) private view returns (bytes32) {
        try this.rootOf(claim) returns (bytes32 root) {
            return root;
        } catch (bytes memory reason) {
            // An error begins with its selector.
            // forge-lint: disable-next-line(unsafe-typecast)
            bytes4 selector = bytes4(reason);
            bool isRefusal = selector == MerkleProofs.EmptyRange.selector || selector == MerkleProofs.RangeOutOfTree.selector
                || selector == MerkleProofs.WrongPathLength.selector;
            require(isRefusal, string(reason));
            return bytes32(0);
        }
    }
}
