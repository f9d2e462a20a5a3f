// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title The cheat codes of forge that the tests use
interface IVm {
    function assertEq(uint256 actual, uint256 expected) external pure;
    function assertEq(bytes32 actual, bytes32 expected) external pure;
    function assertEq(bytes calldata actual, bytes calldata expected) external pure;
    function assertEq(bool actual, bool expected) external pure;
    function addr(uint256 privateKey) external pure returns (address);
    function assertEq(address actual, address expected) external pure;
    function assertTrue(bool condition, string calldata reason) external pure;
    function assume(bool condition) external pure;
    function chainId(uint256 id) external;
    function deal(address account, uint256 balance) external;
    function expectEmit(address emitter) external;
    function expectRevert(bytes calldata reason) external;
    function load(address account, bytes32 slot) external view returns (bytes32 word);
    function prank(address caller) external;
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function warp(uint256 time) external;
    function snapshotGasLastCall(string calldata group, string calldata name) external returns (uint256 gas);
}

IVm constant VM = IVm(address(uint160(uint256(keccak256("hevm cheat code")))));
