import { decodeBatch } from "./batch.js";
import { equal, fromHex, toHex } from "./bytes.js";
import { checkChain } from "./chain.js";
import { failed, ok } from "./check.js";
import { parseDecimal } from "./decimal.js";
import { FormatError } from "./format-error.js";
import { HASH_LENGTH, keccak } from "./keccak.js";
import { rootFrom } from "./merkle.js";
import { FORMAT_NAME, parseProofFile, VERSION } from "./proof-file.js";
import { decodeRecord, readingContent, revisionContent } from "./record.js";
import { parseStream } from "./stream.js";
import { parseTime } from "./time.js";
import { checkTrust } from "./trust.js";
import { unitCode } from "./unit.js";

/**
 * Verifies a proof file as docs/proofs.md says, "Verifying, step by step". `checks` are { name, ok, detail } in their order; file, batch and header are
 * null where they could not be read. Valid is only what holds in every check, one of them being why the block is trusted.
 */
export function verify(bytes, trust) {
  const result = { checks: [], file: null, batch: null, header: null };
  try {
    result.file = parseProofFile(bytes);
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    result.checks.push(failed("format", problem.message));
  }
  if (result.file) checkFile(result);
  if (result.header) checkTrust(result, trust);
  result.valid = result.checks.every((check) => check.ok) && result.checks.some(({ name }) => name === "block" || name === "seals");
  return result;
}

function checkFile(result) {
  const { checks, file } = result;
  if (file.format !== FORMAT_NAME || file.version !== VERSION) {
    checks.push(failed("format", `'${file.format}' version ${file.version}, expected '${FORMAT_NAME}' version ${VERSION}`));
    return;
  }

  checks.push(ok("format"));
  try {
    const record = decodeRecord(fromHex(file.record));
    const batch = decodeBatch(fromHex(file.batch));
    checkReading(record, file.reading, checks);
    checkPath(record, file, batch, checks);
    const header = checkChain(file.chain, batch, checks);
    Object.assign(result, { batch, header });
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    checks.push(failed("encoding", problem.message));
  }
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

function contentOf(reading) {
  const timeMicros = parseTime(reading.time);
  if (timeMicros === null) throw new FormatError(`'${reading.time}' is no time in UTC to the microsecond.`);
  const value = parseDecimal(reading.value);
  if (value === null) throw new FormatError(`'${reading.value}' is no decimal number in its shortest form.`);
  const unit = unitCode(reading.unit);
  if (unit === undefined) throw new FormatError(`'${reading.unit}' is no unit.`);

  const content = readingContent({ timeMicros, value, unit, quality: reading.quality, rawHash: keccak(fromHex(reading.raw)) });
  return reading.replaces === null ? content : revisionContent(reading.replaces, content);
}

function checkPath(record, file, batch, checks) {
  const root = rootFrom(record.leaf, Number(file.position), batch.count, file.path.map(toHash));
  if (root !== null && equal(root, batch.root)) checks.push(ok("path"));
  else checks.push(failed("path", `leaf and path lead to ${root === null ? "nothing" : toHex(root)}, the batch has root ${toHex(batch.root)}`));
}

function toHash(text) {
  const bytes = fromHex(text);
  if (bytes.length !== HASH_LENGTH) throw new FormatError(`'${text}' is not 32 bytes.`);
  return bytes;
}
