// Record format v1 on one page with ethers 6: reads a JSON array of questions from standard input, writes a JSON array of answers.
import { ethers } from "ethers";
import { readFileSync } from "node:fs";

const keccak = (...parts) => ethers.keccak256(ethers.concat(parts));
const encode = (types, values) => ethers.AbiCoder.defaultAbiCoder().encode(types, values);

const streamOf = (name) => ethers.id(name);

function contentOf({ timeMicros, mantissa, exponent, unit, quality, raw, replaces }) {
  const reading = keccak(
    encode(["int64", "int128", "int8", "uint16", "uint16", "bytes32"], [timeMicros, mantissa, exponent, unit, quality, keccak(raw)]),
  );
  return replaces === null ? reading : keccak(encode(["uint64", "bytes32"], [replaces, reading]));
}

function recordOf(reading) {
  const kind = reading.replaces === null ? 1 : 2;
  return encode(
    ["uint8", "uint8", "address", "bytes32", "uint64", "bytes32", "bytes32", "bytes32"],
    [1, kind, reading.provider, streamOf(reading.stream), reading.sequence, contentOf(reading), reading.salt, ethers.ZeroHash],
  );
}

const leafOf = (record) => keccak("0x00", keccak(record));

// RFC 6962, section 2.1, by its own recursion.
function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return keccak("0x01", rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function byPosition(one, other) {
  const key = (reading) => [BigInt(reading.provider), BigInt(streamOf(reading.stream)), BigInt(reading.sequence)];
  const [left, right] = [key(one), key(other)];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
}

function entriesOf(sorted) {
  const entries = [];
  sorted.forEach((reading, position) => {
    const last = entries.at(-1);
    const [provider, stream] = [reading.provider, streamOf(reading.stream)];
    if (last?.[0] === provider && last[1] === stream) {
      last[3] = reading.sequence;
      last[5]++;
    } else {
      entries.push([provider, stream, reading.sequence, reading.sequence, position, 1]);
    }
  });
  return entries.map((entry) => encode(["address", "bytes32", "uint64", "uint64", "uint32", "uint32"], entry));
}

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

const answers = {
  record: (reading) => {
    const record = recordOf(reading);
    return { content: contentOf(reading), record, leaf: leafOf(record) };
  },

  batch: ({ readings, previous, certifier, number, from, to, closed, flags }) => {
    const sorted = readings.toSorted(byPosition);
    const leaves = sorted.map((reading) => leafOf(recordOf(reading)));
    const entries = entriesOf(sorted);
    const indexRoot = rootOf(entries.map((entry) => keccak("0x02", entry)));
    const record = encode(
      ["bytes32", "address", "uint64", "bytes32", "uint32", "bytes32", "int64", "int64", "int64", "uint8"],
      [previous, certifier, number, rootOf(leaves), leaves.length, indexRoot, from, to, closed, flags],
    );
    return { leaves, entries, record, hash: keccak(record) };
  },

  receipts: ({ chainId, verifyingContract, receipts }) => {
    const leaves = receipts.map((receipt) => keccak("0x00", ethers.TypedDataEncoder.hashStruct("Receipt", RECEIPT, receipt)));
    const domain = { name: "Platone", version: "1", chainId, verifyingContract };
    return { leaves, digest: ethers.TypedDataEncoder.hash(domain, RECEIPTS, { root: rootOf(leaves) }) };
  },
};

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map((question) => answers[question.ask](question))));
