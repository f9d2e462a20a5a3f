import { failed, ok } from "./check.js";
import { FormatError } from "./format-error.js";
import { parseJson } from "./json.js";
import { RANGE_FILE, RANGE_FORMAT, READING_FILE, READING_FORMAT, VERSION } from "./proof-file.js";
import { checkRangeProof } from "./range-proof.js";
import { checkReadingProof } from "./reading-proof.js";
import { checkTrust } from "./trust.js";

const READING = { format: READING_FORMAT, parse: READING_FILE, check: checkReadingProof };
const RANGE = { format: RANGE_FORMAT, parse: RANGE_FILE, check: checkRangeProof };

/**
 * Verifies a proof file of either kind as docs/proofs.md says. `checks` are { name, ok, detail } in their order; file, batch and header are null where they
 * could not be read, and so are the `missing` numbers, which only a range has. Valid is only what holds in every check, one of them being why the block is
 * trusted.
 */
export function verify(bytes, trust) {
  const result = { checks: [], isRange: false, file: null, batch: null, header: null, devices: [], missing: null };
  try {
    const json = parseJson(bytes);
    result.isRange = json instanceof Map && json.get("format") === RANGE_FORMAT;
    checkFile(json, result.isRange ? RANGE : READING, result);
  } catch (problem) {
    if (!(problem instanceof FormatError)) throw problem;
    result.checks.push(failed(result.checks.length === 0 ? "format" : "encoding", problem.message));
  }
  if (result.header) checkTrust(result, trust);
  result.valid = result.checks.every((check) => check.ok) && result.checks.some(({ name }) => name === "block" || name === "seals");
  return result;
}

function checkFile(json, kind, result) {
  const file = kind.parse("proof", json);
  result.file = file;
  if (file.format !== kind.format || file.version !== VERSION)
    throw new FormatError(`'${file.format}' version ${file.version}, expected '${kind.format}' version ${VERSION}`);

  result.checks.push(ok("format"));
  Object.assign(result, kind.check(file, result.checks));
}
