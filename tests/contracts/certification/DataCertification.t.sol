// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";

contract DataCertificationTest is CertificationTest {
    DataCertification private _certification;

    function setUp() public {
        _certification = deploy(IDataCertification(address(0)));
    }

    function testFuzz_certify_storesAndTellsTheRecord(IDataCertification.Batch memory batch) public {
        _asFirst(batch);
        bytes32 record = recordOfMembers(batch);

        VM.expectEmit(address(_certification));
        emit IDataCertification.BatchCertified(batch.certifier, 1, record, batch);
        _certify(batch);

        VM.assertEq(_certification.recordOf(batch.certifier, 1), record);
        VM.assertTrue(_certification.isCertified(batch), "certified");
    }

    function testFuzz_certify_chains(IDataCertification.Batch[4] memory batches) public {
        bytes32 previous = bytes32(0);
        _asFirst(batches[0]);
        for (uint64 index = 0; index < batches.length; ++index) {
            batches[index].certifier = batches[0].certifier;
            makeValid(batches[index], index + 1, previous);
            _certify(batches[index]);
            previous = recordOfMembers(batches[index]);
        }

        for (uint64 index = 0; index < batches.length; ++index) {
            VM.assertEq(_certification.recordOf(batches[0].certifier, index + 1), recordOfMembers(batches[index]));
        }
    }

    function testFuzz_certify_continuesAPredecessorFromAnyNumber(IDataCertification.Batch[5] memory batches, uint256 moved) public {
        DataCertification successor = deploy(_certification);
        moved %= batches.length + 1;
        bytes32 previous = bytes32(0);
        _asFirst(batches[0]);
        for (uint64 index = 0; index < batches.length; ++index) {
            batches[index].certifier = batches[0].certifier;
            makeValid(batches[index], index + 1, previous);
            VM.prank(batches[0].certifier);
            (index < moved ? _certification : successor).certify(batches[index]);
            previous = recordOfMembers(batches[index]);
        }

        for (uint64 index = 0; index < batches.length; ++index) {
            VM.assertEq(successor.recordOf(batches[0].certifier, index + 1), recordOfMembers(batches[index]));
            VM.assertEq(_certification.isCertified(batches[index]), index < moved);
        }
    }

    function testFuzz_certify_refusesCallersWithoutTheRole(IDataCertification.Batch memory batch) public {
        makeValid(batch, 1, bytes32(0));
        VM.assume(batch.certifier != address(manager));

        VM.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, batch.certifier));
        _certify(batch);
    }

    function testFuzz_certify_refusesAnotherCertifiersBatch(IDataCertification.Batch memory batch, address caller) public {
        _asFirst(batch);
        VM.assume(caller != batch.certifier);
        manager.grantRole(Roles.CERTIFIER, caller, 0);

        VM.expectRevert(abi.encodeWithSelector(IDataCertification.NotTheCertifier.selector, batch.certifier, caller));
        VM.prank(caller);
        _certification.certify(batch);
    }

    function testFuzz_certify_refusesNumberZero(IDataCertification.Batch memory batch) public {
        _asFirst(batch);
        batch.number = 0;

        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.BatchNumberZero.selector, batch.certifier));
    }

    function testFuzz_certify_refusesABatchWithoutLeaves(IDataCertification.Batch memory batch) public {
        _asFirst(batch);
        batch.count = 0;

        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.EmptyBatch.selector, batch.certifier, 1));
    }

    function testFuzz_certify_refusesABatchThatEndsBeforeItBegins(IDataCertification.Batch memory batch) public {
        _asFirst(batch);
        VM.assume(batch.from != batch.to);
        (batch.from, batch.to) = (batch.to, batch.from);

        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.InvalidInterval.selector, batch.from, batch.to));
    }

    function testFuzz_certify_refusesUnknownFlags(IDataCertification.Batch memory batch, uint8 flags) public {
        _asFirst(batch);
        VM.assume(flags > 1);
        batch.flags = flags;

        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.UnknownFlags.selector, flags));
    }

    function testFuzz_certify_refusesANumberTwice(IDataCertification.Batch memory batch, IDataCertification.Batch memory other) public {
        _asFirst(batch);
        _certify(batch);
        other.certifier = batch.certifier;
        makeValid(other, 1, bytes32(0));

        _expectRefusal(other, abi.encodeWithSelector(IDataCertification.AlreadyCertified.selector, batch.certifier, 1, recordOfMembers(batch)));
    }

    function testFuzz_certify_refusesAGap(IDataCertification.Batch memory batch, uint64 number, bytes32 previous) public {
        _asFirst(batch);
        VM.assume(number > 1);
        makeValid(batch, number, previous);

        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.PreviousBatchMissing.selector, batch.certifier, number - 1));
    }

    function testFuzz_certify_refusesAWrongPrevious(IDataCertification.Batch memory batch, bytes32 first, bytes32 second) public {
        _asFirst(batch);
        VM.assume(first != bytes32(0));
        batch.previous = first;
        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.WrongPrevious.selector, first, bytes32(0)));

        batch.previous = bytes32(0);
        _certify(batch);
        bytes32 record = recordOfMembers(batch);
        VM.assume(second != record);
        makeValid(batch, 2, second);
        _expectRefusal(batch, abi.encodeWithSelector(IDataCertification.WrongPrevious.selector, second, record));
    }

    function testFuzz_isCertified_isFalseWhenAnyBitIsChanged(IDataCertification.Batch memory batch, uint256 member, uint256 bit) public {
        _asFirst(batch);
        _certify(batch);
        // Bits of each member that can change alone: the sign of a time fills its whole word.
        uint16[10] memory widths = [256, 160, 64, 256, 32, 256, 63, 63, 63, 8];
        member %= widths.length;
        uint256 difference = 2 ** (bit % widths[member]);
        bytes memory data = abi.encodeCall(IDataCertification.isCertified, (batch));
        assembly ("memory-safe") {
            // Past the length of the array and the selector.
            let place := add(data, add(36, mul(member, 32)))
            mstore(place, xor(mload(place), difference))
        }

        (bool answered, bytes memory answer) = address(_certification).staticcall(data);

        VM.assertTrue(answered, "no answer");
        VM.assertEq(abi.decode(answer, (bool)), false);
    }

    function testFuzz_recordOf_isZeroForWhatWasNeverCertified(address certifier, uint64 number) public view {
        VM.assertEq(_certification.recordOf(certifier, number), bytes32(0));
    }

    function testFuzz_constructor_refusesAPredecessorWithoutCode(address predecessor) public {
        VM.assume(predecessor != address(0) && predecessor.code.length == 0);

        VM.expectRevert(abi.encodeWithSelector(IDataCertification.PredecessorWithoutCode.selector, predecessor));
        new DataCertification(address(manager), IDataCertification(predecessor));
    }

    /// @dev Makes the batch a valid first one of a certifier with the role.
    function _asFirst(IDataCertification.Batch memory batch) private {
        VM.assume(batch.certifier != address(manager));
        makeValid(batch, 1, bytes32(0));
        manager.grantRole(Roles.CERTIFIER, batch.certifier, 0);
    }

    function _certify(IDataCertification.Batch memory batch) private {
        VM.prank(batch.certifier);
        _certification.certify(batch);
    }

    function _expectRefusal(IDataCertification.Batch memory batch, bytes memory reason) private {
        VM.expectRevert(reason);
        _certify(batch);
    }
}
