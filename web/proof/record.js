import { concat } from "./bytes.js";
import { FormatError } from "./format-error.js";
import { keccak } from "./keccak.js";
import { addressWord, UINT64_MAX, UINT8_MAX, word, WordReader } from "./words.js";

const VERSION = 1n;
const KINDS = ["reading", "revision", "document", "usage", "baseline", "tombstone"];

/** The 256 bytes of a leaf's record (docs/proofs.md, "Record and leaf"). Throws FormatError. */
export function decodeRecord(bytes) {
  const words = new WordReader(bytes);
  const version = words.unsigned(UINT8_MAX);
  if (version !== VERSION) throw new FormatError(`The record has version ${version}; this verifier knows ${VERSION}.`);

  const number = words.unsigned(UINT8_MAX);
  const kind = KINDS[Number(number) - 1];
  if (kind === undefined) throw new FormatError(`The record has the unknown kind ${number}.`);

  const record = {
    kind, provider: words.address(), stream: words.hash(), sequence: words.unsigned(UINT64_MAX), content: words.hash(), salt: words.hash(),
    origin: words.hash(), leaf: leafOf(bytes),
  };
  words.end("record");
  return record;
}

export function encodeRecord({ kind, provider, stream, sequence, content, salt, origin }) {
  return concat(word(VERSION), word(KINDS.indexOf(kind) + 1), addressWord(provider), stream, word(sequence), content, salt, origin);
}

/** Hashed twice and prefixed, so that no inner node passes for a leaf. */
export function leafOf(record) {
  return keccak(concat(Uint8Array.of(0x00), keccak(record)));
}
