// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VM} from "../IVm.sol";
import {DeviceTest} from "./DeviceTest.sol";

/// @title Gas of the devices' keys, kept in snapshots/DeviceKeys.json
/// @dev Run with --isolate: then every call is a transaction of its own, with its intrinsic cost and its call data.
contract DeviceKeysGas is DeviceTest {
    uint256 private constant KEY = 0xA11CE;
    address private constant DEVICE = 0xA1b2c3D4E5f60718293A4B5C6D7E8f9001122334;

    address private _provider = VM.addr(KEY);

    function setUp() public {
        VM.warp(1_800_000_000);
        admit(_provider);
    }

    function test_registerAndRetire() public {
        VM.prank(_provider);
        certification.registerDevice(DEVICE);
        VM.snapshotGasLastCall("DeviceKeys", "registerDevice");

        VM.prank(_provider);
        certification.retireDevice(DEVICE);
        VM.snapshotGasLastCall("DeviceKeys", "retireDevice");
    }

    function test_registerAndRetireFor() public {
        uint256 deadline = 1_800_000_600;
        certification.registerDeviceFor(_provider, DEVICE, 0, deadline, sign(KEY, digestOf(REGISTER, _provider, DEVICE, 0, deadline)));
        VM.snapshotGasLastCall("DeviceKeys", "registerDeviceFor: a provider's first");

        certification.retireDeviceFor(_provider, DEVICE, 1, deadline, sign(KEY, digestOf(RETIRE, _provider, DEVICE, 1, deadline)));
        VM.snapshotGasLastCall("DeviceKeys", "retireDeviceFor");
    }

    function test_deviceKeyOf() public {
        VM.prank(_provider);
        certification.registerDevice(DEVICE);
        certification.deviceKeyOf(_provider, DEVICE);
        VM.snapshotGasLastCall("DeviceKeys", "deviceKeyOf");
    }
}
