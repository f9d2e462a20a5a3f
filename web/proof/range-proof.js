import { toAddress } from "./address-text.js";
import { decodeBatch } from "./batch.js";
import { equal, fromHex, toHex } from "./bytes.js";
import { checkChain } from "./chain.js";
import { failed, ok } from "./check.js";
import { contentOf } from "./content.js";
import { checkDevices } from "./device.js";
import { FormatError } from "./format-error.js";
import { toHash } from "./hash-text.js";
import { compareToStream, decodeIndexEntry } from "./index-entry.js";
import { rootFrom } from "./merkle.js";
import { encodeRecord, leafOf } from "./record.js";
import { parseStream } from "./stream.js";

/**
 * Adds the checks of a proof of a range (docs/proofs.md, "The range proof file"); the last batch, the block's header, the devices' keys, and the numbers that no
 * reading has, as runs { from, to }. Throws FormatError.
 */
export function checkRangeProof(file, checks) {
  const claim = claimOf(file);
  const batches = file.batches.map((batch) => ({ ...batch, record: decodeBatch(fromHex(batch.batch)) }));
  const readings = batches.flatMap(({ segment }) => segment?.readings ?? []);
  const sequences = readings.map(({ sequence }) => sequence);
  const add = (name, problem) => checks.push(problem === null ? ok(name) : failed(name, problem));

  add("batches", whyNotARun(batches.map(({ record }) => record)));
  add("index", first(batches, (batch) => whyNotIndexed(batch, claim)));
  add("path", first(batches, (batch) => whyNotIn(batch, claim)));
  add("range", first(batches, (batch) => whyNotWhole(batch, claim)) ?? whyNotTheClaim(sequences, claim));
  const batch = batches.at(-1).record;
  const { header, storageRoot } = checkChain(file.chain, batch, checks);
  const shown = readings.map((reading) => ({ record: recordOf(reading, claim), signature: reading.signature }));
  const devices = checkDevices(shown, claim.provider, file.chain, storageRoot, checks);
  return { batch, header, devices, missing: gapsBetween(sequences) };
}

/** Whose readings the file claims to have all of. */
function claimOf(file) {
  const provider = toAddress(file.provider);
  if (file.batches.length === 0) throw new FormatError("There are no batches.");
  return { provider, stream: parseStream(file.stream).hash, first: file.first, last: file.last };
}

function whyNotARun(records) {
  for (let i = 1; i < records.length; i++) {
    const [before, record] = [records[i - 1], records[i]];
    if (!equal(record.certifier, before.certifier) || record.number !== before.number + 1n || !equal(record.previous, before.hash))
      return `batch ${record.number} of ${toHex(record.certifier)} does not follow batch ${before.number} of ${toHex(before.certifier)}`;
  }
  return null;
}

/** The entries stand in the batch's index at consecutive places; one is the stream's, or they leave no place for it. */
function whyNotIndexed({ index, segment, record }, claim) {
  const entries = entriesOf(index);
  const root = rootFrom(entries.map(({ leaf }) => leaf), Number(index.position), Number(index.count), index.path.map(toHash));
  if (root === null || !equal(root, record.indexRoot))
    return `batch ${record.number}: the entries lead to ${root === null ? "nothing" : toHex(root)}, the index has root ${toHex(record.indexRoot)}`;

  if (entries.length === 1 && compareToStream(entries[0], claim) === 0) return whyNotShown(segment, entries[0], record, claim);
  if (segment !== null) return `batch ${record.number}: readings, and not the stream's entry`;
  return leaveNoPlace(entries, index, record, claim) ? null : `batch ${record.number}: the entries do not show that the stream has none`;
}

/** A batch that has the stream shows its readings, but where all of their numbers are outside of the claim. */
function whyNotShown(segment, { firstSequence, lastSequence }, record, claim) {
  if (segment !== null || lastSequence < claim.first || firstSequence > claim.last) return null;
  return `batch ${record.number}: the stream has numbers ${firstSequence} to ${lastSequence} there, and none is shown`;
}

