import { FormatError } from "./format-error.js";
import { JsonNumber } from "./json.js";

/**
 * Reads an object's members by their kinds ({ name: [place, value] => value }). Unknown and missing members are errors; a kind made by `optional` may be
 * missing.
 */
export function readMembers(place, value, kinds) {
  if (!(value instanceof Map)) throw new FormatError(`${place}: expected an object.`);
  for (const name of value.keys()) if (!Object.hasOwn(kinds, name)) throw new FormatError(`${place}: the member '${name}' is unknown.`);

  const members = {};
  for (const [name, kind] of Object.entries(kinds)) {
    if (value.has(name)) members[name] = kind(`${place}.${name}`, value.get(name));
    else if (kind.optional) members[name] = null;
    else throw new FormatError(`${place}: the member '${name}' is missing.`);
  }
  return members;
}

export function text(place, value) {
  if (typeof value !== "string") throw new FormatError(`${place}: expected a text.`);
  return value;
}

/** Any of the texts may be null: whoever reads them as bytes refuses that. */
export function texts(place, value) {
  if (!Array.isArray(value) || value.some((item) => item !== null && typeof item !== "string")) throw new FormatError(`${place}: expected a list of texts.`);
  return value;
}

/** A whole number without a point or an exponent, exact to the last digit. */
export function integer(min, max) {
  return (place, value) => {
    // Longer texts are out of every range, and would only cost time.
    const number = value instanceof JsonNumber && value.text.length <= 20 && /^-?[0-9]+$/.test(value.text) ? BigInt(value.text) : null;
    // -0 is a number only where there are negative ones.
    const isSigned = value instanceof JsonNumber && value.text.startsWith("-");
    if (number === null || number < min || number > max || (isSigned && min >= 0n))
      throw new FormatError(`${place}: expected a whole number from ${min} to ${max}.`);
    return number;
  };
}

export const int32 = integer(-(2n ** 31n), 2n ** 31n - 1n);
export const uint16 = integer(0n, 2n ** 16n - 1n);
export const uint32 = integer(0n, 2n ** 32n - 1n);
export const uint64 = integer(0n, 2n ** 64n - 1n);

/** An object with members of these kinds. */
export const object = (kinds) => (place, value) => readMembers(place, value, kinds);

export function listOf(kind) {
  return (place, value) => {
    if (!Array.isArray(value)) throw new FormatError(`${place}: expected a list.`);
    return value.map((item, i) => kind(`${place}[${i}]`, item));
  };
}

/** The same list, with at least one item. */
export function filled(list) {
  return (place, value) => {
    const items = list(place, value);
    if (items.length === 0) throw new FormatError(`${place}: expected at least one item, or no such member.`);
    return items;
  };
}

/** The same, or missing; not null, which would be a second way to say that it is missing. */
export function orMissing(kind) {
  const read = (place, value) => kind(place, value);
  read.optional = true;
  return read;
}

/** The same, or null, or missing: all three are null. */
export function optional(kind) {
  const read = (place, value) => (value === null ? null : kind(place, value));
  read.optional = true;
  return read;
}
