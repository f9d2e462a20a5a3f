// Verifies a range proof file. Written from docs/proofs.md, as verify.mjs is, which has what the two kinds of files share.
import { concat, keccak256, toUtf8Bytes } from "ethers";
import { signed, signers } from "./verify-device.mjs";
import { abi, BATCH, CHAIN, contentOf, headerOf, inner, isBytes, isHex, leafOf, list, main, members, need, number, parseJson, part, RECORD, SAID, text,
  verifier, words } from "./verify.mjs";

const ENTRY = ["address", "bytes32", "uint64", "uint64", "uint32", "uint32"];

function read(bytes) {
  const file = parseJson(bytes), optional = (object, name, type) => Object.hasOwn(object, name) ? { [name]: type } : {};
  members(file, { format: text, version: number, provider: text, stream: text, first: number, last: number, batches: list, chain: part });
  members(file.chain, { ...CHAIN, ...signers(file.chain) });
  for (const batch of file.batches) {
    members(batch, { batch: text, index: part, ...optional(batch, "segment", part) });
    members(batch.index, { entries: list, position: number, count: number, path: list });
    if (!("segment" in batch)) continue;
    members(batch.segment, { position: number, path: list, readings: list });
    for (const reading of batch.segment.readings)
      members(reading, { ...SAID, salt: text, origin: text, ...optional(reading, "replaces", number), ...signed(reading) });
  }
  return need(file.format === "platone-range-proof" && file.version === 1n) ?? file;
}

function decode({ provider, stream, batches, chain }) {
  need(isBytes(provider, 20) && batches.length > 0);
  const name = keccak256(toUtf8Bytes(stream));
  const record = (reading) => need(isBytes(reading.salt, 32) && isBytes(reading.origin, 32) && isHex(reading.signature ?? "0x"))
    ?? [1, reading.replaces === undefined ? 1 : 2, provider, name, reading.sequence, contentOf(reading), reading.salt, reading.origin];
  const decoded = batches.map(({ batch, index, segment }) => {
    need([...index.path, ...segment?.path ?? []].every((hash) => isBytes(hash, 32)));
    const records = segment?.readings.map(record) ?? [], leaves = records.map((words) => leafOf(abi(RECORD, words)));
    return { words: words(BATCH, batch), hash: keccak256(batch), index, entries: index.entries.map(entryOf), segment, records, leaves };
  });
  const { words: batch, hash } = decoded.at(-1);
  const shown = decoded.flatMap(({ segment, records }) => records.map((words, i) => [words, segment.readings[i].signature]));
  return { batches: decoded, shown, place: concat([provider, name]), batch, hash, header: headerOf(chain) };
}

// In texts of one length and in lower case, places are in the order of their bytes.
function entryOf(entry) {
  const [provider, stream, first, last, position, count] = words(ENTRY, entry);
  return { place: concat([provider, stream]), first, last, position, end: position + count, leaf: keccak256(concat(["0x02", entry])) };
}

// Whether consecutive leaves, the first at position `low`, and their path lead to the root.
function leads(nodes, low, count, path, root) {
  let high = low + BigInt(nodes.length) - 1n, next = 0;
  need(nodes.length > 0 && high < count);
  for (let last = count - 1n; last > 0n; last /= 2n, low /= 2n, high /= 2n) {
    if (low % 2n === 1n) nodes = [path[next++], ...nodes];
    if (high % 2n === 0n && high < last) nodes = [...nodes, path[next++]];
    nodes = nodes.flatMap((node, i) => i % 2 === 1 ? [] : i + 1 < nodes.length ? inner(node, nodes[i + 1]) : node);
  }
  return nodes[0] === root && next === path.length;
}

// Whether the index says of the stream what the file shows of it.
function isIndexed({ words, index, entries, segment }, { first, last }, place) {
  const [one, other] = entries, [count, indexRoot] = words.slice(4);
  need(leads(entries.map(({ leaf }) => leaf), index.position, index.count, index.path, indexRoot));
  if (!other && one.place === place) return segment !== undefined || one.last < first || one.first > last;
  if (segment || entries.length > 2) return false;
  if (other) return one.place < place && place < other.place && one.end === other.position;
  return one.place < place ? index.position === index.count - 1n && one.end === count : index.position === 0n && one.position === 0n;
}

// Whether a batch's readings are all that it has of the stream from the first number to the last.
function isWhole({ entries: [entry], segment: { position, readings } }, { first, last }) {
  const numbers = readings.map(({ sequence }) => sequence), [low, high] = [numbers[0], numbers.at(-1)], end = position + BigInt(numbers.length);
  return numbers.length > 0 && numbers.every((item, i) => i === 0 || item > numbers[i - 1])
    && position >= entry.position && end <= entry.end && low >= entry.first && high <= entry.last
    && low === (position === entry.position ? entry.first : first) && high === (end === entry.end ? entry.last : last);
}

export const verify = verifier(read, decode, (check, file, { batches, place }) => {
  check("batches", () => batches.every(({ words: [previous, certifier, number] }, i) => i === 0 || (previous === batches[i - 1].hash
    && certifier === batches[i - 1].words[1] && number === batches[i - 1].words[2] + 1n)));
  check("index", () => batches.every((batch) => isIndexed(batch, file, place)));
  const shown = batches.filter(({ segment }) => segment);
  check("path", () => shown.every(({ words, segment, leaves }) => leads(leaves, segment.position, words[4], segment.path, words[3])));
  check("range", () => {
    const numbers = shown.flatMap(({ segment }) => segment.readings.map(({ sequence }) => sequence));
    return shown.every((batch) => batch.entries.length !== 1 || isWhole(batch, file)) && new Set(numbers).size === numbers.length
      && numbers.includes(file.first) && numbers.includes(file.last) && numbers.every((item) => item >= file.first && item <= file.last);
  });
});

process.exitCode = main(import.meta.url, verify);
