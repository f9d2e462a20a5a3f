// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeviceKeys} from "../../../contracts/certification/IDeviceKeys.sol";
import {VM} from "../IVm.sol";
import {DeviceActors} from "./DeviceActors.sol";

contract DeviceKeysInvariants {
    DeviceActors private _actors;

    function setUp() public {
        _actors = new DeviceActors();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    /// @dev No key is valid that its provider did not register, or has retired; and each has the times of when that was.
    function invariant_keysAreWhatTheirProvidersSaid() public view {
        for (uint256 who = 0; who < _actors.PROVIDERS(); ++who) {
            address provider = _actors.provider(who);
            VM.assertEq(_actors.contractOfKeys().nextNonce(provider), _actors.nonceOf(provider));
            for (uint256 which = 0; which < _actors.DEVICES(); ++which) {
                _requireAsSaid(provider, _actors.device(which));
            }
        }
    }

    function _requireAsSaid(address provider, address device) private view {
        (uint64 since, uint64 until) = _actors.seen(provider, device);
        IDeviceKeys.Key memory key = _actors.contractOfKeys().deviceKeyOf(provider, device);
        VM.assertEq(key.since, since);
        VM.assertEq(key.until, until);
    }
}
