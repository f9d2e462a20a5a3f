import { decodeBatch } from "./batch.js";
import { equal, fromHex, toHex } from "./bytes.js";
import { checkChain } from "./chain.js";
import { failed, ok } from "./check.js";
import { contentOf } from "./content.js";
import { checkDevices } from "./device.js";
import { toHash } from "./hash-text.js";
import { rootFrom } from "./merkle.js";
import { decodeRecord } from "./record.js";
import { parseStream } from "./stream.js";

/** Adds the checks of a proof of one reading (docs/proofs.md, "Verifying, step by step"); its batch, the block's header, and the device's key. Throws FormatError. */
export function checkReadingProof(file, checks) {
  const record = decodeRecord(fromHex(file.record));
  const batch = decodeBatch(fromHex(file.batch));
  checkReading(record, file.reading, checks);
  checkPath(record, file, batch, checks);
  const { header, storageRoot } = checkChain(file.chain, batch, checks);
  const devices = checkDevices([{ record, signature: file.reading.signature }], record.provider, file.chain, storageRoot, checks);
  return { batch, header, devices };
}

function checkReading(record, reading, checks) {
  const compare = (name, certified, stated) =>
    checks.push(certified === stated ? ok(name) : failed(name, `the record says ${certified}, the file says ${stated}`));

  compare("provider", toHex(record.provider), reading.provider);
  compare("stream", toHex(record.stream), toHex(parseStream(reading.stream).hash));
  compare("sequence", record.sequence, reading.sequence);
  compare("kind", record.kind, kindOf(reading));
  compare("content", toHex(record.content), toHex(contentOf(reading)));
}

/** The kind that the file states, where it states it truly: a revision names what it replaces, a reading does not, and nothing else is proved here. */
function kindOf({ kind, replaces }) {
  const isTrue = (kind === "reading" && replaces === null) || (kind === "revision" && replaces !== null);
  return isTrue ? kind : `'${kind}' that replaces ${replaces ?? "nothing"}`;
}

function checkPath(record, file, batch, checks) {
  const root = rootFrom([record.leaf], Number(file.position), batch.count, file.path.map(toHash));
  if (root !== null && equal(root, batch.root)) checks.push(ok("path"));
  else checks.push(failed("path", `leaf and path lead to ${root === null ? "nothing" : toHex(root)}, the batch has root ${toHex(batch.root)}`));
}
