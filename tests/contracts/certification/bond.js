const { ethers } = require("hardhat");
const { time } = require("@nomicfoundation/hardhat-network-helpers");
const { batchOf, deployCertification } = require("./deployment");
const { rangePathOf, rootOf } = require("./ranges");

const WINDOW = 3600n;
const WITHDRAWAL_DELAY = 7200n;

// ICertificationBond.Status
const Status = { None: 0n, Presented: 1n, Answered: 2n, Omitted: 3n };

const RECEIPT = {
  Receipt: [
    { name: "provider", type: "address" },
    { name: "stream", type: "bytes32" },
    { name: "sequence", type: "uint64" },
    { name: "leaf", type: "bytes32" },
    { name: "certifyBy", type: "uint64" },
  ],
};

const RECEIPTS = { Receipts: [{ name: "root", type: "bytes32" }] };

/** What `deployCertification` deploys, and the bond for it. */
async function deployBond() {
  const deployed = await deployCertification();
  const bond = await ethers.deployContract("CertificationBond", [deployed.certification, WINDOW, WITHDRAWAL_DELAY]);
  return { ...deployed, bond };
}

/** `deployBond`, with ten ether behind the certifier and one batch of five leaves certified. */
async function deployBondedCertifier() {
  const deployed = await deployBond();
  const { bond, certification, certifier } = deployed;
  await bond.connect(certifier).deposit({ value: ethers.parseEther("10") });
  const leaves = [0, 1, 2, 3, 4].map((index) => ethers.id(`leaf ${index}`));
  const batch = batchOf(certifier, { root: rootOf(leaves), count: leaves.length });
  await certification.connect(certifier).certify(batch);
  return { ...deployed, leaves, batch };
}

/** A receipt whose time has passed; `changes` replaces members. */
async function overdueReceipt(changes = {}) {
  return {
    provider: ethers.getAddress("0x4875547763bc2ce9dfdf7ecdbb8e0457c3d7dac1"),
    stream: ethers.id("ln-7/POD-0007/activeenergy/ABC"),
    sequence: 1n,
    leaf: ethers.id("a record that no batch has"),
    certifyBy: BigInt(await time.latest()) - 1n,
    ...changes,
  };
}

/** Signs receipts together, as the record format says, and answers what `present` takes for the one at a position. */
async function signed(certification, certifier, receipts, position = 0, changes = {}) {
  const leaves = receipts.map((receipt) => keccak("0x00", hashOf(receipt)));
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Platone", version: "1", chainId, verifyingContract: await certification.getAddress(), ...changes };
  const signature = await certifier.signTypedData(domain, RECEIPTS, { root: rootOf(leaves) });
  return [receipts[position], position, receipts.length, pathOf(leaves, position), signature];
}

const hashOf = (receipt) => ethers.TypedDataEncoder.hashStruct("Receipt", RECEIPT, receipt);

/** A receipt's id, as the interface says. */
function idOf(certifier, receipt) {
  return ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["address", "bytes32"], [certifier.address, hashOf(receipt)]));
}

const keccak = (...parts) => ethers.keccak256(ethers.concat(parts));

/** A leaf's path: that of a range of one. */
const pathOf = (leaves, position) => rangePathOf(leaves, position, 1);

/** Presents one overdue receipt that was signed alone, and answers its id. */
async function presented({ bond, certification, certifier, stranger }, receipt) {
  await bond.connect(stranger).present(...(await signed(certification, certifier, [receipt])));
  return idOf(certifier, receipt);
}

/** Lets a receipt's window pass. */
async function afterWindow() {
  await time.increase(WINDOW + 1n);
}

module.exports = {
  Status,
  WINDOW,
  WITHDRAWAL_DELAY,
  afterWindow,
  deployBond,
  deployBondedCertifier,
  idOf,
  overdueReceipt,
  pathOf,
  presented,
  rootOf,
  signed,
};
