import { concat, toNumber } from "./bytes.js";
import { FormatError } from "./format-error.js";

const [TEXT, LIST] = [0x80, 0xc0];
const LONGEST_SHORT_FORM = 55;

/** Deeper nesting is refused; a header has 4 levels. */
const DEEPEST = 16;

/** One item: bytes or a list of items. Its readers throw FormatError where it is the other one. */
export class RlpItem {
  #value;

  constructor(value) {
    this.#value = value;
  }

  get isList() {
    return Array.isArray(this.#value);
  }

  get isEmpty() {
    return !this.isList && this.#value.length === 0;
  }

  get bytes() {
    if (this.isList) throw new FormatError("Expected bytes in the RLP, found a list.");
    return this.#value;
  }

  get items() {
    if (!this.isList) throw new FormatError("Expected a list in the RLP, found bytes.");
    return this.#value;
  }

  bytesOf(length, name) {
    if (this.bytes.length !== length) throw new FormatError(`The ${name} has ${this.bytes.length} bytes instead of ${length}.`);
    return this.bytes;
  }

  itemsOf(count, name) {
    if (this.items.length !== count) throw new FormatError(`The ${name} has ${this.items.length} fields instead of ${count}.`);
    return this.items;
  }

  /** Unsigned and big-endian; zero is empty, and no number begins with a zero byte. */
  number(mostBytes) {
    const bytes = this.bytes;
    if (bytes.length > mostBytes) throw new FormatError(`Expected an integer of at most ${mostBytes} bytes in the RLP, found ${bytes.length} bytes.`);
    if (bytes[0] === 0) throw new FormatError("An integer in the RLP starts with a zero byte.");
    return toNumber(bytes);
  }

  /** The bytes that the item was decoded from: RLP has one form only. */
  encode() {
    return this.isList ? encodeList(...this.items.map((item) => item.encode())) : encodeBytes(this.bytes);
  }
}

/** Reads exactly one item, every length in its shortest form (Yellow Paper, appendix B). Throws FormatError. */
export function decodeRlp(bytes) {
  const { item, end } = decodeItem(bytes, 0, 0);
  if (end !== bytes.length) throw new FormatError(`${bytes.length - end} bytes follow the RLP item that ends at byte ${end}.`);
  return item;
}

export function encodeBytes(bytes) {
  return bytes.length === 1 && bytes[0] < TEXT ? bytes : concat(prefix(bytes.length, TEXT), bytes);
}

export function encodeNumber(number) {
  if (number === 0n) return encodeBytes(new Uint8Array());
  return encodeBytes(bigEndian(number));
}

/** Of items that are encoded already. */
export function encodeList(...items) {
  const payload = concat(...items);
  return concat(prefix(payload.length, LIST), payload);
}

function prefix(length, offset) {
  if (length <= LONGEST_SHORT_FORM) return Uint8Array.of(offset + length);

  const lengthBytes = bigEndian(length);
  return concat(Uint8Array.of(offset + LONGEST_SHORT_FORM + lengthBytes.length), lengthBytes);
}

function bigEndian(number) {
  const digits = number.toString(16);
  const even = digits.padStart(digits.length + (digits.length % 2), "0");
  return Uint8Array.from(even.match(/../g), (pair) => parseInt(pair, 16));
}

function decodeItem(bytes, start, depth) {
  if (start >= bytes.length) throw new FormatError(`The RLP ends at byte ${start}, where an item was expected.`);

  const first = bytes[start];
  if (first < TEXT) return { item: new RlpItem(bytes.slice(start, start + 1)), end: start + 1 };

  const isList = first >= LIST;
  const { from, end } = payloadOf(bytes, start, isList ? LIST : TEXT);
  const payload = bytes.slice(from, end);
  if (isList) return { item: new RlpItem(decodeItems(payload, depth + 1)), end };
  if (payload.length === 1 && payload[0] < TEXT) throw new FormatError(`The RLP wraps the single byte at ${start} that stands for itself.`);
  return { item: new RlpItem(payload), end };
}

function decodeItems(payload, depth) {
  if (depth > DEEPEST) throw new FormatError(`The RLP nests lists deeper than ${DEEPEST} levels.`);

  const items = [];
  for (let position = 0; position < payload.length;) {
    const { item, end } = decodeItem(payload, position, depth);
    items.push(item);
    position = end;
  }
  return items;
}

function payloadOf(bytes, start, offset) {
  let from = start + 1;
  let length = bytes[start] - offset;
  if (length > LONGEST_SHORT_FORM) {
    const lengthBytes = bytes.slice(from, from + length - LONGEST_SHORT_FORM);
    if (lengthBytes.length < length - LONGEST_SHORT_FORM) throw new FormatError(`The RLP ends within the length of the item at byte ${start}.`);
    from += lengthBytes.length;
    // Eight bytes of length may be beyond 2^53; rounded they are still far beyond what is left.
    length = Number(toNumber(lengthBytes));
    if (lengthBytes[0] === 0 || length <= LONGEST_SHORT_FORM)
      throw new FormatError(`The RLP item at byte ${start} does not have the shortest form of its length.`);
  }
  if (length > bytes.length - from) throw new FormatError(`The RLP item at byte ${start} claims ${length} bytes; ${bytes.length - from} are left.`);
  return { from, end: from + length };
}
