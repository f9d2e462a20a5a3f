// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDeviceKeys} from "../../../contracts/certification/IDeviceKeys.sol";
import {VM} from "../IVm.sol";
import {DeviceTest} from "./DeviceTest.sol";

/// @title Providers who register and retire keys, themselves and by signed calls, rightly and wrongly, while roles come and go and time goes by
/// @notice Beside the contract it keeps a model: what each provider registered and retired, when. Every call's outcome, success or the exact error, is
/// predicted from the model alone.
contract DeviceActors is DeviceTest {
    uint256 public constant PROVIDERS = 3;
    uint256 public constant DEVICES = 4;

    struct Seen {
        uint64 since;
        uint64 until;
    }

    mapping(address provider => mapping(address device => Seen)) private _seen;
    mapping(address provider => bool) private _admitted;
    mapping(address provider => uint256) private _nonces;
    uint64 private _time = 1_800_000_000;

    function contractOfKeys() external view returns (DataCertification) {
        return certification;
    }

    function provider(uint256 who) public pure returns (address) {
        return VM.addr(0xA000 + who);
    }

    /// @notice The first device is the zero address, which nobody may register.
    function device(uint256 which) public pure returns (address) {
        return address(SafeCast.toUint160(which));
    }

    function seen(address whose, address which) external view returns (uint64 since, uint64 until) {
        return (_seen[whose][which].since, _seen[whose][which].until);
    }

    function nonceOf(address whose) external view returns (uint256) {
        return _nonces[whose];
    }

    function setRole(uint256 who, uint256 granted) external {
        address whose = provider(who % PROVIDERS);
        _admitted[whose] = granted % 4 != 0;
        if (_admitted[whose]) manager.grantRole(Roles.PROVIDER, whose, 0);
        else manager.revokeRole(Roles.PROVIDER, whose);
    }

    function register(uint256 who, uint256 which, uint32 seconds_) external {
        (address whose, address key) = _pick(who, which, seconds_);
        bytes memory refusal = _refusalOfRegistration(whose, key);

        VM.prank(whose);
        try certification.registerDevice(key) {
            VM.assertTrue(refusal.length == 0, "was registered");
            _seen[whose][key].since = _time;
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function retire(uint256 who, uint256 which, uint32 seconds_) external {
        (address whose, address key) = _pick(who, which, seconds_);
        bytes memory refusal = _refusalOfRetirement(whose, key);

        VM.prank(whose);
        try certification.retireDevice(key) {
            VM.assertTrue(refusal.length == 0, "was retired");
            _seen[whose][key].until = _time;
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    /// @notice A signed registration, half of them by another provider's key.
    function registerFor(uint256 who, uint256 which, uint256 signer, uint32 seconds_) external {
        (address whose, address key) = _pick(who, which, seconds_);
        (bytes memory signature, bytes memory refusal) = _signed(REGISTER, who % PROVIDERS, key, signer);
        if (refusal.length == 0) refusal = _refusalOfRegistration(whose, key);

        try certification.registerDeviceFor(whose, key, _nonces[whose], _time, signature) {
            VM.assertTrue(refusal.length == 0, "was registered");
            _seen[whose][key].since = _time;
            ++_nonces[whose];
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    /// @notice A signed retirement, half of them by another provider's key.
    function retireFor(uint256 who, uint256 which, uint256 signer, uint32 seconds_) external {
        (address whose, address key) = _pick(who, which, seconds_);
        (bytes memory signature, bytes memory refusal) = _signed(RETIRE, who % PROVIDERS, key, signer);
        if (refusal.length == 0) refusal = _refusalOfRetirement(whose, key);

        try certification.retireDeviceFor(whose, key, _nonces[whose], _time, signature) {
            VM.assertTrue(refusal.length == 0, "was retired");
            _seen[whose][key].until = _time;
            ++_nonces[whose];
        } catch (bytes memory reason) {
            VM.assertEq(reason, refusal);
        }
    }

    function _pick(uint256 who, uint256 which, uint32 seconds_) private returns (address whose, address key) {
        _time += seconds_;
        VM.warp(_time);
        return (provider(who % PROVIDERS), device(which % DEVICES));
    }

    function _signed(bytes32 callType, uint256 who, address key, uint256 signer) private view returns (bytes memory signature, bytes memory refusal) {
        address whose = provider(who);
        bytes32 digest = digestOf(callType, whose, key, _nonces[whose], _time);
        uint256 by = signer % 2 == 0 ? who : (who + 1) % PROVIDERS;
        signature = sign(0xA000 + by, digest);
        if (by != who) refusal = abi.encodeWithSelector(IDeviceKeys.NotSignedByProvider.selector, whose, digest);
    }

    function _refusalOfRegistration(address whose, address key) private view returns (bytes memory) {
        Seen memory known = _seen[whose][key];
        if (!_admitted[whose]) return abi.encodeWithSelector(IDeviceKeys.NotAProvider.selector, whose);
        if (key == address(0)) return abi.encodeWithSelector(IDeviceKeys.NoDevice.selector, whose);
        if (known.until != 0) return abi.encodeWithSelector(IDeviceKeys.KeyRetired.selector, whose, key, known.until);
        if (known.since != 0) return abi.encodeWithSelector(IDeviceKeys.AlreadyRegistered.selector, whose, key, known.since);
        return "";
    }

    function _refusalOfRetirement(address whose, address key) private view returns (bytes memory) {
        Seen memory known = _seen[whose][key];
        if (known.since == 0) return abi.encodeWithSelector(IDeviceKeys.NotRegistered.selector, whose, key);
        if (known.until != 0) return abi.encodeWithSelector(IDeviceKeys.KeyRetired.selector, whose, key, known.until);
        return "";
    }
}
