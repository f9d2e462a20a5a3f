const { ethers } = require("hardhat");
const { batchOf, deployCertification } = require("./deployment");
const { rangePathOf, rootOf } = require("./ranges");

const RECORD_TYPES = ["uint8", "uint8", "address", "bytes32", "uint64", "bytes32", "bytes32", "bytes32"];
const ENTRY_TYPES = ["address", "bytes32", "uint64", "uint64", "uint32", "uint32"];

// Sorted as the format sorts streams.
const STREAMS = ["a", "b", "c", "d", "e"].map((name) => ethers.id(name)).sort();

/** A record whose hashes are made of its number; `changes` replaces members. */
function recordOf(provider, stream, sequence, changes = {}) {
  const [content, salt] = ["content", "salt"].map((part) => ethers.id(`${part} ${stream} ${sequence}`));
  return { version: 1, kind: 1, provider, stream, sequence, content, salt, origin: ethers.ZeroHash, ...changes };
}

// Member by member and not as structs: independent of the contract's own encoding.
const encode = (types, members) => ethers.AbiCoder.defaultAbiCoder().encode(types, Object.values(members));
const leafOf = (record) => ethers.keccak256(ethers.concat(["0x00", ethers.keccak256(encode(RECORD_TYPES, record))]));
const entryLeafOf = (entry) => ethers.keccak256(ethers.concat(["0x02", encode(ENTRY_TYPES, entry)]));

/** The index of sorted records. */
function entriesOf(records) {
  const entries = [];
  records.forEach(({ provider, stream, sequence }, position) => {
    const last = entries.at(-1);
    if (last?.provider === provider && last.stream === stream) {
      last.lastSequence = sequence;
      last.count++;
    } else {
      entries.push({ provider, stream, firstSequence: sequence, lastSequence: sequence, firstPosition: position, count: 1 });
    }
  });
  return entries;
}

/** Certifies records as the certifier's first batch, whatever they and the index say. */
async function certified({ certification, certifier }, records, entries = entriesOf(records)) {
  const [leaves, entryLeaves] = [records.map(leafOf), entries.map(entryLeafOf)];
  const batch = batchOf(certifier, { root: rootOf(leaves), count: leaves.length, indexRoot: rootOf(entryLeaves) });
  await certification.connect(certifier).certify(batch);
  return { batch, records, leaves, entries, entryLeaves };
}

/** Five streams of one provider with 1, 2, 3, 4 and 5 records, certified; sequences have gaps. */
async function deployProven() {
  const deployed = await deployCertification();
  const provider = deployed.stranger.address;
  const records = STREAMS.flatMap((stream, index) =>
    Array.from({ length: index + 1 }, (_, number) => recordOf(provider, stream, BigInt(100 + 10 * number))),
  );
  return { ...deployed, provider, ...(await certified(deployed, records)) };
}

/** What `verifyRecord` takes for a position. */
function recordProof({ batch, records, leaves }, position) {
  return { batch, record: records[position], position, path: rangePathOf(leaves, position, 1) };
}

/** What `verifyRange` takes for the records from a position on, with one entry of the index. */
function rangeProof({ batch, records, leaves, entries, entryLeaves }, firstPosition, length, entryPosition) {
  return {
    batch,
    records: records.slice(firstPosition, firstPosition + length),
    firstPosition,
    path: rangePathOf(leaves, firstPosition, length),
    entry: entries[entryPosition],
    entryPosition,
    entryCount: entries.length,
    entryPath: rangePathOf(entryLeaves, entryPosition, 1),
  };
}

module.exports = { STREAMS, certified, deployProven, entriesOf, leafOf, rangeProof, recordOf, recordProof };
