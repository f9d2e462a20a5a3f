// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {SubscriptionRegistry} from "../../../contracts/access/SubscriptionRegistry.sol";
import {VM} from "../IVm.sol";

/// @title What every test of the registry starts from: the contract, and its calls in both ways, by the party itself and signed
abstract contract SubscriptionTest {
    /// @dev Each call that changes something.
    enum Kind {
        Request,
        Accept,
        Reject,
        Revoke,
        Renounce,
        RevokeAllOf,
        RevokeEverything,
        SetDelegate
    }

    uint256 internal constant KINDS = 8;

    /// @dev Order of secp256k1.
    uint256 internal constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    SubscriptionRegistry public immutable registry = new SubscriptionRegistry();

    /// @dev The call itself, with the arguments as they are encoded.
    function direct(Kind kind, bytes memory arguments) internal pure returns (bytes memory) {
        bytes4[KINDS] memory selectors = [
            ISubscriptionRegistry.request.selector,
            ISubscriptionRegistry.accept.selector,
            ISubscriptionRegistry.reject.selector,
            ISubscriptionRegistry.revoke.selector,
            ISubscriptionRegistry.renounce.selector,
            ISubscriptionRegistry.revokeAllOf.selector,
            ISubscriptionRegistry.revokeEverything.selector,
            ISubscriptionRegistry.setDelegate.selector
        ];
        return bytes.concat(selectors[uint256(kind)], arguments);
    }

    /// @dev The signed call: its members as they are signed, one word each, and the signature.
    function relayed(Kind kind, bytes memory members, bytes memory signature) internal pure returns (bytes memory) {
        bytes4[KINDS] memory selectors = [
            ISubscriptionRegistry.requestFor.selector,
            ISubscriptionRegistry.acceptFor.selector,
            ISubscriptionRegistry.rejectFor.selector,
            ISubscriptionRegistry.revokeFor.selector,
            ISubscriptionRegistry.renounceFor.selector,
            ISubscriptionRegistry.revokeAllOfFor.selector,
            ISubscriptionRegistry.revokeEverythingFor.selector,
            ISubscriptionRegistry.setDelegateFor.selector
        ];
        bytes memory padding = new bytes((32 - signature.length % 32) % 32);
        return abi.encodePacked(selectors[uint256(kind)], members, members.length + 32, signature.length, signature, padding);
    }

    /// @dev What is signed: signer, arguments, number and deadline.
    function membersOf(address signer, bytes memory arguments, uint256 nonce, uint256 deadline) internal pure returns (bytes memory) {
        return bytes.concat(abi.encode(signer), arguments, abi.encode(nonce, deadline));
    }

    function digestOf(Kind kind, bytes memory members) internal view returns (bytes32) {
        return digestAt(address(registry), kind, members);
    }

    function digestAt(address verifier, Kind kind, bytes memory members) internal view returns (bytes32) {
        bytes32 domainType = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(abi.encode(domainType, keccak256("Platone"), keccak256("1"), block.chainid, verifier));
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(bytes.concat(typeOf(kind), members))));
    }

    function typeOf(Kind kind) internal pure returns (bytes32) {
        string[KINDS] memory types = [
            "RequestDeclaration(address consumer,address provider,bytes32 topic,uint8 means,uint32 purpose,uint48 notBefore,uint48 expiry,"
            "uint256 nonce,uint256 deadline)",
            "AcceptDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)",
            "RejectDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)",
            "RevokeDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)",
            "RenounceDeclaration(address by,bytes32 id,uint256 nonce,uint256 deadline)",
            "RevokeAllOf(address provider,address consumer,uint256 nonce,uint256 deadline)",
            "RevokeEverything(address provider,uint256 nonce,uint256 deadline)",
            "SetDelegate(address provider,address delegate,uint48 until,uint256 nonce,uint256 deadline)"
        ];
        return keccak256(bytes(types[uint256(kind)]));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The other form of the same signature, with the greater s, which recovers to the same address.
    function signMalleably(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, ORDER - uint256(s), 27 + 28 - v);
    }

    /// @dev A private key for any seed.
    function keyOf(uint256 seed) internal pure returns (uint256) {
        return 1 + seed % (ORDER - 1);
    }

    function between(uint48 least, uint48 greatest, uint256 seed) internal pure returns (uint48) {
        // casting to 'uint48' is safe because the sum is at most `greatest`
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(least + seed % (uint256(greatest) - least + 1));
    }
}
