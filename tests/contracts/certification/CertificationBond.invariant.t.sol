// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICertificationBond} from "../../../contracts/certification/ICertificationBond.sol";
import {VM} from "../IVm.sol";
import {BondActors} from "./BondActors.sol";

contract CertificationBondInvariants {
    BondActors private _actors;

    function setUp() public {
        VM.warp(1_767_225_600);
        _actors = new BondActors();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    /// @dev After every call: nothing is lost or made up, and everybody owns what the model says. One campaign for all of it: each invariant of its own
    /// would be played anew.
    function invariant_theBalanceIsTheSumOfBondsAndCreditsAndEverybodyOwnsTheirs() public view {
        ICertificationBond bond = _actors.certificationBond();
        uint256 sum = 0;
        for (uint256 who = 0; who < _actors.CERTIFIERS(); ++who) {
            BondActors.Account memory account = _actors.accountOf(who);
            ICertificationBond.Bond memory kept = bond.bondOf(_actors.certifier(who));
            VM.assertEq(kept.amount, account.amount);
            VM.assertEq(kept.open, account.open);
            VM.assertEq(kept.withdrawableFrom, account.withdrawableFrom);
            VM.assertEq(bond.omissionsOf(_actors.certifier(who)), account.omissions);
            sum += kept.amount;
        }
        for (uint256 who = 0; who < _actors.PRESENTERS(); ++who) {
            VM.assertEq(bond.creditOf(_actors.presenter(who)), _actors.creditOf(who));
            sum += bond.creditOf(_actors.presenter(who));
        }
        VM.assertEq(address(bond).balance, sum);
        VM.assertEq(_actors.deposited(), sum + _actors.paidOut());
    }

    /// @dev After every run: what is final stayed, so nobody was slashed for what was answered and no receipt paid twice; and the open counts are
    /// those of the challenges.
    function afterInvariant() public view {
        ICertificationBond bond = _actors.certificationBond();
        uint256[] memory open = new uint256[](_actors.CERTIFIERS());
        for (uint256 index = 0; index < _actors.promiseCount(); ++index) {
            BondActors.Promise memory promised = _actors.promiseAt(index);
            ICertificationBond.Status status = bond.challengeOf(promised.receiptId).status;
            VM.assertEq(uint256(status), uint256(promised.status));
            VM.assertTrue(status != ICertificationBond.Status.Answered || promised.batch != 0, "answered without a record");
            VM.assertTrue(status == ICertificationBond.Status.Omitted || promised.payments == 0, "paid for what was not omitted");
            VM.assertTrue(promised.payments <= 1, "paid twice");
            if (status == ICertificationBond.Status.Presented) ++open[promised.certifier];
        }
        for (uint256 who = 0; who < open.length; ++who) {
            VM.assertEq(bond.bondOf(_actors.certifier(who)).open, open[who]);
        }
    }
}
