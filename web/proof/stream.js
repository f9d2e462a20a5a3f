import { FormatError } from "./format-error.js";
import { keccak } from "./keccak.js";

const MOST_UNITS = 128;

/** Letters, digits, punctuation and symbols, and U+0020; never control, format, private or unassigned characters, marks, or another space. */
const PART = /^[^\p{C}\p{M}\p{Z}](?:[^\p{C}\p{M}\p{Z}]| )*$/u;

/** The four parts of device/component/measurand/phase. Throws FormatError for all but the one spelling of a name (docs/readings.md). */
export function parseStream(text) {
  const parts = text.split("/").map(unescape);
  if (parts.length !== 4 || !parts.every(isPart)) throw new FormatError(`Expected device/component/measurand/phase, found '${text}'.`);

  const [device, component, measurand, phase] = parts;
  return { device, component, measurand, phase, hash: keccak(new TextEncoder().encode(text)) };
}

/** Null for a second spelling of the same part. */
function unescape(escaped) {
  const part = escaped.replaceAll("%2F", "/").replaceAll("%25", "%");
  return part.replaceAll("%", "%25").replaceAll("/", "%2F") === escaped ? part : null;
}

function isPart(part) {
  return part !== null && part.length <= MOST_UNITS && !part.endsWith(" ") && PART.test(part);
}
