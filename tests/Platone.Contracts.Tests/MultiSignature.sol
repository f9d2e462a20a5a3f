// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MultiSignerERC7913} from "@openzeppelin/contracts/utils/cryptography/signers/MultiSignerERC7913.sol";

/// @title Owners of whom so many must sign what the contract does: OpenZeppelin's signer, and calls that it lets through
contract MultiSignature is MultiSignerERC7913 {
    uint256 private _next;

    error NotSigned(bytes32 digest);

    constructor(bytes[] memory owners, uint64 needed) MultiSignerERC7913(owners, needed) {}

    function execute(address target, bytes calldata data, bytes calldata signature) external {
        bytes32 digest = digestOf(target, data);
        ++_next;
        if (!_rawSignatureValidation(digest, signature)) revert NotSigned(digest);

        Address.functionCall(target, data);
    }

    /// @notice What the owners sign for the next call.
    function digestOf(address target, bytes calldata data) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), _next, target, data));
    }
}
