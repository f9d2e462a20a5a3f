import { concat, toNumber } from "./bytes.js";
import { FormatError } from "./format-error.js";

const WORD = 32;

/** A number as a word of Solidity's ABI: 32 bytes, big-endian, negative ones as two's complement. */
export function word(number) {
  const digits = BigInt.asUintN(256, BigInt(number)).toString(16).padStart(2 * WORD, "0");
  return Uint8Array.from({ length: WORD }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** Twenty bytes with zeros before them. */
export function addressWord(address) {
  return concat(new Uint8Array(WORD - address.length), address);
}

/** Reads words strictly: padding that is not what the type says is refused. */
export class WordReader {
  #bytes;
  #next = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  hash() {
    if (this.#bytes.length - this.#next < WORD) throw new FormatError("ABI words are missing.");
    this.#next += WORD;
    return this.#bytes.slice(this.#next - WORD, this.#next);
  }

  address() {
    const read = this.hash();
    if (read.subarray(0, 12).some((byte) => byte !== 0)) throw new FormatError("An ABI word holds more than an address.");
    return read.slice(12);
  }

  unsigned(max) {
    const number = toNumber(this.hash());
    if (number > max) throw new FormatError(`An ABI word is greater than ${max}.`);
    return number;
  }

  int64() {
    const number = BigInt.asIntN(256, toNumber(this.hash()));
    if (number !== BigInt.asIntN(64, number)) throw new FormatError("An ABI word is not an int64.");
    return number;
  }

  end(what) {
    if (this.#next !== this.#bytes.length) throw new FormatError(`The ${what} is longer than ${this.#next} bytes.`);
  }
}

export const UINT8_MAX = 2n ** 8n - 1n;
export const UINT32_MAX = 2n ** 32n - 1n;
export const UINT64_MAX = 2n ** 64n - 1n;