/** Neighbours in the index whose positions are neighbours in the batch, on both sides of the stream's place; one is enough at either end. */
function leaveNoPlace(entries, index, record, claim) {
  if (entries.length > 2) return false;

  const [one, other] = entries;
  const isBefore = compareToStream(one, claim) < 0;
  if (other) return isBefore && compareToStream(other, claim) > 0 && one.endPosition === other.firstPosition;
  if (isBefore) return index.position === index.count - 1n && one.endPosition === record.count;
  return index.position === 0n && one.firstPosition === 0;
}

function whyNotIn({ segment, record }, claim) {
  if (segment === null) return null;

  const leaves = segment.readings.map((reading) => leafOf(encodeRecord(recordOf(reading, claim))));
  const root = rootFrom(leaves, Number(segment.position), record.count, segment.path.map(toHash));
  if (root !== null && equal(root, record.root)) return null;
  return `batch ${record.number}: the readings lead to ${root === null ? "nothing" : toHex(root)}, the batch has root ${toHex(record.root)}`;
}

function recordOf(reading, { provider, stream }) {
  const { sequence, salt, origin, replaces } = reading;
  const kind = replaces === null ? "reading" : "revision";
  return { kind, provider, stream, sequence, content: contentOf(reading), salt: toHash(salt), origin: toHash(origin) };
}

/**
 * The segment is all that the batch has of the stream between the claim's ends: it begins where the stream does in the batch, or with the claim's first
 * number, below which everything before it lies; and so at its end.
 */
function whyNotWhole({ segment, index }, claim) {
  if (segment === null) return null;
  const entries = entriesOf(index);
  if (entries.length !== 1) return null;
  if (segment.readings.length === 0) return "a segment without readings";

  const [entry] = entries;
  const sequences = segment.readings.map(({ sequence }) => sequence);
  const fallen = sequences.findIndex((sequence, i) => i > 0 && sequence <= sequences[i - 1]);
  if (fallen > 0) return `number ${sequences[fallen]} behind ${sequences[fallen - 1]}`;

  const [low, high] = [sequences[0], sequences.at(-1)];
  const position = Number(segment.position);
  const end = position + sequences.length;
  if (position < entry.firstPosition || end > entry.endPosition)
    return `positions ${position} to ${end - 1} outside of the stream's, ${entry.firstPosition} to ${entry.endPosition - 1}`;
  if (low < entry.firstSequence || high > entry.lastSequence)
    return `numbers ${low} to ${high} outside of the stream's, ${entry.firstSequence} to ${entry.lastSequence}`;
  if (low !== (position === entry.firstPosition ? entry.firstSequence : claim.first)) return `what stands before number ${low} is not shown`;
  return high === (end === entry.endPosition ? entry.lastSequence : claim.last) ? null : `what stands behind number ${high} is not shown`;
}

function whyNotTheClaim(sequences, claim) {
  if (sequences.length === 0) return "no readings";

  const sorted = ascending(sequences);
  const twice = sorted.find((sequence, i) => i > 0 && sequence === sorted[i - 1]);
  if (twice !== undefined) return `number ${twice} twice`;
  if (sorted[0] === claim.first && sorted.at(-1) === claim.last) return null;
  return `readings ${sorted[0]} to ${sorted.at(-1)}, the file claims ${claim.first} to ${claim.last}`;
}

function gapsBetween(sequences) {
  const sorted = ascending(sequences);
  return sorted.slice(1).flatMap((sequence, i) => (sequence > sorted[i] + 1n ? [{ from: sorted[i] + 1n, to: sequence - 1n }] : []));
}

const ascending = (numbers) => numbers.toSorted((one, other) => (one < other ? -1 : Number(one > other)));

const entriesOf = (index) => index.entries.map((entry) => decodeIndexEntry(fromHex(entry)));

/** The first batch's problem; none behind it is looked for. */
function first(batches, why) {
  for (const batch of batches) {
    const problem = why(batch);
    if (problem !== null) return problem;
  }
  return null;
}
