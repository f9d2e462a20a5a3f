// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ISubscriptionRegistry} from "./ISubscriptionRegistry.sol";

/// @title The part of SubscriptionRegistry that knows whether a call is signed
/// @notice A signed call is sent by anybody in the signer's name: the parties need no gas.
abstract contract SignedCalls is ISubscriptionRegistry, EIP712, NoncesKeyed {
    bytes32 internal constant REQUEST_TYPE = keccak256(
        "RequestDeclaration(address consumer,address provider,bytes32 topic,uint8 means,uint32 purpose,uint48 notBefore,uint48 expiry,"
        "uint256 nonce,uint256 deadline)"
    );
    bytes32 internal constant ACCEPT_TYPE = keccak256("AcceptDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)");
    bytes32 internal constant REJECT_TYPE = keccak256("RejectDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)");
    bytes32 internal constant REVOKE_TYPE = keccak256("RevokeDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)");
    bytes32 internal constant RENOUNCE_TYPE = keccak256("RenounceDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)");
    bytes32 internal constant REVOKE_ALL_OF_TYPE = keccak256("RevokeAllOf(address provider,address consumer,uint256 nonce,uint256 deadline)");
    bytes32 internal constant REVOKE_EVERYTHING_TYPE = keccak256("RevokeEverything(address provider,uint256 nonce,uint256 deadline)");
    bytes32 internal constant SET_DELEGATE_TYPE = keccak256("SetDelegate(address provider,address delegate,uint48 until,uint256 nonce,uint256 deadline)");

    /// @notice Uses up the signature and the number of a signed call.
    /// @dev Only in the call that was signed: the type's members are its arguments before the signature, so they are hashed as they came. The decoder
    /// has refused those that do not fit their types. A wallet contract is only read (EIP-1271), so nothing can come between.
    /// @param callType hash of the type
    /// @param members how many it has, each one word
    /// @param signer in whose name the call is
    /// @param nonce a key of the signer and its next number under that
    /// @param deadline last second in which it counts
    /// @param signature the signer's
    function _useSignature(bytes32 callType, uint256 members, address signer, uint256 nonce, uint256 deadline, bytes calldata signature) internal {
        if (Time.timestamp() > deadline) revert DeadlinePassed(deadline, Time.timestamp());
        _useCheckedNonce(signer, nonce);

        bytes32 digest = _hashTypedDataV4(keccak256(bytes.concat(callType, msg.data[4:4 + 32 * members])));
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) revert NotSignedBy(signer, digest);
    }
}
