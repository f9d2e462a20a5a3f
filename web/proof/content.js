import { concat, fromHex } from "./bytes.js";
import { parseDecimal } from "./decimal.js";
import { FormatError } from "./format-error.js";
import { keccak } from "./keccak.js";
import { parseTime } from "./time.js";
import { unitCode } from "./unit.js";
import { word } from "./words.js";

/** What a file's reading says, hashed; of a revision where it replaces another (docs/proofs.md, "Content, by kind"). Throws FormatError. */
export function contentOf({ time, value, unit, quality, raw, replaces }) {
  const timeMicros = parseTime(time);
  if (timeMicros === null) throw new FormatError(`'${time}' is no time in UTC to the microsecond.`);
  const decimal = parseDecimal(value);
  if (decimal === null) throw new FormatError(`'${value}' is no decimal number in its shortest form.`);
  const code = unitCode(unit);
  if (code === undefined) throw new FormatError(`'${unit}' is no unit.`);

  const content = keccak(concat(word(timeMicros), word(decimal.mantissa), word(decimal.exponent), word(code), word(quality), keccak(fromHex(raw))));
  return replaces === null ? content : keccak(concat(word(replaces), content));
}
