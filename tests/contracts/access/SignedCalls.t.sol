// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ISubscriptionRegistry} from "../../../contracts/access/ISubscriptionRegistry.sol";
import {SubscriptionRegistry} from "../../../contracts/access/SubscriptionRegistry.sol";
import {VM} from "../IVm.sol";
import {SigningWallet} from "../certification/SigningWallet.sol";
import {SubscriptionTest} from "./SubscriptionTest.sol";

/// @dev Every test runs through all kinds of calls, or takes any of them, each in a scene in which it would succeed.
/// forge-config: long.fuzz.runs = 20000
contract SignedCallsTest is SubscriptionTest {
    uint48 private constant NOW = 1_767_225_600;
    uint48 private constant EXPIRY = NOW + 1000;

    uint256 private constant CONSUMER_KEY = 0xC0;
    uint256 private constant PROVIDER_KEY = 0xB0;

    /// @dev What is declared before, for each kind that is about a declaration, in the order of the kinds.
    bytes32[KINDS] private _ids;
    address private _consumer = VM.addr(CONSUMER_KEY);
    address private _provider = VM.addr(PROVIDER_KEY);

    function setUp() public {
        VM.warp(NOW);
        _declare();
    }

    function testFuzz_areTakenFromWhoeverSendsThem_once(uint256 which, address relayer, uint128 later) public {
        uint256 deadline = block.timestamp + later;
        Kind kind = Kind(which % KINDS);
        uint256 nonce = registry.nonces(_signerOf(kind));
        bytes memory members = membersOf(_signerOf(kind), _argumentsOf(kind), nonce, deadline);
        bytes memory call = relayed(kind, members, sign(_keyOfSigner(kind), digestOf(kind, members)));

        _requireTaken(relayer, call);
        VM.assertEq(registry.nonces(_signerOf(kind)), nonce + 1);
        _requireDone(kind);
        _requireRefused(call, abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, _signerOf(kind), nonce + 1));
    }

    function testFuzz_ofWalletContracts(uint256 which, uint256 consumerSeed, uint256 providerSeed) public {
        (uint256 consumerKey, uint256 providerKey) = (keyOf(consumerSeed), keyOf(providerSeed));
        _consumer = address(new SigningWallet(VM.addr(consumerKey)));
        _provider = address(new SigningWallet(VM.addr(providerKey)));
        _declare();

        Kind kind = Kind(which % KINDS);
        bytes memory members = _membersOf(kind);
        uint256 key = _signerOf(kind) == _consumer ? consumerKey : providerKey;

        _requireTaken(address(this), relayed(kind, members, sign(key, digestOf(kind, members))));
        _requireDone(kind);
    }

    function testFuzz_ofWalletContracts_refuseWhatTheWalletDoes(uint256 which, uint256 ownerSeed, uint256 otherSeed) public {
        (uint256 ownerKey, uint256 otherKey) = (keyOf(ownerSeed), keyOf(otherSeed));
        VM.assume(otherKey != ownerKey);
        Kind kind = Kind(which % KINDS);
        address wallet = address(new SigningWallet(VM.addr(ownerKey)));
        if (_signerOf(kind) == _consumer) _consumer = wallet;
        else _provider = wallet;
        _declare();

        _refuseKey(kind, otherKey);
    }

    function testFuzz_refuseAnotherKey(uint256 which, uint256 seed) public {
        VM.assume(keyOf(seed) != CONSUMER_KEY && keyOf(seed) != PROVIDER_KEY);

        _refuseKey(Kind(which % KINDS), keyOf(seed));
    }

    function testFuzz_refuseAnotherNonce(uint256 which, uint256 nonce, bytes memory signature) public {
        // The lowest 8 bytes count the calls under a key, the others are the key.
        VM.assume(nonce % 2 ** 64 != 0);

        Kind kind = Kind(which % KINDS);
        bytes memory members = membersOf(_signerOf(kind), _argumentsOf(kind), nonce, block.timestamp);
        _requireRefused(relayed(kind, members, signature), abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, _signerOf(kind), (nonce >> 64) << 64));
    }

    function testFuzz_refuseAfterTheDeadline(uint256 which, uint48 deadline, uint48 time) public {
        VM.assume(time > deadline);
        VM.warp(time);

        Kind kind = Kind(which % KINDS);
        bytes memory members = membersOf(_signerOf(kind), _argumentsOf(kind), 0, deadline);
        bytes memory call = relayed(kind, members, sign(_keyOfSigner(kind), digestOf(kind, members)));
        _requireRefused(call, abi.encodeWithSelector(ISubscriptionRegistry.DeadlinePassed.selector, deadline, time));
    }

    /// @dev A fork of the chain that takes another id.
    function testFuzz_refuseAnotherChain(uint256 which, uint64 chainId) public {
        VM.assume(chainId != block.chainid);
        Kind kind = Kind(which % KINDS);
        bytes memory signature = sign(_keyOfSigner(kind), digestOf(kind, _membersOf(kind)));

        VM.chainId(chainId);
        _requireNotSigned(kind, signature);
    }

    function test_refuseAnotherRegistry() public {
        SubscriptionRegistry other = new SubscriptionRegistry();
        for (uint256 index = 0; index < KINDS; ++index) {
            Kind kind = Kind(index);
            bytes memory members = _membersOf(kind);
            bytes memory call = relayed(kind, members, sign(_keyOfSigner(kind), digestOf(kind, members)));

            (bool done, bytes memory reason) = address(other).call(call);
            VM.assertEq(done, false);
            bytes32 digest = digestAt(address(other), kind, members);
            VM.assertEq(reason, abi.encodeWithSelector(ISubscriptionRegistry.NotSignedBy.selector, _signerOf(kind), digest));
        }
    }

    /// @dev Also where the other type has the same members, and where the words of this call are signed under the other type's name.
    function test_refuseAnotherType() public {
        for (uint256 index = 0; index < KINDS; ++index) {
            for (uint256 other = 0; other < KINDS; ++other) {
                if (other == index) continue;
                Kind kind = Kind(index);
                _requireNotSigned(kind, sign(_keyOfSigner(kind), digestOf(Kind(other), _membersOf(kind))));
            }
        }
    }

    function test_refuseTheGreaterS() public {
        for (uint256 index = 0; index < KINDS; ++index) {
            Kind kind = Kind(index);
            _requireNotSigned(kind, signMalleably(_keyOfSigner(kind), digestOf(kind, _membersOf(kind))));
        }
    }

    function testFuzz_refuseAnotherLength(uint256 which, uint256 length) public {
        length = length % 130;
        VM.assume(length != 65);
        Kind kind = Kind(which % KINDS);
        bytes memory signature = sign(_keyOfSigner(kind), digestOf(kind, _membersOf(kind)));
        bytes memory other = new bytes(length);
        for (uint256 place = 0; place < length && place < 65; ++place) {
            other[place] = signature[place];
        }
        _requireNotSigned(kind, other);
    }

    /// @dev Wherever the bit is: in a member, in what must be zero beside a short one, or in the signature.
    function testFuzz_refuseAnyOtherBit(uint256 which, uint256 seed) public {
        Kind kind = Kind(which % KINDS);
        bytes memory members = _membersOf(kind);
        bytes memory signed = bytes.concat(members, sign(_keyOfSigner(kind), digestOf(kind, members)));
        uint256 bit = seed % (8 * signed.length);
        signed[bit / 8] ^= bytes1(0x01) << (bit % 8);

        bytes memory call = relayed(kind, _slice(signed, 0, members.length), _slice(signed, members.length, signed.length));
        (bool done,) = address(registry).call(call);
        VM.assertEq(done, false);
    }

    /// @dev One undecided request for each of accept and reject, one accepted declaration for each of revoke and renounce.
    function _declare() private {
        for (uint256 index = uint256(Kind.Accept); index <= uint256(Kind.Renounce); ++index) {
            VM.prank(_consumer);
            _ids[index] = registry.request(_provider, bytes32(index), 1, 1, NOW, EXPIRY);
            if (index < uint256(Kind.Revoke)) continue;
            VM.prank(_provider);
            registry.accept(_ids[index]);
        }
    }

    function _refuseKey(Kind kind, uint256 key) private {
        _requireNotSigned(kind, sign(key, digestOf(kind, _membersOf(kind))));
    }

    function _requireNotSigned(Kind kind, bytes memory signature) private {
        bytes memory members = _membersOf(kind);
        bytes memory refusal = abi.encodeWithSelector(ISubscriptionRegistry.NotSignedBy.selector, _signerOf(kind), digestOf(kind, members));
        _requireRefused(relayed(kind, members, signature), refusal);
    }

    function _requireRefused(bytes memory call, bytes memory refusal) private {
        (bool done, bytes memory reason) = address(registry).call(call);
        VM.assertEq(done, false);
        VM.assertEq(reason, refusal);
    }

    function _requireTaken(address relayer, bytes memory call) private {
        VM.prank(relayer);
        (bool done,) = address(registry).call(call);
        VM.assertTrue(done, "was refused");
    }

    /// @dev What the call is for has happened, in the signer's name.
    function _requireDone(Kind kind) private view {
        if (kind == Kind.RevokeAllOf) VM.assertEq(registry.epochOf(_provider, _consumer), 1);
        else if (kind == Kind.RevokeEverything) VM.assertEq(registry.epochOf(_provider, address(0)), 1);
        else if (kind == Kind.SetDelegate) VM.assertEq(registry.delegateUntil(_provider, address(0xDE)), EXPIRY);
        else VM.assertEq(uint256(registry.statusOf(_declarationOf(kind))), uint256(_statusAfter(kind)));
    }

    function _declarationOf(Kind kind) private view returns (bytes32) {
        return kind == Kind.Request ? registry.idOf(_provider, _consumer, bytes32(uint256(99)), 3, 7, NOW, EXPIRY) : _ids[uint256(kind)];
    }

    function _membersOf(Kind kind) private view returns (bytes memory) {
        return membersOf(_signerOf(kind), _argumentsOf(kind), registry.nonces(_signerOf(kind)), block.timestamp);
    }

    function _argumentsOf(Kind kind) private view returns (bytes memory) {
        if (kind == Kind.Request) return abi.encode(_provider, bytes32(uint256(99)), 3, 7, NOW, EXPIRY);
        if (kind == Kind.RevokeAllOf) return abi.encode(_consumer);
        if (kind == Kind.RevokeEverything) return "";
        if (kind == Kind.SetDelegate) return abi.encode(address(0xDE), EXPIRY);
        return abi.encode(_ids[uint256(kind)]);
    }

    function _signerOf(Kind kind) private view returns (address) {
        return kind == Kind.Request || kind == Kind.Renounce ? _consumer : _provider;
    }

    function _keyOfSigner(Kind kind) private pure returns (uint256) {
        return kind == Kind.Request || kind == Kind.Renounce ? CONSUMER_KEY : PROVIDER_KEY;
    }

    function _statusAfter(Kind kind) private pure returns (ISubscriptionRegistry.Status) {
        if (kind == Kind.Request) return ISubscriptionRegistry.Status.Requested;
        if (kind == Kind.Accept) return ISubscriptionRegistry.Status.Accepted;
        if (kind == Kind.Reject) return ISubscriptionRegistry.Status.Rejected;
        return kind == Kind.Revoke ? ISubscriptionRegistry.Status.Revoked : ISubscriptionRegistry.Status.Renounced;
    }

    function _slice(bytes memory whole, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 index = from; index < to; ++index) {
            part[index - from] = whole[index];
        }
    }
}
