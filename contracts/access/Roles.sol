// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Role ids of the AccessManager
/// @notice Every deployment gives them the same meaning.
/// @dev The AccessManager itself defines 0 (administrator) and the greatest uint64 (everybody).
library Roles {
    /// @notice May certify batches of data.
    uint64 internal constant CERTIFIER = 1;

    /// @notice A provider whose devices may hand in data.
    uint64 internal constant PROVIDER = 2;
}
