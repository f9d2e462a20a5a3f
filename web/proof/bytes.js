import { FormatError } from "./format-error.js";

/** 0x and lower-case digits: the only spelling that a proof file may have. */
export function toHex(bytes) {
  let text = "0x";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** Throws FormatError for anything but 0x and pairs of lower-case digits; null may stand in a list of texts. */
export function fromHex(text) {
  const refused = () => new FormatError(`${text === null ? "null" : `'${text}'`} is not 0x and lower-case hexadecimal digits.`);
  if (text === null || !text.startsWith("0x") || text.length % 2 !== 0) throw refused();

  const bytes = new Uint8Array((text.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [digit(text.charCodeAt(2 + 2 * i)), digit(text.charCodeAt(3 + 2 * i))];
    if (high < 0 || low < 0) throw refused();
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

export function equal(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    all.set(part, position);
    position += part.length;
  }
  return all;
}

/** Big-endian, unsigned. */
export function toNumber(bytes) {
  return bytes.length === 0 ? 0n : BigInt(toHex(bytes));
}

/** Negative, zero or positive, as unsigned big-endian numbers of the same length are. */
export function compare(one, other) {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i] - other[i];
  return 0;
}

/** -1 for what is no digit. */
function digit(code) {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x61 + 10 : -1;
}
