// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {Roles} from "../access/Roles.sol";
import {IDeviceKeys} from "./IDeviceKeys.sol";

/// @title The part of DataCertification that knows the devices' keys
/// @notice Providers register and retire them, each its own.
/// @dev Without storage of its own: a contract's variables come behind those of what it inherits from, and the certification's must stay where proofs
/// of storage look for them. The contract that inherits says where the keys are.
abstract contract DeviceKeys is IDeviceKeys, AccessManaged {
    /// @dev Two slots.
    /// @param ofProvider by provider and device: a slot with `since` in its lowest 8 bytes and `until` in the next. Proofs rely on that.
    /// @param nonces by provider: the number of its next signed call
    struct Devices {
        mapping(address provider => mapping(address device => Key key)) ofProvider;
        mapping(address provider => uint256 nonce) nonces;
    }

    bytes32 private constant DOMAIN_TYPE = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant REGISTER_TYPE = keccak256("RegisterDevice(address provider,address device,uint256 nonce,uint256 deadline)");
    bytes32 private constant RETIRE_TYPE = keccak256("RetireDevice(address provider,address device,uint256 nonce,uint256 deadline)");

    /// @inheritdoc IDeviceKeys
    function registerDevice(address device) external {
        _register(msg.sender, device);
    }

    /// @inheritdoc IDeviceKeys
    function retireDevice(address device) external {
        _retire(msg.sender, device);
    }

    /// @inheritdoc IDeviceKeys
    function registerDeviceFor(address provider, address device, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(REGISTER_TYPE, provider, device, nonce, deadline, signature);
        _register(provider, device);
    }

    /// @inheritdoc IDeviceKeys
    function retireDeviceFor(address provider, address device, uint256 nonce, uint256 deadline, bytes calldata signature) external {
        _useSignature(RETIRE_TYPE, provider, device, nonce, deadline, signature);
        _retire(provider, device);
    }

    /// @inheritdoc IDeviceKeys
    function deviceKeyOf(address provider, address device) external view returns (Key memory) {
        return _devices().ofProvider[provider][device];
    }

    /// @inheritdoc IDeviceKeys
    function nextNonce(address provider) external view returns (uint256) {
        return _devices().nonces[provider];
    }

    /// @notice Where the keys are kept.
    function _devices() internal view virtual returns (Devices storage);

    function _register(address provider, address device) private {
        (bool isProvider,) = IAccessManager(authority()).hasRole(Roles.PROVIDER, provider);
        if (!isProvider) revert NotAProvider(provider);
        if (device == address(0)) revert NoDevice(provider);
        Key storage key = _devices().ofProvider[provider][device];
        if (key.until != 0) revert KeyRetired(provider, device, key.until);
        if (key.since != 0) revert AlreadyRegistered(provider, device, key.since);

        key.since = Time.timestamp();
        emit DeviceRegistered(provider, device, Time.timestamp());
    }

    function _retire(address provider, address device) private {
        Key storage key = _devices().ofProvider[provider][device];
        if (key.since == 0) revert NotRegistered(provider, device);
        if (key.until != 0) revert KeyRetired(provider, device, key.until);

        key.until = Time.timestamp();
        emit DeviceRetired(provider, device, Time.timestamp());
    }

    /// @dev The number is taken before the wallet is asked: a wallet contract is only read (EIP-1271), so nothing can come between.
    function _useSignature(bytes32 callType, address provider, address device, uint256 nonce, uint256 deadline, bytes calldata signature) private {
        if (Time.timestamp() > deadline) revert DeadlinePassed(deadline, Time.timestamp());
        uint256 expected = _devices().nonces[provider];
        if (nonce != expected) revert WrongNonce(provider, nonce, expected);
        _devices().nonces[provider] = expected + 1;

        bytes32 digest = MessageHashUtils.toTypedDataHash(_domain(), keccak256(abi.encode(callType, provider, device, nonce, deadline)));
        if (!SignatureChecker.isValidSignatureNowCalldata(provider, digest, signature)) revert NotSignedByProvider(provider, digest);
    }

    /// @dev The chain's id is read anew, because a fork may change it.
    function _domain() private view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, keccak256("Platone"), keccak256("1"), block.chainid, address(this)));
    }
}
