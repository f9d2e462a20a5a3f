// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../../../contracts/access/Roles.sol";
import {CertificationBond} from "../../../contracts/certification/CertificationBond.sol";
import {DataCertification} from "../../../contracts/certification/DataCertification.sol";
import {ICertificationBond} from "../../../contracts/certification/ICertificationBond.sol";
import {IDataCertification} from "../../../contracts/certification/IDataCertification.sol";
import {VM} from "../IVm.sol";
import {CertificationTest} from "./CertificationTest.sol";
import {RecursiveTree} from "./RecursiveTree.sol";

/// @title What every test of the bond starts from: a DataCertification, its bond, and receipts that are signed as the record format says
abstract contract BondTest is CertificationTest {
    uint32 internal constant WINDOW = 3600;
    uint32 internal constant DELAY = 7200;

    DataCertification internal certification = deploy(IDataCertification(address(0)));
    CertificationBond internal bond = new CertificationBond(certification, WINDOW, DELAY);

    /// @notice A receipt with everything that shows who signed it.
    struct Shown {
        ICertificationBond.Receipt receipt;
        uint32 position;
        uint32 count;
        bytes32[] path;
        bytes signature;
    }

    /// @dev Signs receipts together and shows the one at a position.
    function show(uint256 key, ICertificationBond.Receipt[] memory receipts, uint32 position) internal view returns (Shown memory shown) {
        bytes32[] memory leaves = new bytes32[](receipts.length);
        for (uint256 index = 0; index < receipts.length; ++index) {
            leaves[index] = keccak256(bytes.concat(hex"00", hashStructOf(receipts[index])));
        }
        shown.receipt = receipts[position];
        shown.position = position;
        shown.count = uint32(receipts.length);
        shown.path = RecursiveTree.pathOf(leaves, position);
        shown.signature = signatureOf(key, digestOf(RecursiveTree.rootOf(leaves)));
    }

    function showAlone(uint256 key, ICertificationBond.Receipt memory receipt) internal view returns (Shown memory) {
        ICertificationBond.Receipt[] memory receipts = new ICertificationBond.Receipt[](1);
        receipts[0] = receipt;
        return show(key, receipts, 0);
    }

    function present(Shown memory shown) internal returns (bytes32) {
        return bond.present(shown.receipt, shown.position, shown.count, shown.path, shown.signature);
    }

    /// @dev Certifies leaves as a certifier's next batch.
    function certifyLeaves(address certifier, uint64 number, bytes32 previous, bytes32[] memory leaves)
        internal
        returns (IDataCertification.Batch memory batch)
    {
        batch = IDataCertification.Batch({
            previous: previous,
            certifier: certifier,
            number: number,
            root: RecursiveTree.rootOf(leaves),
            count: uint32(leaves.length),
            indexRoot: keccak256("index root"),
            from: 1,
            to: 2,
            closed: 3,
            flags: 0
        });
        manager.grantRole(Roles.CERTIFIER, certifier, 0);
        VM.prank(certifier);
        certification.certify(batch);
    }

    function signatureOf(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev EIP-712, member by member.
    function hashStructOf(ICertificationBond.Receipt memory receipt) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Receipt(address provider,bytes32 stream,uint64 sequence,bytes32 leaf,uint64 certifyBy)");
        return keccak256(abi.encode(typeHash, receipt.provider, receipt.stream, receipt.sequence, receipt.leaf, receipt.certifyBy));
    }

    function digestOf(bytes32 root) internal view returns (bytes32) {
        return digestFor(block.chainid, address(certification), root);
    }

    function digestFor(uint256 chainId, address verifyingContract, bytes32 root) internal pure returns (bytes32) {
        bytes32 domainType = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(abi.encode(domainType, keccak256("Platone"), keccak256("1"), chainId, verifyingContract));
        return keccak256(bytes.concat(hex"1901", domain, keccak256(abi.encode(keccak256("Receipts(bytes32 root)"), root))));
    }
}
