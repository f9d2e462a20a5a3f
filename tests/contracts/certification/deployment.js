const { ethers } = require("hardhat");

// contracts/access/Roles.sol
const CERTIFIER = 1n;

const BATCH_TYPES = ["bytes32", "address", "uint64", "bytes32", "uint32", "bytes32", "int64", "int64", "int64", "uint8"];

/** An AccessManager, a DataCertification under it, and two certifiers with the role. */
async function deployCertification() {
  const [admin, certifier, otherCertifier, stranger] = await ethers.getSigners();
  const manager = await ethers.deployContract("AccessManager", [admin.address]);
  const certification = await deploySuccessor(manager, ethers.ZeroAddress);
  await manager.grantRole(CERTIFIER, certifier.address, 0);
  await manager.grantRole(CERTIFIER, otherCertifier.address, 0);
  return { admin, certifier, otherCertifier, stranger, manager, certification };
}

/** A DataCertification that continues `predecessor`, under the same AccessManager. */
async function deploySuccessor(manager, predecessor) {
  const certification = await ethers.deployContract("DataCertification", [manager, predecessor]);
  await manager.setTargetFunctionRole(certification, [certification.certify.fragment.selector], CERTIFIER);
  return certification;
}

/** A valid batch of 8,192 leaves; `changes` replaces members. */
function batchOf(certifier, changes = {}) {
  const number = BigInt(changes.number ?? 1n);
  return {
    previous: ethers.ZeroHash,
    certifier: certifier.address,
    number,
    root: ethers.id(`root ${number}`),
    count: 8192,
    indexRoot: ethers.id(`index root ${number}`),
    from: 1_767_225_600_000_000n,
    to: 1_767_225_659_999_999n,
    closed: 1_767_225_660_000_000n,
    flags: 0,
    ...changes,
  };
}

/** The record as the format defines it, hashed member by member and not as a struct: independent of the contract's own encoding. */
function recordOfBatch(batch) {
  return ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(BATCH_TYPES, Object.values(batch)));
}

/** Certifies batches 1 to `count`, each chained to the one before, and returns them. */
async function certifyChain(certification, certifier, count, first = batchOf(certifier)) {
  const batches = [];
  for (let batch = first; batches.length < count; batch = nextOf(certifier, batch)) {
    await certification.connect(certifier).certify(batch);
    batches.push(batch);
  }
  return batches;
}

/** The batch that continues the chain after `batch`. */
function nextOf(certifier, batch, changes = {}) {
  return batchOf(certifier, { number: batch.number + 1n, previous: recordOfBatch(batch), ...changes });
}

module.exports = { CERTIFIER, batchOf, certifyChain, deployCertification, deploySuccessor, nextOf, recordOfBatch };
