// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VM} from "../IVm.sol";
import {SubscriptionTest} from "./SubscriptionTest.sol";

/// @title Gas of the subscription registry, kept in snapshots/SubscriptionRegistry.json
/// @dev Run with --isolate: then every call is a transaction of its own, with its intrinsic cost and its call data.
contract SubscriptionRegistryGas is SubscriptionTest {
    address private constant DELEGATE = 0xd1d2d3D4D5d6D7d8d9dAdbDCDDdEDFE0E1E2E3e4;
    uint256 private constant CONSUMER_KEY = 0xC0;
    uint256 private constant PROVIDER_KEY = 0xB0;
    uint48 private constant NOT_BEFORE = 1_767_225_600;
    uint48 private constant EXPIRY = 1_798_761_600;

    address private _consumer = VM.addr(CONSUMER_KEY);
    address private _provider = VM.addr(PROVIDER_KEY);
    bytes32 private _requested;
    bytes32 private _accepted;

    function setUp() public {
        VM.warp(NOT_BEFORE);
        _requested = _request(keccak256("requested"));
        _accepted = _request(keccak256("accepted"));
        VM.prank(_provider);
        registry.accept(_accepted);
        VM.prank(_provider);
        registry.setDelegate(DELEGATE, EXPIRY);
    }

    function test_request() public {
        _request(keccak256("new"));
        _keep("request");
    }

    function test_requestFor() public {
        _relay(Kind.Request, CONSUMER_KEY, _argumentsOfRequest("new"));
        _keep("requestFor: a consumer's first");
        _relay(Kind.Request, CONSUMER_KEY, _argumentsOfRequest("next"));
        _keep("requestFor");
    }

    function test_accept() public {
        _send(Kind.Accept, _provider, abi.encode(_requested));
        _keep("accept");
    }

    function test_accept_byADelegate() public {
        _send(Kind.Accept, DELEGATE, abi.encode(_requested));
        _keep("accept: by a delegate");
    }

    function test_accept_afterEpochs() public {
        _send(Kind.RevokeAllOf, _provider, abi.encode(_consumer));
        _send(Kind.RevokeEverything, _provider, "");
        _send(Kind.Accept, _provider, abi.encode(_requested));
        _keep("accept: after epochs");
    }

    function test_acceptFor() public {
        _useFirstNumber(PROVIDER_KEY);
        _relay(Kind.Accept, PROVIDER_KEY, abi.encode(_requested));
        _keep("acceptFor");
    }

    function test_reject() public {
        _send(Kind.Reject, _provider, abi.encode(_requested));
        _keep("reject");
    }

    function test_rejectFor() public {
        _useFirstNumber(PROVIDER_KEY);
        _relay(Kind.Reject, PROVIDER_KEY, abi.encode(_requested));
        _keep("rejectFor");
    }

    function test_revoke() public {
        _send(Kind.Revoke, _provider, abi.encode(_accepted));
        _keep("revoke");
    }

    function test_revokeFor() public {
        _useFirstNumber(PROVIDER_KEY);
        _relay(Kind.Revoke, PROVIDER_KEY, abi.encode(_accepted));
        _keep("revokeFor");
    }

    function test_renounce() public {
        _send(Kind.Renounce, _consumer, abi.encode(_accepted));
        _keep("renounce: accepted");
    }

    function test_renounce_withdraws() public {
        _send(Kind.Renounce, _consumer, abi.encode(_requested));
        _keep("renounce: requested");
    }

    function test_renounceFor() public {
        _useFirstNumber(CONSUMER_KEY);
        _relay(Kind.Renounce, CONSUMER_KEY, abi.encode(_accepted));
        _keep("renounceFor: accepted");
    }

    function test_revokeAllOf() public {
        _send(Kind.RevokeAllOf, _provider, abi.encode(_consumer));
        _keep("revokeAllOf: the first");
        _send(Kind.RevokeAllOf, _provider, abi.encode(_consumer));
        _keep("revokeAllOf");
        _useFirstNumber(PROVIDER_KEY);
        _relay(Kind.RevokeAllOf, PROVIDER_KEY, abi.encode(_consumer));
        _keep("revokeAllOfFor");
    }

    function test_revokeEverything() public {
        _send(Kind.RevokeEverything, _provider, "");
        _keep("revokeEverything: the first");
        _send(Kind.RevokeEverything, _provider, "");
        _keep("revokeEverything");
        _useFirstNumber(PROVIDER_KEY);
        _relay(Kind.RevokeEverything, PROVIDER_KEY, "");
        _keep("revokeEverythingFor");
    }

    function test_setDelegate() public {
        _send(Kind.SetDelegate, _provider, abi.encode(address(0xDE), EXPIRY));
        _keep("setDelegate");
        _send(Kind.SetDelegate, _provider, abi.encode(address(0xDE), 0));
        _keep("setDelegate: ends");
    }

    function test_setDelegateFor() public {
        _useFirstNumber(PROVIDER_KEY);
        _relay(Kind.SetDelegate, PROVIDER_KEY, abi.encode(address(0xDE), EXPIRY));
        _keep("setDelegateFor");
    }

    function test_isActive() public {
        registry.isActive(_accepted, NOT_BEFORE);
        _keep("isActive");
    }

    function _request(bytes32 topic) private returns (bytes32) {
        VM.prank(_consumer);
        return registry.request(_provider, topic, 1, 7, NOT_BEFORE, EXPIRY);
    }

    function _send(Kind kind, address caller, bytes memory arguments) private {
        VM.prank(caller);
        (bool done,) = address(registry).call(direct(kind, arguments));
        VM.assertTrue(done, "was refused");
    }

    function _relay(Kind kind, uint256 key, bytes memory arguments) private {
        bytes memory members = membersOf(VM.addr(key), arguments, registry.nonces(VM.addr(key)), NOT_BEFORE);
        bytes memory call = relayed(kind, members, sign(key, digestOf(kind, members)));
        (bool done,) = address(registry).call(call);
        VM.assertTrue(done, "was refused");
    }

    /// @dev A signer's first number costs a new word of storage, its later ones do not.
    function _useFirstNumber(uint256 key) private {
        _relay(Kind.SetDelegate, key, abi.encode(address(0xEE), EXPIRY));
    }

    function _keep(string memory name) private {
        VM.snapshotGasLastCall("SubscriptionRegistry", name);
    }

    function _argumentsOfRequest(bytes memory topic) private view returns (bytes memory) {
        return abi.encode(_provider, keccak256(topic), 1, 7, NOT_BEFORE, EXPIRY);
    }
}
