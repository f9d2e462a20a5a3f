// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SubscriptionRegistry} from "../../../contracts/access/SubscriptionRegistry.sol";
import {VM} from "../IVm.sol";

/// @title Gas of the subscription registry, kept in snapshots/SubscriptionRegistry.json
/// @dev Run with --isolate: then every call is a transaction of its own, with its intrinsic cost and its call data.
contract SubscriptionRegistryGas {
    address private constant PROVIDER = 0xF1E2D3C4B5a6978869504132231405f6e7d8C9ba;
    address private constant CONSUMER = 0xA1b2c3D4E5f60718293A4B5C6D7E8f9001122334;
    uint48 private constant NOT_BEFORE = 1_767_225_600;
    uint48 private constant EXPIRY = 1_798_761_600;

    SubscriptionRegistry private _registry = new SubscriptionRegistry();
    bytes32 private _requested;
    bytes32 private _accepted;

    function setUp() public {
        VM.warp(NOT_BEFORE);
        _requested = _request(keccak256("requested"));
        _accepted = _request(keccak256("accepted"));
        VM.prank(PROVIDER);
        _registry.accept(_accepted);
    }

    function test_request() public {
        _request(keccak256("new"));
        VM.snapshotGasLastCall("SubscriptionRegistry", "request");
    }

    function test_accept() public {
        VM.prank(PROVIDER);
        _registry.accept(_requested);
        VM.snapshotGasLastCall("SubscriptionRegistry", "accept");
    }

    function test_reject() public {
        VM.prank(PROVIDER);
        _registry.reject(_requested);
        VM.snapshotGasLastCall("SubscriptionRegistry", "reject");
    }

    function test_revoke() public {
        VM.prank(PROVIDER);
        _registry.revoke(_accepted);
        VM.snapshotGasLastCall("SubscriptionRegistry", "revoke: accepted");
    }

    function test_revoke_withdraws() public {
        VM.prank(CONSUMER);
        _registry.revoke(_requested);
        VM.snapshotGasLastCall("SubscriptionRegistry", "revoke: requested");
    }

    function test_isActive() public {
        _registry.isActive(_accepted, NOT_BEFORE);
        VM.snapshotGasLastCall("SubscriptionRegistry", "isActive");
    }

    function _request(bytes32 topic) private returns (bytes32) {
        VM.prank(CONSUMER);
        return _registry.request(PROVIDER, topic, 1, 7, NOT_BEFORE, EXPIRY);
    }
}
