// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";

/// @title What every test of the devices' keys starts from: the contract, and calls that are signed
abstract contract DeviceTest is CertificationTest {
    bytes32 internal constant REGISTER = keccak256("RegisterDevice(address provider,address device,uint256 nonce,uint256 deadline)");
    bytes32 internal constant RETIRE = keccak256("RetireDevice(address provider,address device,uint256 nonce,uint256 deadline)");

    DataCertification internal certification = deploy(IDataCertification(address(0)));

    function admit(address provider) internal {
        manager.grantRole(Roles.PROVIDER, provider, 0);
    }

    function digestOf(bytes32 callType, address provider, address device, uint256 nonce, uint256 deadline) internal view returns (bytes32) {
        bytes32 domainType = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(abi.encode(domainType, keccak256("Platone"), keccak256("1"), block.chainid, address(certification)));
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(callType, provider, device, nonce, deadline))));
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Read from the storage itself, where proofs look.
    function slotOf(address provider, address device) internal view returns (uint256) {
        bytes32 ofProvider = keccak256(abi.encode(provider, uint256(3)));
        return uint256(VM.load(address(certification), keccak256(abi.encode(device, ofProvider))));
    }
}
