// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {IDeviceKeys} from "../../../contracts/certification/IDeviceKeys.sol";
import {VM} from "../IVm.sol";
import {DeviceTest} from "./DeviceTest.sol";
import {SigningWallet} from "./SigningWallet.sol";

contract DeviceKeysTest is DeviceTest {
    /// @dev Order of secp256k1.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function testFuzz_registerDevice(address provider, address device, uint48 since) public {
        VM.assume(provider != address(0) && device != address(0) && since != 0);
        admit(provider);
        VM.warp(since);

        VM.expectEmit(address(certification));
        emit IDeviceKeys.DeviceRegistered(provider, device, since);
        VM.prank(provider);
        certification.registerDevice(device);

        _requireKey(provider, device, since, 0);
    }

    function testFuzz_registerDevice_refusesStrangers(address account, address device) public {
        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.NotAProvider.selector, account));
        VM.prank(account);
        certification.registerDevice(device);
    }

    function testFuzz_retireDevice(address provider, address device, uint48 since, uint48 until) public {
        VM.assume(provider != address(0) && device != address(0) && since != 0 && until >= since);
        admit(provider);
        VM.warp(since);
        VM.prank(provider);
        certification.registerDevice(device);
        manager.revokeRole(Roles.PROVIDER, provider);
        VM.warp(until);

        VM.expectEmit(address(certification));
        emit IDeviceKeys.DeviceRetired(provider, device, until);
        VM.prank(provider);
        certification.retireDevice(device);

        _requireKey(provider, device, since, until);
        admit(provider);
        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.KeyRetired.selector, provider, device, until));
        VM.prank(provider);
        certification.registerDevice(device);
    }

    function testFuzz_retireDevice_refusesWhatTheProviderNeverRegistered(address provider, address device) public {
        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.NotRegistered.selector, provider, device));
        VM.prank(provider);
        certification.retireDevice(device);
    }

    function testFuzz_signedCalls(uint256 seed, address device, uint128 later, address relayer) public {
        VM.assume(device != address(0));
        uint256 deadline = block.timestamp + later;
        uint256 key = _keyOf(seed);
        address provider = VM.addr(key);
        admit(provider);

        bytes memory registration = sign(key, digestOf(REGISTER, provider, device, 0, deadline));
        VM.prank(relayer);
        certification.registerDeviceFor(provider, device, 0, deadline, registration);
        _requireKey(provider, device, uint64(block.timestamp), 0);

        bytes memory retirement = sign(key, digestOf(RETIRE, provider, device, 1, deadline));
        VM.prank(relayer);
        certification.retireDeviceFor(provider, device, 1, deadline, retirement);
        _requireKey(provider, device, uint64(block.timestamp), uint64(block.timestamp));
        VM.assertEq(certification.nextNonce(provider), 2);
    }

    function testFuzz_signedCalls_ofAWalletContract(uint256 seed, address device) public {
        VM.assume(device != address(0));
        uint256 key = _keyOf(seed);
        address wallet = address(new SigningWallet(VM.addr(key)));
        admit(wallet);

        certification.registerDeviceFor(wallet, device, 0, block.timestamp, sign(key, digestOf(REGISTER, wallet, device, 0, block.timestamp)));
        certification.retireDeviceFor(wallet, device, 1, block.timestamp, sign(key, digestOf(RETIRE, wallet, device, 1, block.timestamp)));

        _requireKey(wallet, device, uint64(block.timestamp), uint64(block.timestamp));
    }

    function testFuzz_signedCalls_refuseAnotherKey(uint256 seed, uint256 otherSeed, address device) public {
        uint256 key = _keyOf(seed);
        uint256 otherKey = _keyOf(otherSeed);
        VM.assume(key != otherKey);
        address provider = VM.addr(key);
        admit(provider);
        bytes32 digest = digestOf(REGISTER, provider, device, 0, block.timestamp);

        bytes memory signature = sign(otherKey, digest);
        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.NotSignedByProvider.selector, provider, digest));
        certification.registerDeviceFor(provider, device, 0, block.timestamp, signature);
    }

    function testFuzz_signedCalls_refuseAnotherNonce(address provider, address device, uint256 nonce) public {
        VM.assume(nonce != 0);

        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.WrongNonce.selector, provider, nonce, 0));
        certification.registerDeviceFor(provider, device, nonce, block.timestamp, "");
        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.WrongNonce.selector, provider, nonce, 0));
        certification.retireDeviceFor(provider, device, nonce, block.timestamp, "");
    }

    function testFuzz_signedCalls_refuseAfterTheDeadline(uint48 deadline, uint48 time) public {
        VM.assume(time > deadline);
        VM.warp(time);

        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.DeadlinePassed.selector, deadline, time));
        certification.registerDeviceFor(address(1), address(2), 0, deadline, "");
        VM.expectRevert(abi.encodeWithSelector(IDeviceKeys.DeadlinePassed.selector, deadline, time));
        certification.retireDeviceFor(address(1), address(2), 0, deadline, "");
    }

    /// @dev The place of a batch's record is part of the proof format: the keys must not have moved it.
    function testFuzz_recordsStayAtSlot1(IDataCertification.Batch memory batch) public {
        VM.assume(batch.certifier != address(0));
        makeValid(batch, 1, bytes32(0));
        manager.grantRole(Roles.CERTIFIER, batch.certifier, 0);

        VM.prank(batch.certifier);
        certification.certify(batch);

        bytes32 slot = keccak256(abi.encode(uint256(1), keccak256(abi.encode(batch.certifier, uint256(1)))));
        VM.assertEq(VM.load(address(certification), slot), recordOfMembers(batch));
    }

    function _requireKey(address provider, address device, uint64 since, uint64 until) private view {
        IDeviceKeys.Key memory key = certification.deviceKeyOf(provider, device);
        VM.assertEq(key.since, since);
        VM.assertEq(key.until, until);
        VM.assertEq(slotOf(provider, device), (uint256(until) << 64) | since);
    }

    function _keyOf(uint256 seed) private pure returns (uint256) {
        return 1 + seed % (ORDER - 1);
    }
}
