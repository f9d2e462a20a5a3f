// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Keys with which devices sign their readings
/// @notice A provider says on the chain which keys are its devices'. A reading that such a key signed comes from the device, whatever the operator says.
/// Whoever proves a reading proves the key's entry with it, from the same account's storage.
interface IDeviceKeys {
    /// @notice A device's key under one provider. Times are Unix seconds of the block.
    /// @dev One slot. A key that was never registered has zeros; one that is in force has `until` zero. Both are set once.
    /// @param since when it was registered
    /// @param until when it was retired
    struct Key {
        uint64 since;
        uint64 until;
    }

    /// @notice Emitted when a provider registers a device's key.
    /// @param provider the provider
    /// @param device address of the key
    /// @param since time of the block
    event DeviceRegistered(address indexed provider, address indexed device, uint64 since);

    /// @notice Emitted when a provider retires a device's key.
    /// @param provider the provider
    /// @param device address of the key
    /// @param until time of the block
    event DeviceRetired(address indexed provider, address indexed device, uint64 until);

    /// @notice Thrown when an account without the role registers a device.
    /// @param account who wanted to
    error NotAProvider(address account);

    /// @notice Thrown when the zero address is registered: no signature recovers to it.
    /// @param provider the provider
    error NoDevice(address provider);

    /// @notice Thrown when the key is registered already and in force.
    /// @param provider the provider
    /// @param device address of the key
    /// @param since when it was registered
    error AlreadyRegistered(address provider, address device, uint64 since);

    /// @notice Thrown when a key is retired: it never comes back, a device that signs again needs another one.
    /// @param provider the provider
    /// @param device address of the key
    /// @param until when it was retired
    error KeyRetired(address provider, address device, uint64 until);

    /// @notice Thrown when a key is retired that the provider never registered.
    /// @param provider the provider
    /// @param device address of the key
    error NotRegistered(address provider, address device);

    /// @notice Thrown when a signed call comes after its time.
    /// @param deadline last second in which it could have come
    /// @param time the block's time
    error DeadlinePassed(uint256 deadline, uint256 time);

    /// @notice Thrown when a signed call has another number than the provider's next one.
    /// @param provider the provider
    /// @param given the number given
    /// @param expected the provider's next number
    error WrongNonce(address provider, uint256 given, uint256 expected);

    /// @notice Thrown when a call's signature is not the provider's.
    /// @param provider the provider
    /// @param digest what the provider would have signed
    error NotSignedByProvider(address provider, bytes32 digest);

    /// @notice Registers a device's key for the caller, who needs the role `PROVIDER`.
    /// @param device address of the key
    function registerDevice(address device) external;

    /// @notice Retires a device's key of the caller, for ever. Needs no role: who is no provider any more can still say that a key is lost.
    /// @param device address of the key
    function retireDevice(address device) external;

    /// @notice `registerDevice` in a provider's name, with its EIP-712 signature, or its wallet contract's (EIP-1271); anybody may send it.
    /// @dev `RegisterDevice(address provider,address device,uint256 nonce,uint256 deadline)` in the domain of the receipts: name `Platone`, version `1`.
    /// @param provider who registers, with the role `PROVIDER`
    /// @param device address of the key
    /// @param nonce the provider's next number, see `nextNonce`
    /// @param deadline last second in which it counts
    /// @param signature the provider's
    function registerDeviceFor(address provider, address device, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice `retireDevice` in a provider's name, signed as `registerDeviceFor`.
    /// @dev `RetireDevice(address provider,address device,uint256 nonce,uint256 deadline)`.
    /// @param provider who retires
    /// @param device address of the key
    /// @param nonce the provider's next number, see `nextNonce`
    /// @param deadline last second in which it counts
    /// @param signature the provider's
    function retireDeviceFor(address provider, address device, uint256 nonce, uint256 deadline, bytes calldata signature) external;

    /// @notice A device's key under a provider; zeros if it was never registered.
    /// @param provider the provider
    /// @param device address of the key
    function deviceKeyOf(address provider, address device) external view returns (Key memory);

    /// @notice The number that a provider's next signed call must have.
    /// @param provider the provider
    function nextNonce(address provider) external view returns (uint256);
}
